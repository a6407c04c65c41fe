import { arrange, drawPageTwist, twistRecord } from './content-faults';
import { parseInstant } from './data/vendor-time';
import { siemError } from './envelope';
import type { Answer, Call } from './http';
import { type Cursor, type Selector,selectorName } from './siem-cursor';
import { OVERLAP, poisonedAnswer, readQuery, siemAnswer } from './siem-page';
import type { World } from './world';

/** How far back a streaming query may begin (API.md §2.2). */
const HORIZON_MS = 24 * 3_600_000;
const LATE_SIEM_MS = 3_600_000;

type Candidate = { readonly selector: Selector; readonly index: number; readonly time: number };

/** GET /siem/v1/events/{cg|ci}: the same events as the batch files, in pages (API.md §2.2). */
export function streamingPage(world: World, baseUrl: string, call: Call): Answer {
  const query = call.url.searchParams;
  const range = readRange(call);
  if ('status' in range) return range;
  const wanted = readQuery(world, call, 'streaming', query.get('types'));
  if ('status' in wanted) return wanted;
  const extra = (next: string): string => {
    const link = `${baseUrl}${call.url.pathname}?nextPage=${encodeURIComponent(next)}`;
    return `,"@nextLink":${JSON.stringify(link)},"pageSize":${wanted.pageSize}`;
  };
  if (wanted.poisoned) return poisonedAnswer(call, extra);

  const positions = new Map<string, number>();
  for (const selector of wanted.selectors) {
    const name = selectorName(selector);
    positions.set(name, wanted.cursor?.positions.get(name) ?? world.siem.eventAt(selector.plan, range.from, call.now));
  }
  const at = (again: boolean, from: ReadonlyMap<string, number> = positions): Cursor => ({ kind: 'streaming', positions: new Map(from), again });
  const start = at(wanted.cursor?.again ?? false);
  const twist = drawPageTwist(call.faults);
  const lateRule = call.faults.standing('lateEvents');
  const lateMs = lateRule === undefined ? 0 : (lateRule.ms ?? LATE_SIEM_MS);
  const value: string[] = [];
  const before: ReadonlyMap<string, number>[] = [];
  let next = nextEvent(world, wanted.selectors, positions, range.until, call.now);
  for (; next !== null && value.length < wanted.pageSize; next = nextEvent(world, wanted.selectors, positions, range.until, call.now)) {
    const { selector, index } = next;
    const { plan, subtype } = selector;
    const event = world.event(plan, index, 'streaming', index % 7 === 0 ? lateMs : 0);
    const matches = subtype === null || event.subtype?.toLowerCase() === subtype.toLowerCase();
    if (matches) {
      before.push(new Map(positions));
      value.push(twistRecord(event.text, twist, index, plan.family.type));
    }
    positions.set(selectorName(selector), index + 1);
  }
  const overlap = before[Math.max(1, before.length - OVERLAP)] ?? positions;
  const arranged = arrange(value, twist, world.options.seed);
  return siemAnswer(call, { value: arranged, start, end: at(false), overlap: at(false, overlap), caughtUp: next === null }, extra);
}

function readRange(call: Call): { readonly from: number; readonly until: number } | Answer {
  const query = call.url.searchParams;
  const [startText, endText] = [query.get('dateRangeStartsAt'), query.get('dateRangeEndsAt')];
  const start = startText === null ? null : parseInstant(startText);
  const end = endText === null ? null : parseInstant(endText);
  if ((startText !== null && start === null) || (endText !== null && end === null)) {
    return siemError(400, 'err_invalid_date_range', 'Dates must have the form YYYY-MM-DDTHH:MM:SS.sssZ');
  }
  if (start !== null && start < call.now - HORIZON_MS) return siemError(400, 'err_invalid_date_range', 'dateRangeStartsAt must lie within the last 24 hours');
  if (start !== null && end !== null && end < start) return siemError(400, 'err_invalid_date_range', 'dateRangeEndsAt lies before dateRangeStartsAt');
  return { from: start ?? call.now - HORIZON_MS, until: end ?? Infinity };
}

/** The oldest event not yet answered over all families. */
function nextEvent(world: World, selectors: readonly Selector[], positions: ReadonlyMap<string, number>, until: number, now: number): Candidate | null {
  let best: Candidate | null = null;
  for (const selector of selectors) {
    const index = positions.get(selectorName(selector)) ?? 0;
    if (index >= world.siem.count(selector.plan, now)) continue;
    const time = world.siem.timeOf(selector.plan, index);
    if (time <= until && (best === null || time < best.time)) best = { selector, index, time };
  }
  return best;
}
