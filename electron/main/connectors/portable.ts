import type { ConnectorConfig } from '../../../shared/model/connector';
import { ConnectorConfigSchema } from '../../../shared/model/connector';
import type { OutputConfig } from '../../../shared/model/output';
import { OutputConfigSchema } from '../../../shared/model/output';
import { t } from '../../../shared/text/text';

type Fields = Readonly<Record<string, unknown>>;

/** A connector without what belongs to one computer; outputs by name. */
export type PortableConnector = Omit<ConnectorConfig, 'id' | 'enabled'>;
/** An output as it would be saved, with an id, a folder and files still to be given by this computer. */
export type PortableOutput = { readonly config: OutputConfig; readonly leftOut: readonly string[] };

export type Read<T> = { readonly kind: 'ok'; readonly value: T } | { readonly kind: 'bad'; readonly name: string; readonly reason: string };

const tlsFiles = ['caFile', 'clientCertFile', 'clientKeyFile'] as const;
/** Stands where this computer puts its own folder: a schema that demands a path is satisfied, and nothing is written there. */
const noPath = '(to be chosen)';

export function exportConnector(config: ConnectorConfig, outputName: (id: string) => string | null): Fields {
  const { id: _id, enabled: _enabled, outputs, ...rest } = config;
  return { ...rest, outputs: outputs.flatMap((id) => outputName(id) ?? []) };
}

/** `leftOut` names what the other computer has to choose for itself. */
export function exportOutput(config: OutputConfig): Fields {
  const { id: _id, enabled: _enabled, ...rest } = config as OutputConfig & { readonly path?: string; readonly proof?: unknown; readonly tls?: Fields };
  const fields: Record<string, unknown> = { ...rest };
  const leftOut: string[] = [];
  if (config.type === 'file') delete fields['path'];
  if (fields['proof'] !== undefined) {
    delete fields['proof'];
    leftOut.push('proof');
  }
  if (rest.tls !== undefined) {
    leftOut.push(...tlsFiles.filter((file) => rest.tls?.[file] !== undefined));
    fields['tls'] = Object.fromEntries(Object.entries(rest.tls).filter(([key]) => !tlsFiles.some((file) => file === key)));
  }
  return leftOut.length === 0 ? fields : { ...fields, leftOut };
}

export function readConnector(given: unknown): Read<PortableConnector> {
  const fields = fieldsOf(given);
  if (fields === null) return bad(given, t('setup.noObject'));
  const parsed = ConnectorConfigSchema.omit({ id: true, enabled: true }).safeParse(fields);
  if (!parsed.success) return bad(given, reasonOf(parsed.error.issues));
  const strange = strangeKey(fields, parsed.data);
  return strange === null ? { kind: 'ok', value: parsed.data } : bad(given, notAllowed(strange));
}

export function readOutput(given: unknown): Read<PortableOutput> {
  const all = fieldsOf(given);
  if (all === null) return bad(given, t('setup.noObject'));
  const { leftOut, ...fields } = all;
  const forbidden = ['id', 'enabled', 'path', 'proof'].find((key) => fields[key] !== undefined);
  if (forbidden !== undefined) return bad(given, notAllowed(forbidden));
  const tls = fieldsOf(fields['tls']);
  const file = tlsFiles.find((key) => tls?.[key] !== undefined);
  if (file !== undefined) return bad(given, notAllowed(`tls.${file}`));
  const whole = { ...fields, id: '', enabled: false, ...(fields['type'] === 'file' ? { path: noPath } : {}) };
  const parsed = OutputConfigSchema.safeParse(whole);
  if (!parsed.success) return bad(given, reasonOf(parsed.error.issues));
  const strange = strangeKey(fields, parsed.data);
  if (strange !== null) return bad(given, notAllowed(strange));
  const known = [...tlsFiles, 'proof'] as readonly string[];
  const named = Array.isArray(leftOut) ? known.filter((key) => leftOut.includes(key)) : [];
  return { kind: 'ok', value: { config: parsed.data, leftOut: named } };
}

/** The output as this computer would save it over `before`: its own id, folder, certificate files, token and switch stay. */
export function mergeOutput(read: OutputConfig, before: OutputConfig): OutputConfig {
  const merged: Record<string, unknown> = { ...read, id: before.id, enabled: before.enabled };
  if (before.type === 'file') merged['path'] = before.path;
  const own = before as { readonly tls?: Fields; readonly proof?: unknown };
  if (own.proof !== undefined) merged['proof'] = own.proof;
  const files = Object.fromEntries(tlsFiles.flatMap((file) => (own.tls?.[file] === undefined ? [] : [[file, own.tls[file]]])));
  if (Object.keys(files).length > 0) merged['tls'] = { ...(fieldsOf(merged['tls']) ?? {}), ...files };
  return OutputConfigSchema.parse(merged);
}

/** Every field that differs, values as text. Both sides are free of secrets by type. */
export function differences(before: Fields | null, after: Fields): readonly { readonly field: string; readonly before: string | null; readonly after: string | null }[] {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after)])];
  return keys.flatMap((field) => {
    const left = textOf(before?.[field]);
    const right = textOf(after[field]);
    return left === right ? [] : [{ field, before: left, after: right }];
  });
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(', ');
  if (typeof value === 'object') return JSON.stringify(value, Object.keys(flatKeys(value)).sort());
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** All keys at any depth: the order of writing must not look like a difference. */
function flatKeys(value: object): Record<string, true> {
  const keys: Record<string, true> = {};
  JSON.stringify(value, (key, inner: unknown) => {
    if (key !== '') keys[key] = true;
    return inner;
  });
  return keys;
}

function fieldsOf(value: unknown): Fields | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : null;
}

/** A field that the schema dropped: it would be lost silently, or somebody hopes that it is taken. */
function strangeKey(given: unknown, parsed: unknown, path = ''): string | null {
  const left = fieldsOf(given);
  const right = fieldsOf(parsed);
  if (left === null || right === null) return null;
  for (const [key, value] of Object.entries(left)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (!Object.hasOwn(right, key)) return here;
    const inner = strangeKey(value, right[key], here);
    if (inner !== null) return inner;
  }
  return null;
}

const notAllowed = (field: string): string => t('setup.foreignField', { field: field.slice(0, 60) });

function reasonOf(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  const [first] = issues;
  return first === undefined ? t('setup.unusable') : `${first.path.map(String).join('.') || 'entry'}: ${first.message}`;
}

function bad(given: unknown, reason: string): { readonly kind: 'bad'; readonly name: string; readonly reason: string } {
  const name = fieldsOf(given)?.['name'];
  return { kind: 'bad', name: typeof name === 'string' && name.trim() !== '' ? name.slice(0, 80) : '(without a name)', reason };
}
