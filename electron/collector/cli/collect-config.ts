import { readFileSync } from 'node:fs';
import path from 'node:path';

import * as z from 'zod';

import type { ConnectorConfig } from '../../../shared/model/connector';
import { ConnectorConfigSchema, defaultBaseUrl } from '../../../shared/model/connector';
import { logTypes, LogTypeSchema } from '../../../shared/model/log-type';
import type { OutputConfig } from '../../../shared/model/output';
import { OutputConfigSchema } from '../../../shared/model/output';
import type { CollectorConfig } from '../collector';
import { CollectOutputSchema, outputPaths } from './collect-outputs';

/** The file of `npm run collect` (ARCHITECTURE.md 12): names instead of ids, secrets by the name of a variable. */
const FileSchema = z.strictObject({
  connectors: z
    .array(
      z.strictObject({
        name: z.string(),
        baseUrl: z.string().default(defaultBaseUrl),
        clientId: z.string(),
        clientSecretEnv: z.string().optional(),
        logTypes: z.array(LogTypeSchema).default([...logTypes]),
        platform: z.enum(['auto', 'cloud-gateway', 'cloud-integrated']).default('cloud-gateway'),
        siemDelivery: z.enum(['batch', 'streaming', 'hybrid']).default('batch'),
        startFrom: z.string().optional(),
        pollSeconds: z.number().optional(),
        outputs: z.array(z.string()),
      }),
    )
    .min(1),
  outputs: z.array(CollectOutputSchema).min(1),
});

export class ConfigError extends Error {}

/** Names of environment variables that hold the secrets, by connector and output id. */
export type SecretVariables = { readonly connectors: ReadonlyMap<string, string>; readonly outputs: ReadonlyMap<string, string> };

export type CollectSetup = { readonly config: CollectorConfig; readonly variables: SecretVariables };

function words(error: z.ZodError): string {
  return error.issues.map((issue) => `  ${issue.path.join('.') || 'file'}: ${issue.message}`).join('\n');
}

/** Reads and checks the file; a name is the id, so that state survives between runs. Throws ConfigError with what to mend. */
export function readCollectConfig(file: string): CollectSetup {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigError(`Cannot read ${file}: ${(error as Error).message}`);
  }
  const parsed = FileSchema.safeParse(json);
  if (!parsed.success) throw new ConfigError(`${file} is not valid:\n${words(parsed.error)}`);
  const connectors: ConnectorConfig[] = [];
  const outputs: OutputConfig[] = [];
  const variables = { connectors: new Map<string, string>(), outputs: new Map<string, string>() };
  for (const { secretEnv, ...output } of parsed.data.outputs) {
    const config = OutputConfigSchema.safeParse({ ...outputPaths(output, path.dirname(file)), id: output.name });
    if (!config.success) throw new ConfigError(`Output ${output.name} in ${file} is not valid:\n${words(config.error)}`);
    if (outputs.some((other) => other.id === config.data.id)) throw new ConfigError(`${file} names the output ${output.name} twice.`);
    outputs.push(config.data);
    if (secretEnv !== undefined) variables.outputs.set(output.name, secretEnv);
  }
  for (const { clientSecretEnv, startFrom, pollSeconds, ...connector } of parsed.data.connectors) {
    const started = startFrom === undefined ? null : isoOf(startFrom);
    const config = ConnectorConfigSchema.safeParse({ ...connector, id: connector.name, startFrom: started, pollSeconds: pollSeconds ?? null, enabled: true });
    if (!config.success) throw new ConfigError(`Connector ${connector.name} in ${file} is not valid:\n${words(config.error)}`);
    const unknown = config.data.outputs.find((name) => !outputs.some((output) => output.id === name));
    if (unknown !== undefined) throw new ConfigError(`Connector ${connector.name} names the output ${unknown}, which ${file} does not define.`);
    if (connectors.some((other) => other.id === config.data.id)) throw new ConfigError(`${file} names the connector ${connector.name} twice.`);
    connectors.push(config.data);
    if (clientSecretEnv !== undefined) variables.connectors.set(connector.name, clientSecretEnv);
  }
  return { config: { connectors, outputs }, variables };
}

function isoOf(text: string): string {
  const time = Date.parse(text);
  // Left as it is, the schema says what is wrong with it.
  return Number.isFinite(time) ? new Date(time).toISOString() : text;
}
