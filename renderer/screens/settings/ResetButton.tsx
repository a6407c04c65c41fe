import { Button, Tooltip } from '@fluentui/react-components';
import { ArrowReset20Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';

/** Beside a setting that was changed: brings the default back. */
export function ResetButton({ field, onReset }: { readonly field: string; readonly onReset: () => void }): ReactElement {
  return (
    <Tooltip content={t('settings.reset')} relationship="description">
      <Button size="small" appearance="subtle" icon={<ArrowReset20Regular />} aria-label={t('settings.resetField', { field })} onClick={onReset} />
    </Tooltip>
  );
}
