import { Button, Menu, MenuButton, MenuDivider, MenuItem, MenuItemCheckbox, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, ToggleButton, Tooltip } from '@fluentui/react-components';
import { ArrowDownload16Regular, MoreHorizontal16Regular, Options16Regular, Pause16Filled, Play16Filled, Star16Regular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';

import type { SavedFilter, TimeForm } from '../../../shared/model/live-logs-settings';
import { timeForms } from '../../../shared/model/live-logs-settings';
import type { LogType } from '../../../shared/model/log-type';
import { logTypes } from '../../../shared/model/log-type';
import type { PreviewFormat } from '../../../shared/model/preview';
import { previewFormats } from '../../../shared/model/preview';
import { t } from '../../../shared/text/text';
import styles from './preview.module.css';
import type { Mode } from './view';

export type PreviewDialogName = 'columns' | 'highlights' | 'pause-on' | 'bookmarks' | 'save-filter' | 'saved-filters' | 'export' | 'keys';

type Props = {
  readonly mode: Mode;
  readonly saved: readonly SavedFilter[];
  readonly times: TimeForm;
  readonly utc: boolean;
  readonly defang: boolean;
  readonly letterKeys: boolean;
  readonly onlyMarks: boolean;
  readonly markCount: number;
  readonly chosen: number;
  readonly children: ReactNode;
  readonly onPause: () => void;
  readonly onFollow: () => void;
  readonly onClear: () => void;
  readonly onSaved: (filter: SavedFilter) => void;
  readonly onDialog: (name: PreviewDialogName) => void;
  readonly onToggle: (what: 'utc' | 'defang' | 'letterKeys' | 'onlyMarks') => void;
  readonly onTimes: (form: TimeForm) => void;
  readonly onForgetMarks: () => void;
  readonly onCopy: (format: PreviewFormat) => void;
};

const formatNames: { readonly [F in PreviewFormat]: string } = { ndjson: 'NDJSON', json: 'JSON', csv: 'CSV' };

export function Toolbar(props: Props): ReactElement {
  const { mode, children, onPause, onFollow } = props;
  const paused = mode.kind === 'paused';
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t('preview.toolbar')}>
      <Tooltip content={paused ? t('preview.resumeHint') : t('preview.pauseHint')} relationship="description">
        <Button className={styles.pause ?? ''} icon={paused ? <Play16Filled /> : <Pause16Filled />} aria-keyshortcuts="Control+E" onClick={onPause}>
          {paused ? t('preview.resume') : t('preview.pause')}
        </Button>
      </Tooltip>
      <Tooltip content={t('preview.followHint')} relationship="description">
        <ToggleButton icon={<ArrowDownload16Regular />} checked={mode.kind === 'follow'} onClick={onFollow}>{t('preview.follow')}</ToggleButton>
      </Tooltip>
      {children}
      <SavedMenu {...props} />
      <span className={styles.menus}>
        <ViewMenu {...props} />
        <MoreMenu {...props} />
      </span>
    </div>
  );
}

/** Which log types; none pressed means all. */
export function TypeChips({ chosenTypes, onTypes }: { readonly chosenTypes: readonly LogType[]; readonly onTypes: (types: readonly LogType[]) => void }): ReactElement {
  return (
    <div className={styles.types} role="group" aria-label={t('preview.logTypes')}>
      {logTypes.map((logType) => {
        const checked = chosenTypes.includes(logType);
        return (
          <ToggleButton
            key={logType} size="small" shape="circular" checked={checked}
            onClick={() => { onTypes(logTypes.filter((each) => (each === logType ? !checked : chosenTypes.includes(each)))); }}
          >
            {logType}
          </ToggleButton>
        );
      })}
    </div>
  );
}

function SavedMenu({ saved, onSaved, onDialog }: Props): ReactElement {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement><MenuButton icon={<Star16Regular />} aria-label={t('preview.saved.title')} /></MenuTrigger>
      <MenuPopover>
        <MenuList>
          {saved.map((filter) => <MenuItem key={filter.name} onClick={() => { onSaved(filter); }}>{filter.name}</MenuItem>)}
          {saved.length === 0 ? null : <MenuDivider />}
          <MenuItem onClick={() => { onDialog('save-filter'); }}>{t('preview.menu.saveFilter')}</MenuItem>
          {saved.length === 0 ? null : <MenuItem onClick={() => { onDialog('saved-filters'); }}>{t('preview.menu.deleteFilters')}</MenuItem>}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

const timeNames: { readonly [F in TimeForm]: string } = { moment: t('preview.menu.moment'), age: t('preview.menu.age'), step: t('preview.menu.step') };

function ViewMenu({ times, onTimes, utc, defang, letterKeys, onlyMarks, markCount, onDialog, onToggle, onForgetMarks }: Props): ReactElement {
  const checked = [utc ? 'utc' : '', defang ? 'defang' : '', letterKeys ? 'letterKeys' : '', onlyMarks ? 'onlyMarks' : ''].filter((name) => name !== '');
  return (
    <Menu checkedValues={{ view: checked, times: [times] }} onCheckedValueChange={(_event, data) => {
      const form = timeForms.find((each) => each === data.checkedItems[0]);
      if (data.name === 'times') {
        if (form !== undefined) onTimes(form);
        return;
      }
      for (const name of ['utc', 'defang', 'letterKeys', 'onlyMarks'] as const) if (data.checkedItems.includes(name) !== checked.includes(name)) onToggle(name);
    }}>
      <MenuTrigger disableButtonEnhancement><MenuButton icon={<Options16Regular />}>{t('preview.menu.view')}</MenuButton></MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => { onDialog('columns'); }}>{t('preview.menu.columns')}</MenuItem>
          <MenuItem onClick={() => { onDialog('highlights'); }}>{t('preview.menu.highlights')}</MenuItem>
          <MenuItem onClick={() => { onDialog('pause-on'); }}>{t('preview.menu.pauseOn')}</MenuItem>
          <MenuDivider />
          {timeForms.map((form) => <MenuItemRadio key={form} name="times" value={form}>{timeNames[form]}</MenuItemRadio>)}
          <MenuDivider />
          <MenuItemCheckbox name="view" value="utc">{t('preview.menu.utc')}</MenuItemCheckbox>
          <MenuItemCheckbox name="view" value="defang">{t('preview.menu.defang')}</MenuItemCheckbox>
          <MenuItemCheckbox name="view" value="letterKeys">{t('preview.menu.letterKeys')}</MenuItemCheckbox>
          <MenuDivider />
          <MenuItemCheckbox name="view" value="onlyMarks" disabled={markCount === 0 && !onlyMarks}>{t('preview.menu.onlyMarks', { count: markCount })}</MenuItemCheckbox>
          <MenuItem disabled={markCount === 0} onClick={() => { onDialog('bookmarks'); }}>{t('preview.menu.bookmarks')}</MenuItem>
          <MenuItem disabled={markCount === 0} onClick={onForgetMarks}>{t('preview.menu.forgetMarks')}</MenuItem>
          <MenuDivider />
          <MenuItem secondaryContent="?" onClick={() => { onDialog('keys'); }}>{t('preview.keys.title')}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function MoreMenu({ chosen, onCopy, onDialog, onClear }: Props): ReactElement {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement><MenuButton icon={<MoreHorizontal16Regular />} menuIcon={null} aria-label={t('preview.menu.more')} /></MenuTrigger>
      <MenuPopover>
        <MenuList>
          {previewFormats.map((format) => (
            <MenuItem key={format} disabled={chosen === 0} {...(format === 'ndjson' ? { secondaryContent: 'Ctrl+C' } : {})} onClick={() => { onCopy(format); }}>
              {t('preview.menu.copy', { count: Math.max(1, chosen), format: formatNames[format] })}
            </MenuItem>
          ))}
          <MenuDivider />
          <MenuItem onClick={() => { onDialog('export'); }}>{t('preview.menu.export')}</MenuItem>
          <MenuItem secondaryContent="Ctrl+Shift+Del" onClick={onClear}>{t('preview.menu.clear')}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
