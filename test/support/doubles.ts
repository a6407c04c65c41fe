import type { CollectorLog } from '../../electron/collector/collector';
import type { Clock } from '../../electron/collector/kit/clock';
import type { Delivery, Output, RenderedBatch, ResumeState } from '../../electron/collector/outputs/output';
import type { PollContext, Step, Stream } from '../../electron/collector/sources/source';
import { DiskGuard } from '../../electron/collector/supervisor/disk-guard';
import type { Message } from '../../shared/text/message';
import { wordsOnly } from '../../shared/text/message';

export type LogLine = { readonly level: string; readonly event: string; readonly fields: Readonly<Record<string, unknown>> };

/** A log that a test reads. */
export function listeningLog(): CollectorLog & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  return {
    lines,
    write: (level, event, fields = {}) => {
      lines.push({ level, event, fields });
    },
  };
}

export function roomyGuard(clock: Clock): DiskGuard {
  return new DiskGuard({ dir: '.', clock, log: listeningLog(), used: () => Promise.resolve(0), free: () => Promise.resolve(1e15) });
}

/** A stream whose polls a test writes. */
export class ScriptedStream implements Stream {
  readonly logType = 'SIEM';
  horizonMs: number | null = null;
  polls = 0;
  readonly contexts: PollContext[] = [];

  constructor(private readonly script: (context: PollContext, poll: number) => AsyncGenerator<Step, void, void>) {}

  poll(context: PollContext): AsyncGenerator<Step, void, void> {
    this.polls += 1;
    this.contexts.push(context);
    return this.script(context, this.polls);
  }

  notes(): readonly Message[] {
    return [wordsOnly('A note.')];
  }

  floorMs(): number {
    return 1_000;
  }
}

/** An output whose answers a test writes. Records what it was given, and calls that its law forbids. */
export class ScriptedOutput implements Output {
  readonly opened: (ResumeState | null)[] = [];
  readonly deliveries: { readonly seqs: readonly number[]; readonly events: number }[] = [];
  readonly violations: string[] = [];
  closed = 0;
  #busy = false;

  constructor(
    private readonly answer: (batches: readonly RenderedBatch[], signal: AbortSignal, delivery: number) => Promise<Delivery>,
    private readonly onOpen: (times: number) => Promise<void> = () => Promise.resolve(),
  ) {}

  async open(resume: ResumeState | null): Promise<void> {
    if (this.closed > 0) this.violations.push('opened after close');
    this.opened.push(resume);
    await this.onOpen(this.opened.length);
  }

  async deliver(batches: readonly RenderedBatch[], signal: AbortSignal): Promise<Delivery> {
    if (this.closed > 0) this.violations.push('delivered after close');
    if (this.#busy) this.violations.push('two deliveries at once');
    if (this.opened.length === 0) this.violations.push('delivered before open');
    this.#busy = true;
    this.deliveries.push({ seqs: batches.map((batch) => batch.seq), events: batches.reduce((sum, batch) => sum + batch.count, 0) });
    try {
      return await this.answer(batches, signal, this.deliveries.length);
    } finally {
      this.#busy = false;
    }
  }

  close(): Promise<void> {
    this.closed += 1;
    return Promise.resolve();
  }
}
