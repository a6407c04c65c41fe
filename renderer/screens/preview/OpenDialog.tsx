import type { ReactElement } from 'react';

import type { ColumnLayout, LiveLogsSettings } from '../../../shared/model/live-logs-settings';
import type { PreviewList } from '../../../shared/model/preview';
import { t } from '../../../shared/text/text';
import { BookmarksDialog } from './BookmarksDialog';
import type { layoutKey } from './columns';
import { ColumnsDialog } from './ColumnsDialog';
import { ExportDialog } from './ExportDialog';
import { HighlightsDialog, KeysDialog, PauseOnDialog, SavedFiltersDialog, SaveFilterDialog } from './PreviewDialogs';
import type { PreviewDialogName } from './Toolbar';
import type { Bookmarks } from './use-bookmarks';

type Props = {
  readonly name: PreviewDialogName | null;
  readonly memory: LiveLogsSettings;
  readonly remember: (change: Partial<LiveLogsSettings>) => void;
  readonly columns: readonly ColumnLayout[];
  readonly layout: ReturnType<typeof layoutKey>;
  readonly text: string;
  readonly list: PreviewList;
  readonly matched: number;
  readonly buffered: number;
  readonly pauseOn: string;
  readonly bookmarks: Bookmarks;
  readonly onGo: (seq: number) => void;
  readonly onColumns: (columns: readonly ColumnLayout[]) => void;
  readonly onPauseOn: (text: string) => void;
  readonly onDone: (words: string) => void;
  readonly onClose: () => void;
};

/** The dialog that is open, if one is. */
export function OpenDialog(props: Props): ReactElement | null {
  const { name, memory, remember, columns, layout, onClose } = props;
  const saveFilters = (filters: LiveLogsSettings['filters']): void => { remember({ filters }); };
  switch (name) {
    case null:
      return null;
    case 'columns':
      return (
        <ColumnsDialog
          owner={layout === 'all' ? t('preview.columns.several') : layout} columns={columns} onColumns={props.onColumns} onClose={onClose}
          onReset={() => { remember({ layouts: Object.fromEntries(Object.entries(memory.layouts).filter(([key]) => key !== layout)) }); }}
        />
      );
    case 'bookmarks':
      return <BookmarksDialog bookmarks={props.bookmarks} onGo={props.onGo} onClose={onClose} />;
    case 'highlights':
      return <HighlightsDialog highlights={memory.highlights} onSave={(highlights) => { remember({ highlights }); }} onClose={onClose} />;
    case 'pause-on':
      return <PauseOnDialog text={props.pauseOn} onSave={props.onPauseOn} onClose={onClose} />;
    case 'save-filter':
      return <SaveFilterDialog text={props.text} saved={memory.filters} onSave={saveFilters} onClose={onClose} />;
    case 'saved-filters':
      return <SavedFiltersDialog saved={memory.filters} onSave={saveFilters} onClose={onClose} />;
    case 'export':
      return <ExportDialog list={props.list} matched={props.matched} buffered={props.buffered} columns={columns.map(({ field }) => field)} onDone={props.onDone} onClose={onClose} />;
    case 'keys':
      return <KeysDialog letterKeys={memory.letterKeys} onToggle={() => { remember({ letterKeys: !memory.letterKeys }); }} onClose={onClose} />;
  }
}
