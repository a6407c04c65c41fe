import { Button, ToggleButton, Tooltip } from '@fluentui/react-components';
import { ArrowRedo16Regular, ArrowUndo16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import { choiceOf, withChoice } from './filter-text';
import styles from './preview.module.css';
import type { FilterHistory } from './use-filter-steps';

const groups = [
  { field: 'status', title: t('preview.toggle.status'), offers: [['passed', t('preview.toggle.passed')], ['failed', t('preview.toggle.failed')]] },
  { field: 'direction', title: t('preview.toggle.direction'), offers: [['inbound', t('preview.toggle.inbound')], ['outbound', t('preview.toggle.outbound')], ['internal', t('preview.toggle.internal')]] },
] as const;

/** Status and direction with one click: each writes its part of the filter. */
export function QuickToggles({ good, onFilter }: { readonly good: string; readonly onFilter: (text: string) => void }): ReactElement {
  return (
    <>
      {groups.map(({ field, title, offers }) => {
        const chosen = choiceOf(good, field);
        return (
          <div key={field} className={styles.types} role="group" aria-label={title}>
            {offers.map(([value, name]) => (
              <ToggleButton key={value} size="small" shape="circular" checked={chosen === value} onClick={() => { onFilter(withChoice(good, field, chosen === value ? null : value)); }}>{name}</ToggleButton>
            ))}
          </div>
        );
      })}
    </>
  );
}

/** One filter back, one forward. */
export function FilterUndo({ canUndo, canRedo, undo, redo }: FilterHistory): ReactElement {
  return (
    <div className={styles.types} role="group" aria-label={t('preview.steps.group')}>
      <Tooltip content={t('preview.steps.undoHint')} relationship="description">
        <Button size="small" appearance="subtle" icon={<ArrowUndo16Regular />} aria-label={t('preview.steps.undo')} disabled={!canUndo} onClick={undo} />
      </Tooltip>
      <Tooltip content={t('preview.steps.redoHint')} relationship="description">
        <Button size="small" appearance="subtle" icon={<ArrowRedo16Regular />} aria-label={t('preview.steps.redo')} disabled={!canRedo} onClick={redo} />
      </Tooltip>
    </div>
  );
}
