import { basename, join } from 'node:path';

import type { ConnectorConfig } from '../../../shared/model/connector';
import type { OutputConfig, OutputType } from '../../../shared/model/output';
import { outputNeedsSecret, secretDestination } from '../../../shared/model/output';
import type { SetupEntry, SetupFile, SetupPlan, SetupResult } from '../../../shared/model/setup-file';
import { setupFileFormat, SetupFileSchema, setupFileVersion } from '../../../shared/model/setup-file';
import { say, textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { problemAt, ProblemsError } from '../kit/problems-error';
import { sameName } from '../kit/same-name';
import type { ConnectorStore } from './connector-store';
import type { OutputStore } from './output-store';
import type { PortableConnector, PortableOutput, Read } from './portable';
import { differences, exportConnector, exportOutput, mergeOutput, readConnector, readOutput } from './portable';

export type Stores = {
  readonly connectors: ConnectorStore;
  readonly outputs: OutputStore;
  readonly dir: string;
  /** Whether the organization allows outputs of a type: a file must not go round that. */
  readonly allowsOutput: (type: OutputType) => boolean;
};
export type Parsed = { readonly outputs: readonly Read<PortableOutput>[]; readonly connectors: readonly Read<PortableConnector>[] };

/** The file for the connectors and outputs with these ids, and for every output that such a connector names. */
export function setupFileOf(stores: Stores, ids: { readonly connectors: readonly string[]; readonly outputs: readonly string[] }, at: number): SetupFile {
  const connectors = stores.connectors.list().filter(({ id }) => ids.connectors.includes(id));
  const wanted = new Set([...ids.outputs, ...connectors.flatMap((connector) => connector.outputs)]);
  return {
    format: setupFileFormat,
    version: setupFileVersion,
    exportedAt: new Date(at).toISOString(),
    outputs: stores.outputs.list().filter(({ id }) => wanted.has(id)).map(exportOutput),
    connectors: connectors.map((connector) => exportConnector(connector, (id) => stores.outputs.find(id)?.name ?? null)),
  };
}

/** Reads the text of a file. Throws a ProblemsError that says what is wrong with it as a whole. */
export function parseSetup(text: string): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw problemAt(['file'], say('problem.setup.noJson'));
  }
  const known = json !== null && typeof json === 'object' ? (json as Readonly<Record<string, unknown>>) : {};
  if (known['format'] !== setupFileFormat) throw problemAt(['file'], say('problem.setup.otherFile'));
  if (known['version'] !== setupFileVersion) throw problemAt(['file'], say('problem.setup.otherVersion'));
  const parsed = SetupFileSchema.safeParse(json);
  if (!parsed.success) throw problemAt(['file'], say('problem.setup.damaged'));
  return { outputs: parsed.data.outputs.map(readOutput), connectors: parsed.data.connectors.map(readConnector) };
}

/** What importing would do, outputs first, in the order in which it would be done. Changes nothing. */
export function planOf(parsed: Parsed, stores: Stores, reading: string, path: string): SetupPlan {
  const entries: SetupEntry[] = [];
  const twice = new Set<string>();
  const add = (kind: SetupEntry['kind'], name: string, rest: Omit<SetupEntry, 'index' | 'kind' | 'name'>): void => {
    const key = `${kind} ${name.normalize('NFKC').trim().toLowerCase()}`;
    const again = rest.action !== 'refused' && twice.has(key);
    if (rest.action !== 'refused') twice.add(key);
    entries.push({ index: entries.length, kind, name, ...(again ? refused(t('setup.twice')) : rest) });
  };
  for (const read of parsed.outputs) add('output', nameOf(read), read.kind === 'bad' ? refused(read.reason) : outputPlan(read.value, stores));
  const names = [...stores.outputs.list().map((output) => output.name), ...parsed.outputs.flatMap((read) => (read.kind === 'ok' ? [read.value.config.name] : []))];
  for (const read of parsed.connectors) add('connector', nameOf(read), read.kind === 'bad' ? refused(read.reason) : connectorPlan(read.value, stores, names));
  return { reading, fileName: basename(path), entries };
}

/** Carries out the chosen entries of a plan, each for itself: one that fails leaves the others done. */
export async function applySetup(parsed: Parsed, plan: SetupPlan, chosen: readonly number[], stores: Stores): Promise<SetupResult> {
  const result = { added: [] as string[], changed: [] as string[], failed: [] as { name: string; reason: string }[] };
  const entryAt = [...parsed.outputs, ...parsed.connectors];
  for (const entry of plan.entries) {
    const read = entryAt[entry.index];
    if (read?.kind !== 'ok' || !chosen.includes(entry.index) || (entry.action !== 'add' && entry.action !== 'change')) continue;
    try {
      await ('config' in read.value ? importOutput(read.value, entry, stores) : importConnector(read.value, entry, stores));
      (entry.action === 'add' ? result.added : result.changed).push(entry.name);
    } catch (error) {
      // What is not about the values (keychain, disk) stops the import and is shown for what it is.
      if (!(error instanceof ProblemsError)) throw error;
      result.failed.push({ name: entry.name, reason: error.problems.map((problem) => textOf(problem.message)).join(' ') });
    }
  }
  return result;
}

function outputPlan({ config, leftOut }: PortableOutput, stores: Stores): Omit<SetupEntry, 'index' | 'kind' | 'name'> {
  if (!stores.allowsOutput(config.type)) return refused(t('setup.notAllowed'));
  const before = stores.outputs.list().find((output) => sameName(output.name, config.name));
  if (before === undefined) {
    const { id: _id, enabled: _enabled, ...fields } = located(config, stores);
    const notes = [
      ...(outputNeedsSecret(config) ? [t('setup.secretMissing')] : []),
      ...(leftOut.includes('proof') ? [t('setup.searchAgain')] : []),
      ...(leftOut.some((key) => key !== 'proof') ? [t('setup.filesAgain')] : []),
    ];
    return { action: 'add', changes: [...differences(null, fields)], notes };
  }
  if (before.type !== config.type) return refused(t('setup.otherType'));
  const merged = mergeOutput(config, before);
  const [was, becomes] = [secretDestination(before), secretDestination(merged)];
  if (becomes !== null && (was?.address !== becomes.address || was.kind !== becomes.kind)) {
    return refused(t('setup.secretElsewhere'));
  }
  const changes = [...differences(before, merged)];
  return { action: changes.length === 0 ? 'same' : 'change', changes, notes: [] };
}

function connectorPlan(read: PortableConnector, stores: Stores, outputNames: readonly string[]): Omit<SetupEntry, 'index' | 'kind' | 'name'> {
  const missing = read.outputs.filter((name) => !outputNames.some((known) => sameName(known, name)));
  if (missing.length === read.outputs.length) return refused(t('setup.noOutput', { names: missing.join(', ') }));
  const notes = missing.length === 0 ? [] : [t('setup.outputsLeftOut', { names: missing.join(', ') })];
  const wanted = { ...read, outputs: read.outputs.filter((name) => !missing.includes(name)) };
  const before = stores.connectors.list().find((connector) => sameName(connector.name, read.name));
  if (before === undefined) {
    return { action: 'add', changes: [...differences(null, wanted)], notes: [...notes, t('setup.clientSecretMissing')] };
  }
  if (new URL(before.baseUrl).origin !== new URL(read.baseUrl).origin || before.clientId !== read.clientId) {
    return refused(t('setup.clientSecretElsewhere'));
  }
  const changes = [...differences(exportConnector(before, (id) => stores.outputs.find(id)?.name ?? null), wanted)];
  return { action: changes.length === 0 ? 'same' : 'change', changes, notes };
}

async function importOutput({ config }: PortableOutput, { action }: SetupEntry, stores: Stores): Promise<void> {
  const before = stores.outputs.list().find((output) => sameName(output.name, config.name));
  if (action === 'add') await stores.outputs.addWithoutSecret(located(config, stores));
  else if (before === undefined) throw problemAt(['name'], say('problem.setup.outputRemoved'));
  else await stores.outputs.save({ config: mergeOutput(config, before), secret: null });
}

async function importConnector(read: PortableConnector, { action }: SetupEntry, stores: Stores): Promise<void> {
  const outputs = stores.outputs.list().filter((output) => read.outputs.some((name) => sameName(name, output.name))).map(({ id }) => id);
  if (outputs.length === 0) throw problemAt(['outputs'], say('problem.setup.noOutput'));
  const before: ConnectorConfig | undefined = stores.connectors.list().find((connector) => sameName(connector.name, read.name));
  if (action === 'add') await stores.connectors.addWithoutSecret({ ...read, outputs });
  else if (before === undefined) throw problemAt(['name'], say('problem.setup.connectorRemoved'));
  else await stores.connectors.save({ ...read, outputs, id: before.id, enabled: before.enabled, clientSecret: null });
}

/** A file never says where on this computer is written: imported file outputs get a folder of their own in the profile. */
function located(config: OutputConfig, stores: Stores): OutputConfig {
  if (config.type !== 'file') return config;
  const folder = config.name.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  return { ...config, path: join(stores.dir, 'imported-files', folder === '' ? 'output' : folder) };
}

const refused = (note: string): Omit<SetupEntry, 'index' | 'kind' | 'name'> => ({ action: 'refused', changes: [], notes: [note] });

function nameOf(read: Parsed['outputs'][number] | Parsed['connectors'][number]): string {
  if (read.kind === 'bad') return read.name;
  return 'config' in read.value ? read.value.config.name : read.value.name;
}
