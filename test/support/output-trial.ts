import { createHash } from 'node:crypto';

import type { Output, RenderedBatch, ResumeState } from '../../electron/collector/outputs/output';
import { renderBatch } from '../../electron/collector/outputs/render';
import type { EventFormat } from '../../shared/model/output';

/** One output with its receiver, made for a trial. */
export type TrialBench = {
  readonly name: string;
  readonly guarantee: 'acknowledged' | 'best-effort';
  readonly receiver: string;
  readonly make: () => Output;
  /** Records at the receiver, repeats included, once everything has settled. Rejects when one is not well formed. */
  readonly records: () => Promise<readonly TrialRecord[]>;
  /** Takes the receiver away in the middle of its work; gives the act that brings it back. */
  readonly kill: () => Promise<() => Promise<void>>;
  /** Looks after the receiver while it is written to, where it needs that. */
  readonly breathe?: () => Promise<void>;
  readonly dispose: () => Promise<void>;
};

/** An event as a receiver has it; `_id` is the name under which Elasticsearch keeps the id. */
export type TrialRecord = Readonly<Record<string, unknown>>;

export type TrialResult = {
  readonly output: string;
  readonly guarantee: 'acknowledged' | 'best-effort';
  readonly receiver: string;
  readonly offered: number;
  /** Different events that arrived. */
  readonly received: number;
  readonly missing: number;
  readonly repeats: number;
  /** Events that were never offered. */
  readonly invented: number;
  readonly kills: number;
  readonly retries: number;
  readonly seconds: number;
};

const eventsPerBatch = 500;
/** As much as the delivery worker takes at once; less in short trials, so that there are deliveries enough to kill. */
const largestLease = 16;

const eventId = (number: number): string => createHash('sha256').update(`trial ${number}`).digest('hex').slice(0, 32);

/** Events `from` to `to` (not included) of a trial, about 1 KB each in the format `both`. */
export function trialBatch(seq: number, from: number, to: number, format: EventFormat = 'both'): RenderedBatch {
  const lines: string[] = [];
  const ids: string[] = [];
  for (let number = from; number < to; number += 1) {
    ids.push(eventId(number));
    lines.push(
      JSON.stringify({
        type: 'receipt', timestamp: 1_767_225_600_000 + number, processingId: `trial-${number}`, aggregateId: `group-${number >> 2}`, accountId: 'C0A0',
        senderEnvelope: `sender${number}@example.com`, recipients: `user${number}@example.org`, subject: `Quarterly report ${number} “ärger” \u2028 end`,
        senderIp: '192.0.2.10', action: 'Acc', direction: 'Inbound', messageId: `<${number}@mail.example.com>`, numberAttachments: '2', totalSizeAttachments: '123456',
      }),
    );
  }
  return renderBatch(
    { seq, connectorName: 'head office', logType: 'SIEM', count: lines.length, lines: new Uint8Array(Buffer.from(lines.map((line) => `${line}\n`).join(''))), ids: new Uint8Array(Buffer.from(ids.join(''), 'hex')) },
    format,
  );
}

/**
 * Sends `events` through an output while its receiver is taken away `kills` times in the middle of deliveries, as the
 * delivery worker would: the same batches again after every "retry", the resume state kept.
 */
export async function runTrial(bench: TrialBench, options: { readonly events: number; readonly kills: number; readonly awayMs?: number }): Promise<TrialResult> {
  const { events, kills, awayMs = 300 } = options;
  const never = new AbortController().signal;
  const batchesPerLease = Math.max(1, Math.min(largestLease, Math.floor(events / eventsPerBatch / (3 * (kills + 1)))));
  const output = bench.make();
  const started = Date.now();
  let resume: ResumeState | null = null;
  let retries = 0;
  let killed = 0;
  let away: Promise<void> = Promise.resolve();
  let gone = false;
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  try {
    await output.open(resume, never);
    let sent = 0;
    let seq = 1;
    while (sent < events) {
      const batches: RenderedBatch[] = [];
      for (let from = sent; from < events && batches.length < batchesPerLease; from += eventsPerBatch) {
        batches.push(trialBatch(seq, from, Math.min(events, from + eventsPerBatch)));
        seq += 1;
      }
      if (killed < kills && sent >= (events * (killed + 1)) / (kills + 2)) {
        // Still away from the last time: otherwise the rest would be sent before it can be killed again.
        await away;
        killed += 1;
        gone = true;
        away = (async () => {
          // A few moments into the delivery that begins now; those after it find nobody there.
          await pause(killed * 3);
          const revive = await bench.kill();
          await pause(awayMs);
          await revive();
          gone = false;
        })();
      }
      for (;;) {
        const delivery = await output.deliver(batches, never);
        if (delivery.kind === 'refused') throw new Error(`${bench.name} refused events: ${delivery.failure.detail ?? ''}`);
        if (delivery.kind === 'delivered') {
          resume = delivery.resume ?? resume;
          break;
        }
        retries += 1;
        if (retries > 10_000) throw new Error(`${bench.name} does not recover: ${delivery.failure.code} ${delivery.failure.detail ?? ''}`);
        await pause(25);
      }
      sent += batches.reduce((sum, batch) => sum + batch.count, 0);
      if (!gone) await bench.breathe?.();
    }
    await away;
  } finally {
    await output.close();
    await away.catch(() => undefined);
  }
  const seconds = (Date.now() - started) / 1000;
  const arrived = (await bench.records()).map((record) => String(record['_id'] ?? record['id']));
  const offered = new Set(Array.from({ length: events }, (_, number) => eventId(number)));
  const unique = new Set(arrived);
  const known = [...unique].filter((id) => offered.has(id)).length;
  return {
    output: bench.name,
    guarantee: bench.guarantee,
    receiver: bench.receiver,
    offered: events,
    received: known,
    missing: events - known,
    repeats: arrived.length - unique.size,
    invented: unique.size - known,
    kills: killed,
    retries,
    seconds: Math.round(seconds * 10) / 10,
  };
}
