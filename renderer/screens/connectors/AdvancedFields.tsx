import { Input, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Control } from 'react-hook-form';
import { Controller } from 'react-hook-form';

import { logTypes, logTypeTable } from '../../../shared/model/log-type';
import type { OutputView } from '../../../shared/model/output';
import { t } from '../../../shared/text/text';
import { FormField } from '../../components/FormField';
import { useZone } from '../../components/zone';
import type { ConnectorValues } from './connector-form';
import styles from './connectors.module.css';
import { OutputsField } from './OutputsField';

type Props = { readonly control: Control<ConnectorValues>; readonly outputs: readonly OutputView[]; readonly keychainName: string };

const horizons = logTypes
  .flatMap((logType) => {
    const hours = logTypeTable[logType].horizonHours;
    return hours === null ? [] : [t('connectors.field.horizon', { logType, days: Math.round(hours / 24) })];
  })
  .join(' ');

const siemHints: { readonly [D in ConnectorValues['siemDelivery']]: string } = {
  batch: t('connectors.field.deliveryBatchHint'),
  streaming: t('connectors.field.deliveryStreamingHint'),
  hybrid: t('connectors.field.deliveryHybridHint'),
};

const intervals = logTypes.map((logType) => t('connectors.field.pollDefault', { logType, seconds: logTypeTable[logType].defaultPollSeconds })).join(', ');

/** What most connectors never change. */
export function AdvancedFields({ control, outputs, keychainName }: Props): ReactElement {
  const zone = useZone();
  return (
    <div className={styles.advanced}>
      {outputs.length === 0 ? null : (
        <Controller
          name="outputs"
          control={control}
          render={({ field, fieldState }) => (
            <OutputsField keychainName={keychainName} outputs={outputs} value={field.value} onChange={field.onChange} onBlur={field.onBlur} firstRef={field.ref} error={fieldState.error?.message ?? null} />
          )}
        />
      )}
      <Controller
        name="baseUrl"
        control={control}
        render={({ field, fieldState }) => (
          <FormField label={t('connectors.field.baseUrl')} required hint={t('connectors.field.baseUrlHint')} error={fieldState.error?.message ?? null}>
            <Input {...field} type="url" autoComplete="off" spellCheck={false} />
          </FormField>
        )}
      />
      <Controller
        name="platform"
        control={control}
        render={({ field, fieldState }) => (
          <FormField label={t('connectors.field.platform')} hint={t('connectors.field.platformHint')} error={fieldState.error?.message ?? null}>
            <RadioGroup layout="horizontal" name={field.name} value={field.value} onBlur={field.onBlur} onChange={(_event, data) => { field.onChange(data.value); }}>
              <Radio ref={field.ref} value="auto" label={t('connectors.field.platformAuto')} />
              <Radio value="cloud-gateway" label={t('connectors.field.platformGateway')} />
              <Radio value="cloud-integrated" label={t('connectors.field.platformIntegrated')} />
            </RadioGroup>
          </FormField>
        )}
      />
      <Controller
        name="siemDelivery"
        control={control}
        render={({ field, fieldState }) => (
          <FormField label={t('connectors.field.delivery')} hint={siemHints[field.value]} error={fieldState.error?.message ?? null}>
            <RadioGroup layout="horizontal" name={field.name} value={field.value} onBlur={field.onBlur} onChange={(_event, data) => { field.onChange(data.value); }}>
              <Radio ref={field.ref} value="batch" label={t('connectors.field.deliveryBatch')} />
              <Radio value="streaming" label={t('connectors.field.deliveryStreaming')} />
              <Radio value="hybrid" label={t('connectors.field.deliveryHybrid')} />
            </RadioGroup>
          </FormField>
        )}
      />
      <Controller
        name="startFrom"
        control={control}
        render={({ field, fieldState }) => (
          <FormField
            label={t('connectors.field.startFrom')}
            className={styles.narrow}
            hint={`${t('connectors.field.startFromHint', { zone })} ${horizons}`}
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
            label={t('connectors.field.poll')}
            className={styles.narrow}
            hint={t('connectors.field.pollHint', { intervals })}
            error={fieldState.error?.message ?? null}
          >
            <Input {...field} inputMode="numeric" autoComplete="off" placeholder={t('connectors.field.pollPlaceholder')} contentAfter={t('connectors.field.seconds')} />
          </FormField>
        )}
      />
    </div>
  );
}
