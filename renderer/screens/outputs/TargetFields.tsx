import { Button, Input } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { Controller, useWatch } from 'react-hook-form';

import type { Failure } from '../../../shared/failures/failure';
import type { OutputType } from '../../../shared/model/output';
import { call } from '../../bridge/client';
import { FormField } from '../../components/FormField';
import type { FieldsProps } from './CommonFields';
import { ChoiceField, FlagField, TextField } from './CommonFields';
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
      return <TextField control={control} name="url" kind="url" label="Address" required placeholder="https://tenant.dnif.cloud/…" hint="As DNIF shows it for its HTTPS connector." />;
    case 'http-ndjson':
      return <TextField control={control} name="url" kind="url" label="Address" required placeholder="https://logs.example.com/ingest" hint="Events are sent there by POST, one JSON object per line." />;
    case 'splunk-hec':
      return (
        <>
          <TextField control={control} name="url" kind="url" label="Address" required placeholder="https://splunk.example.com:8088" hint="Address of the HTTP Event Collector." />
          <TextField control={control} name="index" label="Index" hint="Empty: the index of the token." />
        </>
      );
    case 'elasticsearch':
      return (
        <>
          <TextField control={control} name="url" kind="url" label="Address" required placeholder="https://elastic.example.com:9200" />
          <TextField control={control} name="index" label="Index or data stream" required placeholder="logs-mimecast-default" hint="A data stream needs the field names of ECS." />
        </>
      );
    case 'kafka':
      return (
        <>
          <TextField control={control} name="brokers" label="Brokers" required placeholder="kafka1.example.com:9093, kafka2.example.com:9093" hint="Host and port, separated by commas." />
          <TextField control={control} name="topic" label="Topic" required placeholder="mimecast" />
          <FlagField control={control} name="tlsEnabled" label="Encrypt with TLS" />
        </>
      );
    case 'tcp':
      return (
        <>
          <HostAndPort control={control} />
          <FlagField control={control} name="tlsEnabled" label="Encrypt with TLS" />
        </>
      );
    case 'syslog':
      return <SyslogFields control={control} />;
  }
}

function HostAndPort({ control }: FieldsProps): ReactElement {
  return (
    <div className={styles.hostAndPort}>
      <TextField control={control} name="host" label="Host" required placeholder="siem.example.com" />
      <TextField control={control} name="port" label="Port" required kind="number" />
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
        label="Transport"
        options={[
          { value: 'tls', title: 'TLS', hint: 'Encrypted.' },
          { value: 'tcp', title: 'TCP', hint: 'Not encrypted.' },
          { value: 'udp', title: 'UDP', hint: 'Not encrypted; the network may lose messages without a word.' },
        ]}
      />
      <ChoiceField control={control} name="protocol" label="Message form" options={[{ value: 'rfc5424', title: 'RFC 5424' }, { value: 'rfc3164', title: 'RFC 3164' }]} />
      {transport === 'udp' ? null : (
        <ChoiceField
          control={control}
          name="framing"
          label="Messages are told apart by"
          options={[{ value: 'octet-counting', title: 'Their length' }, { value: 'lf', title: 'A line feed' }]}
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
        <FormField label="Folder" required hint="One file per connector and log type, one JSON event per line." error={fieldState.error?.message ?? null}>
          <Input {...field} autoComplete="off" spellCheck={false} contentAfter={<Button size="small" onClick={() => void browse()}>Browse…</Button>} />
        </FormField>
      )}
    />
  );
}
