import { Buffer } from 'node:buffer';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { systemClock } from '../../../electron/collector/kit/clock';
import { previewBytes,PreviewThread } from '../../../electron/collector/preview/store';
import { Tap } from '../../../electron/collector/preview/tap';
import type { CallChannel } from '../../../shared/ipc/channels';
import type { Reply } from '../../../shared/ipc/contract';
import { noLiveLogsSettings } from '../../../shared/model/live-logs-settings';
import type { Settings } from '../../../shared/model/settings';
import { SettingsSchema } from '../../../shared/model/settings';

/** Events that the buffer holds while measuring. */
const retained = 200_000;
const tickMs = 50;
const types = ['receipt', 'process', 'delivery', 'journal', 'url protect', 'spam'];
/** Brings a record to the 970 bytes that the figures in STACK.md were measured with. */
const filler = 'mail from the outside, policy default, route inbound, '.repeat(9);

function line(n: number): string {
  return JSON.stringify({
    aggregateId: `agg${String(n >> 2)}`, processingId: `p${String(n)}_17`, accountId: 'C1A1', timestamp: 1_763_810_400_000 + n, type: types[n % types.length], action: n % 7 === 0 ? 'Rej' : 'Acc',
    senderEnvelope: `Sender${String(n % 400)}@example.com`, recipients: `person${String(n % 170)}@example.org`, subject: `Invoice Number ${String(n)}`, senderIp: `192.0.2.${String(n % 250)}`,
    direction: 'Inbound', messageId: `<${String(n)}.abc@example.com>`, tlsVersion: 'TLSv1.3', totalSizeAttachments: String(n % 90_000), spamScore: n % 100, rejectionInfo: filler,
  });
}

/** Chunks made before measuring, so that making events costs the measured process nothing. */
function chunks(count: number, events: number) {
  return Array.from({ length: count }, (_unused, each) => ({
    count: events,
    lines: new Uint8Array(Buffer.from(Array.from({ length: events }, (_none, i) => `${line(each * events + i)}\n`).join(''))),
    ids: new Uint8Array(events * 16),
    newest: null,
  }));
}

/** Main as Live Logs needs it: the real tap, the real buffer in its thread, everything else the least that the window asks for. */
export class BenchHost {
  readonly #tap: Tap;
  readonly #pool = chunks(40, 1000);
  readonly #small = chunks(40, 250);
  readonly #delay = monitorEventLoopDelay({ resolution: 1 });
  #timer: NodeJS.Timeout | null = null;
  #at = 0;
  #settings: Settings = SettingsSchema.parse({ timeZone: 'utc', liveLogs: noLiveLogsSettings });

  constructor(workersDir: string) {
    this.#tap = new Tap(retained, systemClock, new PreviewThread(path.join(workersDir, 'preview-worker.js'), { events: retained, bytes: previewBytes }));
  }

  async answer(channel: CallChannel, ask: unknown): Promise<unknown> {
    const rows = ask as Parameters<Tap['rows']>[0];
    switch (channel) {
      case 'preview.rows':
        return { kind: 'ok', value: await this.#tap.rows(rows) };
      case 'preview.detail':
        return { kind: 'ok', value: await this.#tap.detail((ask as { readonly seq: number }).seq) };
      case 'preview.values':
        return { kind: 'ok', value: await this.#tap.values(ask as { readonly field: string; readonly prefix: string }) };
      case 'settings.get':
        return { kind: 'ok', value: this.#settings };
      case 'settings.set':
        this.#settings = { ...this.#settings, ...(ask as Partial<Settings>) };
        return { kind: 'ok', value: this.#settings };
      case 'app.info':
        return { kind: 'ok', value: { version: '0', electron: '0', demo: true, platform: 'bench', keychainName: 'none', keychainAvailable: true, profilePath: '/' } satisfies Reply<'app.info'> };
      case 'quarantine.page':
        return { kind: 'ok', value: { total: 0, items: [] } };
      case 'connectors.list':
      case 'outputs.list':
        return { kind: 'ok', value: [] };
      default:
        // The window takes a failure for what it is; an answer of a wrong shape it would not.
        return { kind: 'failed', failure: { code: 'APP-CANCELLED', detail: null, retryAfterMs: null, at: 0, ref: 'BENCH' }, problems: [] };
    }
  }

  /** Fills the buffer; what is skipped on the way is pushed in the next second. */
  async fill(): Promise<void> {
    for (let pushed = 0; pushed < retained; ) {
      if (this.#push(this.#pool)) pushed += 1000;
      await new Promise((resolve) => { setTimeout(resolve, 12); });
    }
  }

  /** Events per second from now on; 0 ends it. */
  feed(rate: number): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    if (rate === 0) return;
    const pool = rate > 10_000 ? this.#pool : this.#small;
    const perChunk = rate > 10_000 ? 1000 : 250;
    const startedAt = Date.now();
    let sent = 0;
    this.#timer = setInterval(() => {
      // What the clock says is due, not one portion per tick: a late timer must not lower the rate.
      for (const due = ((Date.now() - startedAt) / 1000) * rate; sent + perChunk <= due; sent += perChunk) this.#push(pool);
    }, tickMs);
  }

  startDelay(): void {
    this.#delay.reset();
    this.#delay.enable();
  }

  /** Ms; the resolution of the measuring timer is taken off. */
  endDelay(): { readonly p99: number; readonly max: number } {
    this.#delay.disable();
    return { p99: this.#delay.percentile(99) / 1e6 - 1, max: this.#delay.max / 1e6 - 1 };
  }

  #push(pool: ReturnType<typeof chunks>): boolean {
    this.#at += 1;
    const chunk = pool[this.#at % pool.length];
    const copy = chunk === undefined ? null : this.#tap.copy(chunk);
    if (copy === null) {
      this.#tap.skip(chunk?.count ?? 0);
      return false;
    }
    this.#tap.push({ connectorId: 'c1', connectorName: 'Head office', logType: 'SIEM', at: Date.now() }, copy, null);
    return true;
  }
}
