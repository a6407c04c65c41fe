import { Input, Radio, RadioGroup } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { Control } from 'react-hook-form';
import { Controller } from 'react-hook-form';

import { defaultBaseUrl, knownRegions, regionUrl } from '../../../../shared/model/connector';
import { t } from '../../../../shared/text/text';
import { FormField } from '../../../components/FormField';
import type { ConnectorValues } from '../connector-form';

const choices = [
  { url: defaultBaseUrl, label: t('connectors.field.regionAutomatic') },
  ...knownRegions.map((code) => ({ url: regionUrl(code), label: t(`region.${code}`) })),
];

/** The region by name; the address itself only for whoever needs another one. */
export function RegionField({ control }: { readonly control: Control<ConnectorValues> }): ReactElement {
  const [other, setOther] = useState(false);
  return (
    <Controller
      name="baseUrl"
      control={control}
      render={({ field, fieldState }) => {
        const known = choices.some(({ url }) => url === field.value);
        const typing = other || !known;
        return (
          <>
            <FormField label={t('connectors.field.region')} error={null}>
              <RadioGroup
                name="region"
                value={typing ? 'other' : field.value}
                onChange={(_event, data) => {
                  setOther(data.value === 'other');
                  if (data.value !== 'other') field.onChange(data.value);
                }}
              >
                {choices.map(({ url, label }) => <Radio key={url} value={url} label={label} />)}
                <Radio value="other" label={t('connectors.field.regionOther')} />
              </RadioGroup>
            </FormField>
            {typing ? (
              <FormField label={t('connectors.field.baseUrl')} required hint={t('connectors.field.baseUrlExample')} error={fieldState.error?.message ?? null}>
                <Input {...field} type="url" autoComplete="off" spellCheck={false} />
              </FormField>
            ) : null}
          </>
        );
      }}
    />
  );
}
