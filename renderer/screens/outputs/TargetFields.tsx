import { Button, Input } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { Controller, useWatch } from 'react-hook-form';

import type { Failure } from '../../../shared/failures/failure';
import type { OutputType } from '../../../shared/model/output';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { FormField } from '../../components/FormField';
import type { FieldsProps } from './CommonFields';
import { ChoiceField, FlagField, TextField } from './CommonFields';
import { examples, standards } from './output-names';
import type { OutputValues } from './output-values';
import styles from './outputs.module.css';

type Props = { readonly type: OutputType; readonly form: UseFormReturn<OutputValues>; readonly onFailure: (failure: Failure) => void };

/** Where the events go: what each type needs to find its receiver. */
export function TargetFields({ type, form, onFailure }: Props): ReactElement {
  const { control } = form;
  switch (type) {
    case 'file':
      return <FolderField form={form} onFailure={onFailure} />;
    case 'http':
      return <TextField control={control} name="url" kind="url" label={t('outputs.target.address')} required placeholder={examples.dnifUrl} hint={t('outputs.target.dnifHint')} />;
    case 'http-ndjson':
      return <TextField control={control} name="url" kind="url" label={t('outputs.target.address')} required placeholder={examples.ndjsonUrl} hint={t('outputs.target.ndjsonHint')} />;
    case 'splunk-hec':
      return (
        <>
          <TextField control={control} name="url" kind="url" label={t('outputs.target.address')} required placeholder={examples.splunkUrl} hint={t('outputs.target.splunkHint')} />
          <TextField control={control} name="index" label={t('outputs.target.splunkIndex')} hint={t('outputs.target.splunkIndexHint')} />
        </>
      );
    case 'elasticsearch':
      return (
        <>
          <TextField control={control} name="url" kind="url" label={t('outputs.target.address')} required placeholder={examples.elasticUrl} />
          <TextField control={control} name="index" label={t('outputs.target.elasticIndex')} required placeholder={examples.elasticIndex} hint={t('outputs.target.elasticIndexHint')} />
        </>
      );
    case 'kafka':
      return (
        <>
          <TextField control={control} name="brokers" label={t('outputs.target.brokers')} required placeholder={examples.brokers} hint={t('outputs.target.brokersHint')} />
          <TextField control={control} name="topic" label={t('outputs.target.topic')} required placeholder={examples.topic} />
          <FlagField control={control} name="tlsEnabled" label={t('outputs.target.tls')} />
        </>
      );
    case 'tcp':
      return (
        <>
          <HostAndPort control={control} />
          <FlagField control={control} name="tlsEnabled" label={t('outputs.target.tls')} />
        </>
      );
    case 'syslog':
      return <SyslogFields control={control} />;
  }
}

function HostAndPort({ control }: FieldsProps): ReactElement {
  return (
    <div className={styles.hostAndPort}>
      <TextField control={control} name="host" label={t('outputs.target.host')} required placeholder={examples.host} />
      <TextField control={control} name="port" label={t('outputs.target.port')} required kind="number" />
    </div>
  );
}

function SyslogFields({ control }: FieldsProps): ReactElement {
  const transport = useWatch({ control, name: 'transport' });
  return (
    <>
      <HostAndPort control={control} />
      <ChoiceField
        control={control}
        name="transport"
        label={t('outputs.target.transport')}
        options={[
          { value: 'tls', title: standards.tls, hint: t('outputs.target.encrypted') },
          { value: 'tcp', title: standards.tcp, hint: t('outputs.target.notEncrypted') },
          { value: 'udp', title: standards.udp, hint: t('outputs.target.udpHint') },
        ]}
      />
      <ChoiceField control={control} name="protocol" label={t('outputs.target.protocol')} options={[{ value: 'rfc5424', title: standards.rfc5424 }, { value: 'rfc3164', title: standards.rfc3164 }]} />
      {transport === 'udp' ? null : (
        <ChoiceField
          control={control}
          name="framing"
          label={t('outputs.target.framing')}
          options={[{ value: 'octet-counting', title: t('outputs.target.framingLength') }, { value: 'lf', title: t('outputs.target.framingLine') }]}
        />
      )}
    </>
  );
}

function FolderField({ form, onFailure }: Pick<Props, 'form' | 'onFailure'>): ReactElement {
  const browse = async (): Promise<void> => {
    const chosen = await call('outputs.chooseFolder', undefined);
    if (chosen.kind === 'failed') onFailure(chosen.failure);
    else if (chosen.value.path !== null) form.setValue('path', chosen.value.path, { shouldDirty: true, shouldValidate: true });
  };
  return (
    <Controller
      name="path"
      control={form.control}
      render={({ field, fieldState }) => (
        <FormField label={t('outputs.target.folder')} required hint={t('outputs.target.folderHint')} error={fieldState.error?.message ?? null}>
          <Input {...field} autoComplete="off" spellCheck={false} contentAfter={<Button size="small" onClick={() => void browse()}>{t('outputs.browse')}</Button>} />
        </FormField>
      )}
    />
  );
}
