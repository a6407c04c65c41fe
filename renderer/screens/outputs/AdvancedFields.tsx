import type { ReactElement } from 'react';
import type { Control } from 'react-hook-form';
import { useWatch } from 'react-hook-form';

import type { OutputType } from '../../../shared/model/output';
import { syslogFacilities } from '../../../shared/model/output';
import { t } from '../../../shared/text/text';
import type { FieldsProps } from './CommonFields';
import { ChoiceField, FlagField, TextField } from './CommonFields';
import { SelectionFields } from './EventFields';
import type { OutputValues } from './output-values';
import styles from './outputs.module.css';
import { TlsFileFields } from './TlsFileFields';
import { WayField } from './WayField';

type Props = { readonly control: Control<OutputValues>; readonly type: OutputType };

/** What most outputs never change. */
export function AdvancedFields({ control, type }: Props): ReactElement {
  return (
    <div className={styles.advanced}>
      <SelectionFields control={control} />
      <TypeFields control={control} type={type} />
    </div>
  );
}

function TypeFields({ control, type }: Props): ReactElement {
  switch (type) {
    case 'file':
      return (
        <>
          <TextField control={control} name="rotateMiB" kind="number" label={t('outputs.file.rotate')} required unit="MiB" hint={t('outputs.file.rotateHint')} />
          <FlagField control={control} name="gzipClosed" label={t('outputs.file.gzip')} />
          <div className={styles.pair}>
            <TextField control={control} name="keepDays" kind="number" label={t('outputs.file.keepDays')} unit={t('outputs.file.days')} hint={t('outputs.file.keepDaysHint')} />
            <TextField control={control} name="keepMiB" kind="number" label={t('outputs.file.keepSize')} unit="MiB" hint={t('outputs.file.keepSizeHint')} />
          </div>
        </>
      );
    case 'http':
      return (
        <>
          <ChoiceField
            control={control}
            name="mode"
            label={t('outputs.request.carries')}
            options={[{ value: 'bulk', title: t('outputs.request.many') }, { value: 'single', title: t('outputs.request.one'), hint: t('outputs.request.oneHint') }]}
          />
          <RequestFields control={control} />
          <TlsFileFields control={control} />
        </>
      );
    case 'splunk-hec':
      return (
        <>
          <div className={styles.pair}>
            <TextField control={control} name="sourcetype" label={t('outputs.splunk.sourceType')} hint={t('outputs.splunk.ofToken')} />
            <TextField control={control} name="source" label={t('outputs.splunk.source')} hint={t('outputs.splunk.ofToken')} />
          </div>
          <RequestFields control={control} />
          <TlsFileFields control={control} />
        </>
      );
    case 'http-ndjson':
    case 'elasticsearch':
      return (
        <>
          <RequestFields control={control} />
          <TlsFileFields control={control} />
        </>
      );
    case 'kafka':
      return (
        <>
          <ChoiceField
            control={control}
            name="key"
            label={t('outputs.kafka.key')}
            options={[
              { value: 'stream', title: t('outputs.kafka.keyStream'), hint: t('outputs.kafka.keyStreamHint') },
              { value: 'event-id', title: t('outputs.kafka.keyEvent'), hint: t('outputs.kafka.keyEventHint') },
            ]}
          />
          <TextField control={control} name="maxKiB" kind="number" label={t('outputs.request.size')} required unit="KiB" hint={t('outputs.request.sizeHint')} />
          <FlagField control={control} name="gzip" label={t('outputs.kafka.gzip')} />
          <WayField control={control} />
          <TlsIfEnabled control={control} />
        </>
      );
    case 'tcp':
      return (
        <>
          <WayField control={control} />
          <TlsIfEnabled control={control} />
        </>
      );
    case 'syslog':
      return <SyslogMore control={control} />;
  }
}

function RequestFields({ control }: FieldsProps): ReactElement {
  return (
    <>
      <div className={styles.pair}>
        <TextField control={control} name="maxEvents" kind="number" label={t('outputs.request.events')} required unit={t('outputs.events.unit')} hint={t('outputs.request.eventsHint')} />
        <TextField control={control} name="maxKiB" kind="number" label={t('outputs.request.size')} required unit="KiB" hint={t('outputs.request.sizeHint')} />
      </div>
      <FlagField control={control} name="gzip" label={t('outputs.request.gzip')} />
    </>
  );
}

function SyslogMore({ control }: FieldsProps): ReactElement {
  const transport = useWatch({ control, name: 'transport' });
  const protocol = useWatch({ control, name: 'protocol' });
  return (
    <>
      <div className={styles.pair}>
        <ChoiceField control={control} name="facility" label={t('outputs.syslog.facility')} look="list" options={syslogFacilities.map((value) => ({ value, title: value }))} />
        <TextField control={control} name="appName" label={t('outputs.syslog.appName')} required />
      </div>
      {protocol === 'rfc5424' ? <FlagField control={control} name="structuredData" label={t('outputs.syslog.structuredData')} /> : null}
      <TextField control={control} name="maxKiB" kind="number" label={t('outputs.syslog.largest')} required unit="KiB" hint={t('outputs.syslog.largestHint')} />
      {transport === 'udp' ? null : <WayField control={control} />}
      {transport === 'tls' ? <TlsFileFields control={control} /> : null}
    </>
  );
}

function TlsIfEnabled({ control }: FieldsProps): ReactElement | null {
  return useWatch({ control, name: 'tlsEnabled' }) ? <TlsFileFields control={control} /> : null;
}
