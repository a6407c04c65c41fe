import { Button, Menu, MenuButton, MenuDivider, MenuItem, MenuItemCheckbox, MenuList, MenuPopover, MenuTrigger, ToggleButton, Tooltip } from '@fluentui/react-components';
import { ArrowDownload16Regular, MoreHorizontal16Regular, Options16Regular, Pause16Filled, Play16Filled, Star16Regular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';

import type { SavedFilter } from '../../../shared/model/live-logs-settings';
import type { LogType } from '../../../shared/model/log-type';
import { logTypes } from '../../../shared/model/log-type';
import type { PreviewFormat } from '../../../shared/model/preview';
import { previewFormats } from '../../../shared/model/preview';
import styles from './preview.module.css';
import type { Mode } from './view';

export type PreviewDialogName = 'columns' | 'highlights' | 'pause-on' | 'save-filter' | 'saved-filters' | 'export' | 'keys';

type Props = {
  readonly mode: Mode;
  readonly saved: readonly SavedFilter[];
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
  readonly onForgetMarks: () => void;
  readonly onCopy: (format: PreviewFormat) => void;
};

const formatNames: { readonly [F in PreviewFormat]: string } = { ndjson: 'NDJSON', json: 'JSON', csv: 'CSV' };

export function Toolbar(props: Props): ReactElement {
  const { mode, children, onPause, onFollow } = props;
  const paused = mode.kind === 'paused';
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Live list">
      <Tooltip content={paused ? 'Show new events again (Ctrl+E)' : 'Freeze the list (Ctrl+E). Collection goes on.'} relationship="description">
        <Button className={styles.pause ?? ''} icon={paused ? <Play16Filled /> : <Pause16Filled />} aria-keyshortcuts="Control+E" onClick={onPause}>
          {paused ? 'Resume' : 'Pause'}
        </Button>
      </Tooltip>
      <Tooltip content="Keep the newest event in sight (f)" relationship="description">
        <ToggleButton icon={<ArrowDownload16Regular />} checked={mode.kind === 'follow'} onClick={onFollow}>Follow</ToggleButton>
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
    <div className={styles.types} role="group" aria-label="Log types">
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
      <MenuTrigger disableButtonEnhancement><MenuButton icon={<Star16Regular />} aria-label="Saved filters" /></MenuTrigger>
      <MenuPopover>
        <MenuList>
          {saved.map((filter) => <MenuItem key={filter.name} onClick={() => { onSaved(filter); }}>{filter.name}</MenuItem>)}
          {saved.length === 0 ? null : <MenuDivider />}
          <MenuItem onClick={() => { onDialog('save-filter'); }}>Save this filter…</MenuItem>
          {saved.length === 0 ? null : <MenuItem onClick={() => { onDialog('saved-filters'); }}>Delete saved filters…</MenuItem>}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function ViewMenu({ utc, defang, letterKeys, onlyMarks, markCount, onDialog, onToggle, onForgetMarks }: Props): ReactElement {
  const checked = [utc ? 'utc' : '', defang ? 'defang' : '', letterKeys ? 'letterKeys' : '', onlyMarks ? 'onlyMarks' : ''].filter((name) => name !== '');
  return (
    <Menu checkedValues={{ view: checked }} onCheckedValueChange={(_event, data) => {
      for (const name of ['utc', 'defang', 'letterKeys', 'onlyMarks'] as const) if (data.checkedItems.includes(name) !== checked.includes(name)) onToggle(name);
    }}>
      <MenuTrigger disableButtonEnhancement><MenuButton icon={<Options16Regular />}>View</MenuButton></MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => { onDialog('columns'); }}>Columns…</MenuItem>
          <MenuItem onClick={() => { onDialog('highlights'); }}>Highlights…</MenuItem>
          <MenuItem onClick={() => { onDialog('pause-on'); }}>Pause on match…</MenuItem>
          <MenuDivider />
          <MenuItemCheckbox name="view" value="utc">Times in UTC</MenuItemCheckbox>
          <MenuItemCheckbox name="view" value="defang">Defang addresses</MenuItemCheckbox>
          <MenuItemCheckbox name="view" value="letterKeys">Keys of one letter</MenuItemCheckbox>
          <MenuDivider />
          <MenuItemCheckbox name="view" value="onlyMarks" disabled={markCount === 0 && !onlyMarks}>Bookmarks only ({String(markCount)})</MenuItemCheckbox>
          <MenuItem disabled={markCount === 0} onClick={onForgetMarks}>Remove all bookmarks</MenuItem>
          <MenuDivider />
          <MenuItem secondaryContent="?" onClick={() => { onDialog('keys'); }}>Keyboard</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function MoreMenu({ chosen, onCopy, onDialog, onClear }: Props): ReactElement {
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement><MenuButton icon={<MoreHorizontal16Regular />} menuIcon={null} aria-label="Copy, export, clear" /></MenuTrigger>
      <MenuPopover>
        <MenuList>
          {previewFormats.map((format) => (
            <MenuItem key={format} disabled={chosen === 0} {...(format === 'ndjson' ? { secondaryContent: 'Ctrl+C' } : {})} onClick={() => { onCopy(format); }}>
              {chosen > 1 ? `Copy ${String(chosen)} events as ${formatNames[format]}` : `Copy event as ${formatNames[format]}`}
            </MenuItem>
          ))}
          <MenuDivider />
          <MenuItem onClick={() => { onDialog('export'); }}>Export the list…</MenuItem>
          <MenuItem secondaryContent="Ctrl+Shift+Del" onClick={onClear}>Clear view</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
