import { Button, Menu, MenuButton, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import styles from './connectors.module.css';

type Props = {
  /** The values as they stand passed a test. */
  readonly passed: boolean;
  /** Saving is the start of collection. */
  readonly isNew: boolean;
  readonly disabled: boolean;
  readonly onSaveUntested: () => void;
};

/** Saves what was tested. What was not is tested first, unless a person decides otherwise. The button itself submits the form. */
export function SaveButtons({ passed, isNew, disabled, onSaveUntested }: Props): ReactElement {
  if (passed) return <Button type="submit" appearance="primary" disabled={disabled}>{isNew ? t('connectors.start') : t('common.save')}</Button>;
  return (
    <span className={styles.split}>
      <Button type="submit" appearance="primary" disabled={disabled} className={styles.splitMain ?? ''}>{t('connectors.testAndSave')}</Button>
      <Menu positioning="above-end">
        <MenuTrigger disableButtonEnhancement>
          <MenuButton appearance="primary" disabled={disabled} className={styles.splitMore ?? ''} aria-label={t('connectors.moreWays')} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={onSaveUntested}>{t('connectors.saveUntested')}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
    </span>
  );
}
