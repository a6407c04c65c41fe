import { lookup } from 'node:dns/promises';
import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { FailureCode } from '../../../shared/failures/catalogue';
import { describeFailure } from '../../../shared/failures/catalogue';
import type { CheckItem, CheckReport } from '../../../shared/model/check-report';
import type { DiagnosticStep, Storage } from '../../../shared/model/diagnostics';
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
export type Step = { readonly id: string; readonly title: string; readonly look: (context: StepContext) => Promise<Found> };

const mib = 1024 * 1024;
const ok = (message: string, payload: Found['payload'] = {}): Found => ({ state: 'ok', message, code: null, payload });
const bad = (state: 'warning' | 'failed', code: FailureCode, message: string, payload: Found['payload'] = {}): Found => ({ state, message, code, payload });

/** A step may wait for the network, and a person waits for the step. */
export const stepWithinMs = 40_000;

/** Everything that is looked at, in the order in which one thing rests on the other. */
export function stepsFor({ workspace }: Pick<StepContext, 'workspace'>): readonly Step[] {
  const connectors = workspace.connectors.list().filter(({ enabled }) => enabled);
  return [
    { id: 'keychain', title: 'Keychain', look: keychain },
    { id: 'permissions', title: 'Permissions of the profile', look: permissions },
    { id: 'disk', title: 'Disk space', look: disk },
    { id: 'spool', title: 'Spool', look: spool },
    { id: 'dns', title: 'Name resolution', look: dns },
    { id: 'network', title: 'Connection to Mimecast', look: network },
    // By number: names that an administrator chose may tell more than a report should.
    ...connectors.map((config, index) => ({
      id: `token-${String(index + 1)}`,
      title: `Access token of connector ${String(index + 1)}`,
      look: async ({ workspace: { collector, vault }, signal }: StepContext) =>
        fromReport(await collector.check({ ...config, logTypes: [] }, await vault.take(`connector:${config.id}`), signal), ['token'], 'Client ID and Client Secret are accepted.'),
    })),
    ...workspace.outputs.list().map((config, index) => ({ id: `output-${String(index + 1)}`, title: `Output ${String(index + 1)} (${config.type})`, look: (context: StepContext) => output(context, config.id) })),
  ];
}

/** Runs one step. Never rejects but when aborted: a step that breaks is a finding. */
export async function runStep({ id, title, look }: Step, context: StepContext): Promise<DiagnosticStep> {
  try {
    const found = await within(stepWithinMs, look(context), () => new Error(`no result within ${String(stepWithinMs / 1000)} s`));
    return { id, title, ...found };
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof FailureError) return { id, title, ...bad('failed', error.failure.code, describeFailure(error.failure.code).sentence, { detail: error.failure.detail ?? '' }) };
    return { id, title, ...bad('failed', 'APP-BUG', 'It could not be looked at.', { detail: error instanceof Error ? error.message : String(error) }) };
  }
}

async function keychain({ vault }: StepContext): Promise<Found> {
  if (await vault.available()) return ok('It answers.');
  return bad('failed', 'PC-KEYCHAIN', 'It does not answer or is locked.');
}

async function permissions({ profile }: StepContext): Promise<Found> {
  if (process.platform === 'win32') return ok('Windows keeps the profile folder for this user.');
  const wide: string[] = [];
  const { mode } = await stat(profile);
  if ((mode & 0o077) !== 0) wide.push('.');
  for (const entry of await readdir(profile, { withFileTypes: true })) {
    // Folders of Chromium are closed by the profile folder itself.
    if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
    if (((await stat(join(profile, entry.name))).mode & 0o077) !== 0) wide.push(entry.name);
  }
  await access(profile, constants.R_OK | constants.W_OK | constants.X_OK);
  return wide.length === 0 ? ok('Only this user may read it.') : bad('warning', 'PC-SPOOL', 'Other users of this computer may read some of it. Restart the program: it closes them again.', { open: wide.slice(0, 10).join(', ') });
}

async function disk({ storage }: StepContext): Promise<Found> {
  const { freeBytes, parts } = await storage();
  const payload = { freeMiB: Math.round(freeBytes / mib), ...Object.fromEntries(parts.map(({ id, bytes }) => [`${id}MiB`, Math.round(bytes / mib)])) };
  if (freeBytes < 200 * mib) return bad('failed', 'PC-DISK-FULL', 'Less than 200 MiB are free: collection pauses.', payload);
  return freeBytes < 1024 * mib ? bad('warning', 'PC-DISK-FULL', 'Less than 1 GiB is free.', payload) : ok(`${String(Math.round(freeBytes / 1024 / mib))} GiB free.`, payload);
}

async function spool({ workspace }: StepContext): Promise<Found> {
  const status = workspace.status();
  const payload = { spoolBytes: status.spoolBytes, waiting: status.outputs.reduce((sum, { waiting }) => sum + waiting, 0), streams: status.streams.length };
  const unbalanced = await workspace.collector.ledger.unbalanced();
  if (unbalanced.length > 0) return bad('failed', 'PC-SPOOL', 'The counts of some log types do not add up. Please send this report to support.', { ...payload, unbalanced: unbalanced.length });
  const { total } = await workspace.collector.quarantine.page(null, 1);
  return total > 0 ? { ...ok('It can be read and every count adds up; Quarantine holds records for you to look at.', { ...payload, quarantined: total }), state: 'warning', code: 'MC-LINE-BROKEN' } : ok('It can be read and every count adds up.', payload);
}

async function dns({ access: accessNow, mimecastUrl }: StepContext): Promise<Found> {
  const { hostname, origin } = new URL(mimecastUrl);
  const routes = await accessNow().routesTo(`${origin}/`);
  if (routes[0]?.kind === 'proxy') return ok('The proxy resolves the names.', { host: hostname });
  try {
    const found = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true });
    return ok(`The name of Mimecast leads to ${String(found.length)} addresses.`, { host: hostname, ipv4: found.filter(({ family }) => family === 4).length, ipv6: found.filter(({ family }) => family === 6).length });
  } catch (error) {
    return bad('failed', 'NET-DNS', describeFailure('NET-DNS').sentence, { host: hostname, detail: error instanceof Error ? error.message : '' });
  }
}

async function network({ access: accessNow, mimecastUrl, now, signal }: StepContext): Promise<Found> {
  return fromReport(await checkNetwork(accessNow(), mimecastUrl, now, signal), null, 'Mimecast answers over a verified connection, and the clock agrees.');
}

/** A test's report as one step: what is worst decides, and its payload names every item. */
function fromReport({ items }: CheckReport, only: readonly string[] | null, good: string): Found {
  const payload = Object.fromEntries(items.map(({ id, state, message }) => [id, `${state}: ${message}`]));
  const counted = items.filter(({ id, state }) => state === 'failed' || only === null || only.includes(id));
  const worst: CheckItem | undefined = counted.find(({ state }) => state === 'failed') ?? counted.find(({ state }) => state === 'warning');
  if (worst === undefined) return ok(good, payload);
  return bad(worst.state === 'failed' ? 'failed' : 'warning', worst.failure?.code ?? 'APP-BUG', worst.message, { ...payload, detail: worst.failure?.detail ?? '' });
}

// From what the collection itself sees: a test event would stand in the receiver for ever.
async function output({ workspace }: StepContext, id: string): Promise<Found> {
  const status = workspace.status().outputs.find(({ outputId }) => outputId === id);
  const config = workspace.outputs.find(id);
  if (status === undefined || config?.enabled !== true) return ok('Switched off.');
  const payload = { waiting: status.waiting, delivered: status.delivered, refused: status.refused, lastDelivered: status.lastDeliveredAt === null ? 'never' : new Date(status.lastDeliveredAt).toISOString() };
  const { state, failure } = status.health;
  if (state === 'failed' || state === 'degraded') {
    return bad(state === 'failed' ? 'failed' : 'warning', failure?.code ?? 'OUT-UNREACHABLE', describeFailure(failure?.code ?? 'OUT-UNREACHABLE').sentence, { ...payload, detail: failure?.detail ?? '' });
  }
  return ok(status.waiting === 0 ? 'It takes what is sent; nothing waits.' : 'It takes what is sent.', payload);
}
