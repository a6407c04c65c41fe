import { open, rm } from 'node:fs/promises';

import type { PreviewFormat } from '../../../../shared/model/preview';
import { mostCopied } from '../../../../shared/model/preview';
import { t } from '../../../../shared/text/text';
import { csv } from '../../kit/csv';
import type { Workspace } from '../../workspace/workspace';
import type { HandlersOf } from '../handlers';

export type PreviewHandlersOptions = {
  readonly workspace: () => Workspace;
  readonly chooseFile: (title: string, defaultName: string) => Promise<string | null>;
  readonly now: () => number;
  /** An export begins or ends. */
  readonly onExporting: (on: boolean) => void;
};

/** Events at a time when exporting: each step shows progress, can be cancelled, and fits into memory many times over. */
const eventsPerStep = 2000;

/** An export under way: what the window asks about while it waits. */
let exporting: { readonly done: number } | null = null;

export function previewHandlers({ workspace, chooseFile, now, onExporting }: PreviewHandlersOptions): HandlersOf<'preview'> {
  const preview = () => workspace().collector.preview;
  return {
    'preview.rows': (ask) => preview().rows(ask),
    'preview.detail': ({ seq }) => preview().detail(seq),
    'preview.related': async ({ seq }) => [...(await preview().related(seq))],
    'preview.values': async (ask) => [...(await preview().values(ask))],
    'preview.text': async (ask) => {
      const part = await preview().text(ask, mostCopied);
      return { text: whole(ask.format, ask.columns, [part.text]), events: part.events };
    },
    'preview.exportProgress': () => exporting,
    'preview.export': async (ask, signal) => {
      const stamp = new Date(now()).toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-');
      const path = await chooseFile(t('desktop.dialog.exportEvents'), `mimecast-events_${stamp}.${ask.format}`);
      if (path === null) return { path, events: 0 };
      // Readable by this user only, like everything else that holds log data.
      const file = await open(path, 'w', 0o600);
      let events = 0;
      try {
        exporting = { done: 0 };
        onExporting(true);
        await file.write(head(ask.format, ask.columns));
        let { list } = ask;
        for (let more = true; more; ) {
          signal.throwIfAborted();
          const part = await preview().text({ ...ask, list }, eventsPerStep);
          const text = ask.format === 'json' ? listItems(part.text, events > 0) : part.text;
          await file.write(text);
          events += part.events;
          exporting = { done: events };
          more = part.next !== null;
          if (part.next !== null) list = { ...list, after: part.next };
        }
        await file.write(ask.format === 'json' ? ']\n' : '');
      } catch (error) {
        // Half an export would pass for a whole one.
        await rm(path, { force: true });
        throw error;
      } finally {
        exporting = null;
        onExporting(false);
        await file.close();
      }
      return { path, events };
    },
  };
}

function head(format: PreviewFormat, columns: readonly string[]): string {
  return format === 'csv' ? csv([columns]) : format === 'json' ? '[\n' : '';
}

/** Records, one per line, as the items of a JSON list. */
function listItems(lines: string, following: boolean): string {
  const items = lines.trimEnd().replaceAll('\n', ',\n');
  return items === '' ? '' : `${following ? ',\n' : ''}${items}`;
}

function whole(format: PreviewFormat, columns: readonly string[], parts: readonly string[]): string {
  const lines = parts.join('');
  return format === 'json' ? `[\n${listItems(lines, false)}]\n` : `${head(format, columns)}${lines}`;
}
