import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ArrowDownload16Regular, ArrowUpload16Regular, MoreHorizontal16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';

type Props = {
  /** What is exported, e.g. "all connectors"; null: there is nothing to export. */
  readonly exportWhat: string | null;
  readonly onExport: () => void;
  readonly onImport: () => void;
};

/** Import and export beside the main action of a list. */
export function TransferMenu({ exportWhat, onExport, onImport }: Props): ReactElement {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<MoreHorizontal16Regular />} aria-label={t('forms.transfer.more')} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<ArrowDownload16Regular />} onClick={onImport}>{t('forms.transfer.import')}</MenuItem>
          {exportWhat === null ? null : <MenuItem icon={<ArrowUpload16Regular />} onClick={onExport}>{t('forms.transfer.export', { what: exportWhat })}</MenuItem>}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
