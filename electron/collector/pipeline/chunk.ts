import type { FailureCode } from '../../../shared/failures/catalogue';
import type { EventFormat, EventModel } from '../../../shared/model/output';

/** Events on their way from decode to spool: the unit that becomes one batch. */
export type Chunk = {
  readonly count: number;
  /** The raw records, bytes untouched, each followed by "\n". Where they are packed they may be left out. */
  readonly lines: Uint8Array;
  /** The same as the spool keeps them, packed where they were decoded: there are several threads for that, and one for the spool. */
  readonly packed?: PackedLines;
  /** 16 bytes per record, in the order of the lines. */
  readonly ids: Uint8Array;
  /** Epoch ms of the newest record with a readable time, null when none has one. */
  readonly newest: number | null;
  /** The events as outputs want them, worked out while the records were parsed anyway. */
  readonly rendered?: readonly RenderedEvents[];
};

/** Lines as they are stored: in a body of their own, or as a piece of a file that is stored once for all of its chunks. */
export type PackedLines = PackedBody | FilePiece;

/** `bytes` is the length of the lines, `crc` the checksum of `body`, `codec` how they are packed (spool/batch-body.ts). */
export type PackedBody = { readonly body: Uint8Array; readonly bytes: number; readonly crc: number; readonly codec: number };

/** The lines are `bytes` bytes from `start` on of what the file inflates to. */
export type FilePiece = { readonly file: PackedFile; readonly start: number; readonly bytes: number };

/**
 * A gzip file as Mimecast sent it. `key` is another one for every time that a file is decoded; `bytes` is what it inflates to, `crc`
 * the checksum of `body`. The body comes with the first chunk alone, and each chunk before the next.
 */
export type PackedFile = { readonly key: string; readonly body: Uint8Array | null; readonly bytes: number; readonly crc: number };

/** What of packed lines may move to another thread. */
export function bodyOf(packed: PackedLines | undefined): readonly Uint8Array[] {
  const body = packed === undefined ? null : 'file' in packed ? packed.file.body : packed.body;
  return body === null ? [] : [body];
}

/** How an output wants events written; `model` is what the formats `normalized` and `both` mean by an event. */
export type RenderForm = { readonly format: EventFormat; readonly model: EventModel };

export function sameForm(a: RenderForm, b: RenderForm): boolean {
  return a.format === b.format && a.model === b.model;
}

/** What outputs will want of the records that are decoded. */
export type RenderRequest = {
  readonly connectorName: string;
  readonly forms: readonly RenderForm[];
  /** Whether the spool is going to keep them. */
  readonly pack: boolean;
  /** Whether the lines are wanted as they are even if they are packed and no form is raw: by the preview. */
  readonly lines: boolean;
};

/** One JSON text per event, each followed by "\n"; `ends` is the place behind each. */
export type RenderedEvents = RenderForm & { readonly lines: Uint8Array; readonly ends: Uint32Array };

/** Something received that cannot become an event: goes to quarantine, counted, never blocking. */
export type BrokenItem = {
  readonly code: Extract<FailureCode, 'MC-LINE-BROKEN' | 'MC-FILE-BROKEN' | 'MC-FILE-REFUSED' | 'MC-ANSWER-SHAPE'>;
  /** Why, without secrets. */
  readonly detail: string;
  /** Where it came from: file name and line, or page. Never a signed address. */
  readonly source: string;
  /** The item itself, cut to `largestQuarantined`. */
  readonly bytes: Uint8Array;
  /** True when `bytes` is not all of it. */
  readonly cut: boolean;
};

/** What is kept of one broken item; enough to see and mend it, too little to fill a disk. */
export const largestQuarantined = 64 * 1024;

/** A chunk is closed at whichever comes first: one spool row stays a fraction of a megabyte and one commit a few ms. */
export const chunkEvents = 4000;
export const chunkBytes = 4 * 1024 * 1024;

/** A line longer than this is no log record (ARCHITECTURE.md 9); it is cut and set aside. */
export const longestLine = 16 * 1024 * 1024;
