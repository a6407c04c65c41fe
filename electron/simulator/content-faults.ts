import { draw } from './data/random';
import type { FaultScope } from './fault-engine';
import type { FaultName } from './faults';

/** What faults do to the content of a file or page. A `Twist` set travels in the file's URL, so that its size holds. */
export type Twist = ReadonlySet<FaultName>;

/** Faults that change every tenth record, keep its key and add no record. */
const RECORD_TWISTS = ['protoKeys', 'int64Ids', 'unknownType'] as const;
/** Faults that add a line or change the file around the lines. */
const FILE_TWISTS = ['badLine', 'hugeLine', 'invalidUtf8', 'deepNesting', 'bomMark', 'crlfLines'] as const;

export const HUGE_LINE_BYTES = 20 * 1_048_576;
export const NESTING_DEPTH = 20_000;
const EVERY = 10;

/** The twists of a newly listed file. */
export function drawFileTwist(faults: FaultScope, objectName: string): FaultName[] {
  return [...RECORD_TWISTS, ...FILE_TWISTS, 'outOfOrder' as const].filter((fault) => faults.hit(fault, objectName, 'siem.file') !== undefined);
}

/** The twists of a page of records. */
export function drawPageTwist(faults: FaultScope): Twist {
  return new Set([...RECORD_TWISTS, 'outOfOrder' as const].filter((fault) => faults.hit(fault) !== undefined));
}

/** Changes one record (a JSON object text); `index` decides whether it is one of the tenth. */
export function twistRecord(text: string, twist: Twist, index: number, type?: string): string {
  if (twist.size === 0 || index % EVERY !== 0) return text;
  let result = text;
  if (twist.has('unknownType') && type !== undefined) {
    result = result.replace(`"type":"${type}"`, '"type":"quantum protect"').replace(`"eventType":"${type}"`, '"eventType":"quantum protect"');
  }
  if (twist.has('int64Ids')) result = `{"internalId":9223372036854775807,${result.slice(1)}`;
  if (twist.has('protoKeys')) result = `{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},${result.slice(1)}`;
  return result;
}

/** The order in which records come: as they are, or shuffled in a reproducible way. */
export function arrange<T>(items: readonly T[], twist: Twist, seed: number): readonly T[] {
  if (!twist.has('outOfOrder')) return items;
  return items.map((item, i) => ({ item, rank: draw(seed, 401, i) })).sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}

/** Keys of extra records begin so; a test can tell them from real ones. */
export const EXTRA_PREFIX = 'extra_';

const EXTRA_RECORDS = ['hugeLine', 'invalidUtf8', 'deepNesting'] as const;

function extraKey(fault: FaultName, objectName: string): string {
  return `${EXTRA_PREFIX}${fault}_${objectName}`;
}

/** The `processingId` of every extra JSON record that a file with this twist contains. */
export function extraKeys(twist: Twist, objectName: string): string[] {
  return EXTRA_RECORDS.filter((fault) => twist.has(fault)).map((fault) => extraKey(fault, objectName));
}

/** The extra lines of a file, without line ends. */
export function extraLines(twist: Twist, objectName: string, time: number): Buffer[] {
  const head = (fault: FaultName): string => `{"processingId":"${extraKey(fault, objectName)}","timestamp":${time},"type":"receipt","subtype":null,`;
  const lines: Buffer[] = [];
  if (twist.has('badLine')) lines.push(Buffer.from('{"processingId":"extra_badLine","type":"receipt","subject":"cut in the mid'));
  if (twist.has('hugeLine')) {
    lines.push(Buffer.concat([Buffer.from(`${head('hugeLine')}"filler":"`), Buffer.alloc(HUGE_LINE_BYTES, 0x61), Buffer.from('"}')]));
  }
  if (twist.has('invalidUtf8')) {
    lines.push(Buffer.concat([Buffer.from(`${head('invalidUtf8')}"subject":"bytes `), Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xe2, 0x82]), Buffer.from(' end"}')]));
  }
  if (twist.has('deepNesting')) {
    lines.push(Buffer.from(`${head('deepNesting')}"nested":${'['.repeat(NESTING_DEPTH)}${']'.repeat(NESTING_DEPTH)}}`));
  }
  return lines;
}
