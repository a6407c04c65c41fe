import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { promisify } from 'node:util';

import * as z from 'zod';

import type { NetworkSettings } from '../../../shared/model/network';
import { defaultNetworkSettings, NetworkSettingsSchema } from '../../../shared/model/network';
import type { OutputType } from '../../../shared/model/output';
import { UpdateChannelSchema, UpdateModeSchema } from '../../../shared/model/updates';
import { isUpdateAddress } from '../updates/update-address';

const outputTypes = ['http', 'tcp', 'syslog', 'file', 'http-ndjson', 'splunk-hec', 'elasticsearch', 'kafka'] as const satisfies readonly OutputType[];

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A plist knows no null, so "none" can be left out: what is missing is what a fresh program has. The proxy must be named. */
const network = z.preprocess((value) => {
  if (!isRecord(value)) return value;
  const { proxy } = value;
  const { caFile, tlsMinimum } = defaultNetworkSettings;
  return { caFile, tlsMinimum, ...value, ...(isRecord(proxy) ? { proxy: { noProxy: [], username: null, ...proxy } } : {}) };
}, NetworkSettingsSchema);

/** What an organization may decide for its computers. What is not named stays with the administrator of the computer. */
export const PolicySchema = z.strictObject({
  /** The whole of Settings > Network. The password of a proxy is still entered there. */
  network: network.optional(),
  /** Types of outputs that may be used; others neither run nor can be saved. */
  outputTypes: z.array(z.enum(outputTypes)).optional(),
  /** Each of the three replaces the choice of the administrator, or the address that the package was built with. */
  updates: z
    .strictObject({
      mode: UpdateModeSchema.optional(),
      channel: UpdateChannelSchema.optional(),
      url: z.string().max(500).refine(isUpdateAddress, 'must be an https address without user name').optional(),
    })
    .optional(),
});
export type Policy = z.infer<typeof PolicySchema>;

/** A policy that is there but cannot be used. Its message is meant for the administrator. */
export class PolicyError extends Error {}

export const policyFile = '/etc/mimecast-connector/policy.json';
const macFile = '/Library/Managed Preferences/mimecast-connector.plist';
const windowsKey = 'HKLM\\Software\\Policies\\Mimecast Connector';

/** A tool of the operating system has answered long before; one that hangs must not keep the collection from starting for ever. */
const answerWithinMs = 10_000;
const run = promisify(execFile);

/**
 * Reads the policy of this computer; null when there is none. Only places that an ordinary user cannot write to are read.
 * Throws a PolicyError for one that cannot be used: going on without it would set aside what the organization decided.
 */
export async function readPolicy(platform: NodeJS.Platform, file = policyFile): Promise<Policy | null> {
  const { text, place } = await sourceOf(platform, file);
  return text === null ? null : parsePolicy(text, place);
}

/** Throws a PolicyError. */
export function parsePolicy(text: string, place: string): Policy {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PolicyError(`The policy of your organization (${place}) is no JSON. Ask whoever manages this computer.`);
  }
  const parsed = PolicySchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new PolicyError(`The policy of your organization (${place}) cannot be used: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}. Ask whoever manages this computer.`);
}

/** What the policy means for the network; null: nothing is decided. */
export function networkPolicy(policy: Policy | null): NetworkSettings | null {
  return policy?.network ?? null;
}

export function allowsOutput(policy: Policy | null, type: OutputType): boolean {
  return policy?.outputTypes === undefined || policy.outputTypes.includes(type);
}

type Source = { readonly text: string | null; readonly place: string };

function sourceOf(platform: NodeJS.Platform, file: string): Source | Promise<Source> {
  if (platform === 'win32') return fromRegistry();
  if (platform === 'darwin') return fromPlist();
  return fromFile(file);
}

function fromFile(file: string): Source {
  if (!existsSync(file)) return { text: null, place: file };
  const { uid, mode } = statSync(file);
  if (uid !== 0 || (mode & 0o022) !== 0) throw new PolicyError(`The policy ${file} must belong to root and be writable by nobody else.`);
  return { text: readFileSync(file, 'utf8'), place: file };
}

/** One value named Policy with the JSON text: `reg query` prints it as `    Policy    REG_SZ    {...}`. */
async function fromRegistry(): Promise<Source> {
  const reg = `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\reg.exe`;
  // It ends with 1 where there is no such key, which is the ordinary case.
  const answer = await run(reg, ['query', windowsKey, '/v', 'Policy'], { timeout: answerWithinMs, windowsHide: true }).catch((error: unknown) => {
    if ((error as { readonly code?: unknown }).code === 1) return null;
    throw new PolicyError(`The policy in ${windowsKey} could not be read.`);
  });
  return { text: answer === null ? null : registryText(answer.stdout), place: windowsKey };
}

/** The JSON text in the answer of `reg query`. Throws a PolicyError where the value is there in another form: skipping it would set it aside. */
export function registryText(answer: string): string {
  const text = /^\s+Policy\s+REG_SZ\s+(.*?)\s*$/m.exec(answer)?.[1];
  if (text === undefined) throw new PolicyError(`The value Policy in ${windowsKey} must be of the type REG_SZ and hold the JSON on one line.`);
  return text;
}

async function fromPlist(): Promise<Source> {
  if (!existsSync(macFile)) return { text: null, place: macFile };
  const answer = await run('/usr/bin/plutil', ['-convert', 'json', '-o', '-', macFile], { timeout: answerWithinMs }).catch(() => {
    throw new PolicyError(`The policy ${macFile} could not be read.`);
  });
  return { text: answer.stdout, place: macFile };
}
