import { lookup } from 'node:dns/promises';
import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { FailureCode } from '../../../shared/failures/catalogue';
import type { CheckItem, CheckReport } from '../../../shared/model/check-report';
import type { DiagnosticStep, Storage } from '../../../shared/model/diagnostics';
import type { Message } from '../../../shared/text/message';
import { say } from '../../../shared/text/message';
import { FailureError } from '../../collector/kit/failure-error';
import type { NetworkAccess } from '../../collector/kit/network';
import { within } from '../kit/deadline';
import { checkNetwork } from '../network/network-check';
import type { Vault } from '../vault/secret-vault';
import type { Workspace } from '../workspace/workspace';

export type StepContext = {
  readonly workspace: Workspace;
  readonly vault: Vault;
  readonly profile: string;
  readonly storage: () => Promise<Storage>;
  readonly access: () => NetworkAccess;
  readonly mimecastUrl: string;
  readonly now: () => number;
  readonly signal: AbortSignal;
};

type Found = Omit<DiagnosticStep, 'id' | 'title'>;
export type Step = { readonly id: string; readonly title: Message; readonly look: (context: StepContext) => Promise<Found> };

const mib = 1024 * 1024;
const ok = (message: Message, payload: Found['payload'] = {}): Found => ({ state: 'ok', message, code: null, payload });
const sentenceOf = (code: FailureCode): Message => say(`failure.${code}.sentence`);
const bad = (state: 'warning' | 'failed', code: FailureCode, message: Message, payload: Found['payload'] = {}): Found => ({ state, message, code, payload });

/** A step may wait for the network, and a person waits for the step. */
export const stepWithinMs = 40_000;

/** Everything that is looked at, in the order in which one thing rests on the other. */
export function stepsFor({ workspace }: Pick<StepContext, 'workspace'>): readonly Step[] {
  const connectors = workspace.connectors.list().filter(({ enabled }) => enabled);
  return [
    { id: 'keychain', title: say('diagnostics.keychain'), look: keychain },
    { id: 'permissions', title: say('diagnostics.permissions'), look: permissions },
    { id: 'disk', title: say('diagnostics.disk'), look: disk },
    { id: 'spool', title: say('diagnostics.spool'), look: spool },
    { id: 'dns', title: say('diagnostics.dns'), look: dns },
    { id: 'network', title: say('diagnostics.network'), look: network },
    // By number: names that an administrator chose may tell more than a report should.
    ...connectors.map((config, index) => ({
      id: `token-${String(index + 1)}`,
      title: say('diagnostics.token', { number: index + 1 }),
      look: async ({ workspace: { collector, vault }, signal }: StepContext) =>
        fromReport(await collector.check({ ...config, logTypes: [] }, await vault.take(`connector:${config.id}`), signal), ['token'], say('check.token.accepted')),
    })),
    ...workspace.outputs.list().map((config, index) => ({ id: `output-${String(index + 1)}`, title: say('diagnostics.output', { number: index + 1, type: config.type }), look: (context: StepContext) => output(context, config.id) })),
  ];
}

/** Runs one step. Never rejects but when aborted: a step that breaks is a finding. */
export async function runStep({ id, title, look }: Step, context: StepContext): Promise<DiagnosticStep> {
  try {
    const found = await within(stepWithinMs, look(context), () => new Error(`no result within ${String(stepWithinMs / 1000)} s`));
    return { id, title, ...found };
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof FailureError) return { id, title, ...bad('failed', error.failure.code, sentenceOf(error.failure.code), { detail: error.failure.detail ?? '' }) };
    return { id, title, ...bad('failed', 'APP-BUG', say('diagnostics.broken'), { detail: error instanceof Error ? error.message : String(error) }) };
  }
}

async function keychain({ vault }: StepContext): Promise<Found> {
  if (await vault.available()) return ok(say('diagnostics.keychain.answers'));
  return bad('failed', 'PC-KEYCHAIN', say('diagnostics.keychain.locked'));
}

async function permissions({ profile }: StepContext): Promise<Found> {
  if (process.platform === 'win32') return ok(say('diagnostics.permissions.windows'));
  const wide: string[] = [];
  const { mode } = await stat(profile);
  if ((mode & 0o077) !== 0) wide.push('.');
  for (const entry of await readdir(profile, { withFileTypes: true })) {
    // Folders of Chromium are closed by the profile folder itself.
    if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
    if (((await stat(join(profile, entry.name))).mode & 0o077) !== 0) wide.push(entry.name);
  }
  await access(profile, constants.R_OK | constants.W_OK | constants.X_OK);
  return wide.length === 0 ? ok(say('diagnostics.permissions.closed')) : bad('warning', 'PC-SPOOL', say('diagnostics.permissions.open'), { open: wide.slice(0, 10).join(', ') });
}

async function disk({ storage }: StepContext): Promise<Found> {
  const { freeBytes, parts } = await storage();
  const payload = { freeMiB: Math.round(freeBytes / mib), ...Object.fromEntries(parts.map(({ id, bytes }) => [`${id}MiB`, Math.round(bytes / mib)])) };
  if (freeBytes < 200 * mib) return bad('failed', 'PC-DISK-FULL', say('diagnostics.disk.full'), payload);
  return freeBytes < 1024 * mib ? bad('warning', 'PC-DISK-FULL', say('diagnostics.disk.low'), payload) : ok(say('diagnostics.disk.free', { free: `${String(Math.round(freeBytes / 1024 / mib))} GiB` }), payload);
}

async function spool({ workspace }: StepContext): Promise<Found> {
  const status = workspace.status();
  const payload = { spoolBytes: status.spoolBytes, waiting: status.outputs.reduce((sum, { waiting }) => sum + waiting, 0), streams: status.streams.length };
  const unbalanced = await workspace.collector.ledger.unbalanced();
  if (unbalanced.length > 0) return bad('failed', 'PC-SPOOL', say('diagnostics.spool.unbalanced'), { ...payload, unbalanced: unbalanced.length });
  const { total } = await workspace.collector.quarantine.page(null, 1);
  return total > 0 ? { ...ok(say('diagnostics.spool.quarantine'), { ...payload, quarantined: total }), state: 'warning', code: 'MC-LINE-BROKEN' } : ok(say('diagnostics.spool.balanced'), payload);
}

async function dns({ access: accessNow, mimecastUrl }: StepContext): Promise<Found> {
  const { hostname, origin } = new URL(mimecastUrl);
  const routes = await accessNow().routesTo(`${origin}/`);
  if (routes[0]?.kind === 'proxy') return ok(say('diagnostics.dns.proxy'), { host: hostname });
  try {
    const found = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true });
    return ok(say('diagnostics.dns.found', { count: found.length }), { host: hostname, ipv4: found.filter(({ family }) => family === 4).length, ipv6: found.filter(({ family }) => family === 6).length });
  } catch (error) {
    return bad('failed', 'NET-DNS', sentenceOf('NET-DNS'), { host: hostname, detail: error instanceof Error ? error.message : '' });
  }
}

async function network({ access: accessNow, mimecastUrl, now, signal }: StepContext): Promise<Found> {
  return fromReport(await checkNetwork(accessNow(), mimecastUrl, now, signal), null, say('diagnostics.network.good'));
}

/** A test's report as one step: what is worst decides, and its payload names every item. */
function fromReport({ items }: CheckReport, only: readonly string[] | null, good: Message): Found {
  const payload = Object.fromEntries(items.map(({ id, state, message }) => [id, `${state}: ${message.english}`]));
  const counted = items.filter(({ id, state }) => state === 'failed' || only === null || only.includes(id));
  const worst: CheckItem | undefined = counted.find(({ state }) => state === 'failed') ?? counted.find(({ state }) => state === 'warning');
  if (worst === undefined) return ok(good, payload);
  return bad(worst.state === 'failed' ? 'failed' : 'warning', worst.failure?.code ?? 'APP-BUG', worst.message, { ...payload, detail: worst.failure?.detail ?? '' });
}

// From what the collection itself sees: a test event would stand in the receiver for ever.
async function output({ workspace }: StepContext, id: string): Promise<Found> {
  const status = workspace.status().outputs.find(({ outputId }) => outputId === id);
  const config = workspace.outputs.find(id);
  if (status === undefined || config?.enabled !== true) return ok(say('diagnostics.output.off'));
  const payload = { waiting: status.waiting, delivered: status.delivered, refused: status.refused, lastDelivered: status.lastDeliveredAt === null ? 'never' : new Date(status.lastDeliveredAt).toISOString() };
  const { state, failure } = status.health;
  if (state === 'failed' || state === 'degraded') {
    return bad(state === 'failed' ? 'failed' : 'warning', failure?.code ?? 'OUT-UNREACHABLE', sentenceOf(failure?.code ?? 'OUT-UNREACHABLE'), { ...payload, detail: failure?.detail ?? '' });
  }
  return ok(say(status.waiting === 0 ? 'diagnostics.output.done' : 'diagnostics.output.takes'), payload);
}
