import type { PreviewFormat, PreviewReply } from '../../../shared/model/preview';
import { mostCopied } from '../../../shared/model/preview';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { copyText } from '../../components/copy';
import type { Filter, FromEnd, Mode, Selection } from './view';
import { askFor, chosenCount, listFor, rowAt, toIndex } from './view';

export type RowsToCopy = {
  readonly filter: Filter;
  readonly mode: Mode;
  readonly reply: PreviewReply | null;
  readonly selection: Selection | null;
  /** Names of the columns, for the formats that have columns. */
  readonly columns: readonly string[];
};

/** Copies the chosen rows; gives what to say of it, null when nothing was copied. */
export async function copyRows({ filter, mode, reply, selection, columns }: RowsToCopy, format: PreviewFormat): Promise<string | null> {
  if (reply === null || selection === null) return null;
  const first = await seqAt({ filter, mode, reply }, Math.max(selection.anchor, selection.focus));
  const last = await seqAt({ filter, mode, reply }, Math.min(selection.anchor, selection.focus));
  if (first === null || last === null) return null;
  const list = { ...listFor(filter, mode), after: first - 1, upTo: last };
  const outcome = await call('preview.text', { list, format, columns: [...columns], redact: false });
  if (outcome.kind !== 'ok' || !(await copyText(outcome.value.text))) return null;
  const left = chosenCount(selection) - outcome.value.events;
  return t(left > 0 ? 'preview.copiedPart' : 'preview.copied', { count: outcome.value.events, most: mostCopied });
}

/** The number of the event at a place, also when it is not among the rows at hand. */
async function seqAt({ filter, mode, reply }: { readonly filter: Filter; readonly mode: Mode; readonly reply: PreviewReply }, place: FromEnd): Promise<number | null> {
  const near = rowAt(reply, place);
  if (near !== null) return near.seq;
  const outcome = await call('preview.rows', { ...askFor(filter, mode, 0, 0), at: { kind: 'from', index: Math.max(0, toIndex(place, reply.matched)) }, count: 1 });
  return outcome.kind === 'ok' ? (outcome.value.rows[0]?.seq ?? null) : null;
}
