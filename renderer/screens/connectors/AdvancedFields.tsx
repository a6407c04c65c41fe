import { Input, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Control } from 'react-hook-form';
import { Controller } from 'react-hook-form';

import { logTypes, logTypeTable } from '../../../shared/model/log-type';
import type { OutputView } from '../../../shared/model/output';
import { FormField } from '../../components/FormField';
import { useZone } from '../../components/zone';
import type { ConnectorValues } from './connector-form';
import styles from './connectors.module.css';
import { OutputsField } from './OutputsField';

type Props = { readonly control: Control<ConnectorValues>; readonly outputs: readonly OutputView[] };

const horizons = logTypes
  .flatMap((logType) => {
    const hours = logTypeTable[logType].horizonHours;
    return hours === null ? [] : [`Mimecast keeps ${logType} for ${String(Math.round(hours / 24))} days.`];
  })
  .join(' ');

const siemHints: { readonly [D in ConnectorValues['siemDelivery']]: string } = {
  batch: 'Files of events: complete, minutes behind.',
  streaming: 'Pages of events: seconds behind.',
  hybrid: 'Streaming to be quick and batch to be complete; each event is kept once.',
};

const intervals = logTypes.map((logType) => `${logType} ${String(logTypeTable[logType].defaultPollSeconds)} s`).join(', ');

/** What most connectors never change. */
export function AdvancedFields({ control, outputs }: Props): ReactElement {
  const zone = useZone();
  return (
    <div className={styles.advanced}>
      {outputs.length === 0 ? null : (
        <Controller
          name="outputs"
          control={control}
          render={({ field, fieldState }) => (
            <OutputsField outputs={outputs} value={field.value} onChange={field.onChange} onBlur={field.onBlur} firstRef={field.ref} error={fieldState.error?.message ?? null} />
          )}
        />
      )}
      <Controller
        name="baseUrl"
        control={control}
        render={({ field, fieldState }) => (
          <FormField label="Base URL" required hint="The global address finds the region of the account by itself." error={fieldState.error?.message ?? null}>
            <Input {...field} type="url" autoComplete="off" spellCheck={false} />
          </FormField>
        )}
      />
      <Controller
        name="platform"
        control={control}
        render={({ field, fieldState }) => (
          <FormField label="Platform" hint="Automatic asks the account once and remembers the answer." error={fieldState.error?.message ?? null}>
            <RadioGroup layout="horizontal" name={field.name} value={field.value} onBlur={field.onBlur} onChange={(_event, data) => { field.onChange(data.value); }}>
              <Radio ref={field.ref} value="auto" label="Automatic" />
              <Radio value="cloud-gateway" label="Cloud Gateway" />
              <Radio value="cloud-integrated" label="Cloud Integrated" />
            </RadioGroup>
          </FormField>
        )}
      />
      <Controller
        name="siemDelivery"
        control={control}
        render={({ field, fieldState }) => (
          <FormField label="SIEM delivery" hint={siemHints[field.value]} error={fieldState.error?.message ?? null}>
            <RadioGroup layout="horizontal" name={field.name} value={field.value} onBlur={field.onBlur} onChange={(_event, data) => { field.onChange(data.value); }}>
              <Radio ref={field.ref} value="batch" label="Batch" />
              <Radio value="streaming" label="Streaming" />
              <Radio value="hybrid" label="Both" />
            </RadioGroup>
          </FormField>
        )}
      />
      <Controller
        name="startFrom"
        control={control}
        render={({ field, fieldState }) => (
          <FormField
            label="Start collecting from"
            className={styles.narrow}
            hint={`Time in ${zone === 'utc' ? 'UTC' : 'the zone of this computer'}. Empty: 24 hours before the first poll. ${horizons}`}
            error={fieldState.error?.message ?? null}
          >
            <Input {...field} type="datetime-local" />
          </FormField>
        )}
      />
      <Controller
        name="pollSeconds"
        control={control}
        render={({ field, fieldState }) => (
          <FormField
            label="Poll interval"
            className={styles.narrow}
            hint={`Empty: ${intervals}.`}
            error={fieldState.error?.message ?? null}
          >
            <Input {...field} inputMode="numeric" autoComplete="off" placeholder="Default" contentAfter="seconds" />
          </FormField>
        )}
      />
    </div>
  );
}
