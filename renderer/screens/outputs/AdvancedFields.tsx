import type { ReactElement } from 'react';
import type { Control } from 'react-hook-form';
import { useWatch } from 'react-hook-form';

import type { OutputType } from '../../../shared/model/output';
import { syslogFacilities } from '../../../shared/model/output';
import type { FieldsProps } from './CommonFields';
import { ChoiceField, FlagField, TextField } from './CommonFields';
import { SelectionFields } from './EventFields';
import type { OutputValues } from './output-values';
import styles from './outputs.module.css';
import { TlsFileFields } from './TlsFileFields';

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
          <TextField control={control} name="rotateMiB" kind="number" label="Start a new file at" required unit="MiB" hint="The full file is closed and keeps its content." />
          <FlagField control={control} name="gzipClosed" label="Compress closed files (gzip)" />
          <div className={styles.pair}>
            <TextField control={control} name="keepDays" kind="number" label="Delete closed files after" unit="days" hint="Empty: keep them." />
            <TextField control={control} name="keepMiB" kind="number" label="Keep at most" unit="MiB" hint="Empty: no limit. The oldest go first." />
          </div>
        </>
      );
    case 'http':
      return (
        <>
          <ChoiceField
            control={control}
            name="mode"
            label="One request carries"
            options={[{ value: 'bulk', title: 'Many events' }, { value: 'single', title: 'One event', hint: 'For addresses that end with /event.' }]}
          />
          <RequestFields control={control} />
          <TlsFileFields control={control} />
        </>
      );
    case 'splunk-hec':
      return (
        <>
          <div className={styles.pair}>
            <TextField control={control} name="sourcetype" label="Source type" hint="Empty: that of the token." />
            <TextField control={control} name="source" label="Source" hint="Empty: that of the token." />
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
            label="Partition by"
            options={[
              { value: 'stream', title: 'Connector and log type', hint: 'Events of one log type keep their order.' },
              { value: 'event-id', title: 'Event', hint: 'Events spread over all partitions.' },
            ]}
          />
          <TextField control={control} name="maxKiB" kind="number" label="Size of a request" required unit="KiB" hint="At the most, before compression." />
          <FlagField control={control} name="gzip" label="Compress (gzip)" />
          <TlsIfEnabled control={control} />
        </>
      );
    case 'tcp':
      return <TlsIfEnabled control={control} />;
    case 'syslog':
      return <SyslogMore control={control} />;
  }
}

function RequestFields({ control }: FieldsProps): ReactElement {
  return (
    <>
      <div className={styles.pair}>
        <TextField control={control} name="maxEvents" kind="number" label="Events per request" required unit="events" hint="At the most." />
        <TextField control={control} name="maxKiB" kind="number" label="Size of a request" required unit="KiB" hint="At the most, before compression." />
      </div>
      <FlagField control={control} name="gzip" label="Compress requests (gzip)" />
    </>
  );
}

function SyslogMore({ control }: FieldsProps): ReactElement {
  const transport = useWatch({ control, name: 'transport' });
  const protocol = useWatch({ control, name: 'protocol' });
  return (
    <>
      <div className={styles.pair}>
        <ChoiceField control={control} name="facility" label="Facility" look="list" options={syslogFacilities.map((value) => ({ value, title: value }))} />
        <TextField control={control} name="appName" label="App name" required />
      </div>
      {protocol === 'rfc5424' ? <FlagField control={control} name="structuredData" label="Id, connector and type also as structured data" /> : null}
      <TextField control={control} name="maxKiB" kind="number" label="Largest message" required unit="KiB" hint="As the receiver allows it. Larger events go to quarantine." />
      {transport === 'tls' ? <TlsFileFields control={control} /> : null}
    </>
  );
}

function TlsIfEnabled({ control }: FieldsProps): ReactElement | null {
  return useWatch({ control, name: 'tlsEnabled' }) ? <TlsFileFields control={control} /> : null;
}
