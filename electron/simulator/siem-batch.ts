import { DAY_MS, parseDay } from './data/vendor-time';
import { siemError } from './envelope';
import type { Answer, Call } from './http';
import { type Cursor, type Selector,selectorName } from './siem-cursor';
import type { FileRef, SiemFiles } from './siem-files';
import { OVERLAP, poisonedAnswer, readQuery, siemAnswer } from './siem-page';
import type { FileSlot } from './timeline';
import type { World } from './world';

/** How far back a batch query may begin, days (API.md §2.2). */
const HORIZON_DAYS = 7;
/** Files compressed at the same time while a page is listed. */
const PARALLEL = 4;

type Candidate = { readonly selector: Selector; readonly slot: FileSlot; readonly sequence: number };

/** GET /siem/v1/batch/events/{cg|ci}: lists signed URLs of gzip files (API.md §2.2, §2.5). */
export async function batchPage(world: World, files: SiemFiles, baseUrl: string, call: Call): Promise<Answer> {
  const query = call.url.searchParams;
  let types = query.get('type');
  if (types?.includes(',') === true) {
    if (call.faults.hit('batch.noList') !== undefined) return siemError(400, 'err_invalid_type', 'The event type is not valid');
    if (call.faults.hit('batch.listPartial') !== undefined) types = types.split(',')[0] ?? types;
  }
  const range = readRange(call);
  if ('status' in range) return range;
  const wanted = readQuery(world, call, 'batch', types);
  if ('status' in wanted) return wanted;
  if (wanted.poisoned) return poisonedAnswer(call, () => '');

  const positions = new Map<string, number>();
  for (const selector of wanted.selectors) {
    const name = selectorName(selector);
    positions.set(name, wanted.cursor?.positions.get(name) ?? world.siem.fileAt(selector.plan, range.from, call.now));
  }
  const at = (again: boolean, from: ReadonlyMap<string, number> = positions): Cursor => ({ kind: 'batch', positions: new Map(from), again });
  const start = at(wanted.cursor?.again ?? false);
  const listed: FileRef[] = [];
  const before: ReadonlyMap<string, number>[] = [];
  let next = nextFile(world, wanted.selectors, positions, range.until, call.now);
  for (; next !== null && listed.length < wanted.pageSize; next = nextFile(world, wanted.selectors, positions, range.until, call.now)) {
    const place = new Map(positions);
    positions.set(selectorName(next.selector), next.sequence + 1);
    const file = files.refer(next.selector.plan, next.sequence, next.selector.subtype, call.faults);
    // Whether a slot has an event of the subtype is only known once it is made.
    if (file.subtype !== null && (await files.size(file)) === 0) continue;
    before.push(place);
    listed.push(file);
  }
  const sizes = await mapLimited(listed, PARALLEL, (file) => files.size(file));
  const value = listed.map((file, i) => {
    const { path, expiresAt } = files.sign(file, call.now);
    return JSON.stringify({ url: `${baseUrl}${path}`, expiry: new Date(expiresAt).toISOString(), size: sizes[i] });
  });
  const first = value[0];
  if (first !== undefined && call.faults.hit('repeatedFileUrl') !== undefined) value.splice(1, 0, first);
  const overlap = before[Math.max(1, before.length - OVERLAP)] ?? positions;
  return siemAnswer(call, { value, start, end: at(false), overlap: at(false, overlap), caughtUp: next === null }, () => '');
}

/** The date range as times: from the start of the first day to the end of the last. */
function readRange(call: Call): { readonly from: number; readonly until: number } | Answer {
  const query = call.url.searchParams;
  const [startText, endText] = [query.get('dateRangeStartsAt'), query.get('dateRangeEndsAt')];
  const start = startText === null ? null : parseDay(startText);
  const end = endText === null ? null : parseDay(endText);
  if ((startText !== null && start === null) || (endText !== null && end === null)) {
    return siemError(400, 'err_invalid_date_range', 'Dates must have the form YYYY-MM-DD');
  }
  const oldest = Math.floor(call.now / DAY_MS) * DAY_MS - HORIZON_DAYS * DAY_MS;
  if (start !== null && start < oldest) return siemError(400, 'err_invalid_date_range', `dateRangeStartsAt must lie within the last ${HORIZON_DAYS} days`);
  if (start !== null && end !== null && end < start) return siemError(400, 'err_invalid_date_range', 'dateRangeEndsAt lies before dateRangeStartsAt');
  return { from: start ?? oldest, until: end === null ? Infinity : end + DAY_MS };
}

/** The oldest file not yet listed that has events, moving positions past empty slots. */
function nextFile(world: World, selectors: readonly Selector[], positions: Map<string, number>, until: number, now: number): Candidate | null {
  let best: Candidate | null = null;
  for (const selector of selectors) {
    const name = selectorName(selector);
    const count = world.siem.files(selector.plan, now);
    let sequence = positions.get(name) ?? 0;
    while (sequence < count && isEmpty(world.siem.file(selector.plan, sequence))) sequence += 1;
    positions.set(name, sequence);
    if (sequence >= count) continue;
    const slot = world.siem.file(selector.plan, sequence);
    if (slot.createdAt < until && (best === null || slot.createdAt < best.slot.createdAt)) best = { selector, slot, sequence };
  }
  return best;
}

function isEmpty(slot: FileSlot): boolean {
  return slot.end <= slot.first;
}

async function mapLimited<T, R>(items: readonly T[], limit: number, map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const run = async (): Promise<void> => {
    for (let i = next++; i < items.length; i = next++) {
      const item = items[i];
      if (item !== undefined) results[i] = await map(item);
    }
  };
  await Promise.all(Array.from({ length: limit }, run));
  return results;
}
