import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import { useCall } from '../../bridge/use-call';
import type { FieldsProps } from './CommonFields';
import { ChoiceField } from './CommonFields';

/** Through the proxy of the network settings or past it. Where the organization manages those, the choice is shown and does not count. */
export function WayField({ control }: FieldsProps): ReactElement {
  const { state } = useCall('network.get', undefined);
  const managed = state.kind === 'ok' && state.value.managed;
  const hint = (own: string): string => (managed ? t('outputs.way.managed') : own);
  return (
    <ChoiceField
      control={control}
      name="way"
      label={t('outputs.way')}
      disabled={managed}
      options={[
        { value: 'automatic', title: t('outputs.way.automatic'), hint: hint(t('outputs.way.automaticHint')) },
        { value: 'direct', title: t('outputs.way.direct'), hint: hint(t('outputs.way.directHint')) },
        { value: 'settings', title: t('outputs.way.settings'), hint: hint(t('outputs.way.settingsHint')) },
      ]}
    />
  );
}
