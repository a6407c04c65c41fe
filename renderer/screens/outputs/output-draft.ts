import { defaultWarnAtPercent } from '../../../shared/model/budget';
import { logTypes } from '../../../shared/model/log-type';
import type { OutputConfig, OutputDraft, OutputType, OutputView } from '../../../shared/model/output';
import { OutputConfigSchema, OutputDraftSchema, proofOf, secretDestination } from '../../../shared/model/output';
import { DnifProofSchema, proofDestination } from '../../../shared/model/proof';
import type { TextId } from '../../../shared/text/catalogue';
import { t } from '../../../shared/text/text';
import { authWords } from '../../format/words';
import type { DraftShape } from '../../forms/draft-resolver';
import { examples } from './output-names';
import type { AuthKind, OutputValues } from './output-values';

/** Fields under Advanced: a problem in one of them opens it. */
export const advancedFields: readonly (keyof OutputValues)[] = [
  'mode', 'sourcetype', 'source', 'facility', 'appName', 'structuredData', 'key', 'way', 'caFile', 'clientCertFile', 'clientKeyFile', 'serverName', 'maxEvents', 'maxKiB', 'gzip',
  'rotateMiB', 'gzipClosed', 'keepDays', 'keepMiB', 'eventsPerSecond', 'mibPerDay', 'warnAtPercent', 'filterLogTypes', 'filterTypes', 'dropFields',
];

/** Paths of the draft whose field bears another name; every other field is found by the last name in its path. */
const renamed: Readonly<Record<string, keyof OutputValues>> = {
  'tls.enabled': 'tlsEnabled',
  'filter.logTypes': 'filterLogTypes',
  'filter.eventTypes.types': 'filterTypes',
  'proof.tls.caFile': 'proofCaFile',
  'proof.tls.clientCertFile': 'proofCertFile',
  'proof.tls.clientKeyFile': 'proofKeyFile',
  'proof.tls.serverName': 'proofServerName',
};

const fields: readonly string[] = [
  'name', 'format', 'model', 'path', 'url', 'host', 'port', 'brokers', 'topic', 'index', 'transport', 'protocol', 'framing', 'username', 'header', 'encoding', 'secret', 'consoleUrl', 'clusterId', 'scopeId', 'proofToken', ...advancedFields,
] satisfies readonly (keyof OutputValues)[];

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
const listOf = (text: string): string[] => text.split(/[\n,]/).map((each) => each.trim()).filter((each) => each !== '');

/** The entry when there is a text, else none: the schema knows absent, not empty. */
const ifText = (key: string, text: string): object => (text.trim() === '' ? {} : { [key]: text });
const ifNumber = (key: string, text: string): object => (text.trim() === '' ? {} : { [key]: Number(text) });

function tlsFilesOf(values: OutputValues): object {
  return { ...ifText('caFile', values.caFile), ...ifText('clientCertFile', values.clientCertFile), ...ifText('clientKeyFile', values.clientKeyFile), ...ifText('serverName', values.serverName) };
}

function optionalTls(values: OutputValues): object {
  const tls = tlsFilesOf(values);
  return Object.keys(tls).length === 0 ? {} : { tls };
}

function authOf({ authKind: kind, username, header, encoding }: OutputValues): object {
  switch (kind) {
    case 'none':
    case 'bearer':
    case 'api-key':
      return { kind };
    case 'basic':
    case 'plain':
    case 'scram-sha-256':
    case 'scram-sha-512':
      return { kind, username };
    case 'shared-secret':
      return { kind, header };
    case 'hmac-sha256':
      return { kind, header, encoding };
  }
}

const requestOf = (values: OutputValues): object => ({ maxEvents: numberOf(values.maxEvents), maxKiB: numberOf(values.maxKiB), gzip: values.gzip, ...optionalTls(values) });

// What means the same is left out, as an output from before this choice has it.
const wayOf = ({ way }: OutputValues): object => (way === 'automatic' ? {} : { way });

function typePart(type: OutputType, values: OutputValues): object {
  switch (type) {
    case 'file':
      return { path: values.path, rotateMiB: numberOf(values.rotateMiB), ...(values.gzipClosed ? { gzipClosed: true } : {}), ...ifNumber('keepDays', values.keepDays), ...ifNumber('keepMiB', values.keepMiB) };
    case 'http':
      return { url: values.url, ...(values.mode === 'single' ? { mode: 'single' } : {}), auth: authOf(values), ...requestOf(values) };
    case 'http-ndjson':
      return { url: values.url, auth: authOf(values), ...requestOf(values) };
    case 'splunk-hec':
      return { url: values.url, ...ifText('index', values.index), ...ifText('sourcetype', values.sourcetype), ...ifText('source', values.source), ...requestOf(values) };
    case 'elasticsearch':
      return { url: values.url, index: values.index, auth: authOf(values), ...requestOf(values) };
    case 'kafka':
      return {
        brokers: listOf(values.brokers), topic: values.topic, tls: { enabled: values.tlsEnabled, ...tlsFilesOf(values) }, sasl: authOf(values), key: values.key, gzip: values.gzip,
        maxKiB: numberOf(values.maxKiB), ...wayOf(values),
      };
    case 'tcp':
      return { host: values.host, port: numberOf(values.port), tls: { enabled: values.tlsEnabled, ...tlsFilesOf(values) }, ...wayOf(values) };
    case 'syslog':
      return {
        host: values.host, port: numberOf(values.port), transport: values.transport, ...(values.transport === 'tls' ? optionalTls(values) : {}), protocol: values.protocol,
        framing: values.framing, facility: values.facility, appName: values.appName, structuredData: values.structuredData, maxKiB: numberOf(values.maxKiB), ...(values.transport === 'udp' ? {} : wayOf(values)),
      };
  }
}

function filterPart(values: OutputValues): object {
  const chosen = values.filterLogTypes.length === logTypes.length ? {} : { logTypes: values.filterLogTypes };
  const types = values.filterMode === 'all' ? {} : { eventTypes: { mode: values.filterMode, types: listOf(values.filterTypes) } };
  const filter = { ...chosen, ...types };
  return Object.keys(filter).length === 0 ? {} : { filter };
}

function volumePart(values: OutputValues): object {
  const mib = numberOf(values.mibPerDay) * (values.volumeUnit === 'GiB' ? 1024 : 1);
  // 1.5 GiB are whole MiB, a fraction of a MiB is nobody's wish.
  const whole = values.volumeUnit === 'GiB' ? Math.round(mib) : mib;
  const warnAt = numberOf(values.warnAtPercent);
  // What means the same is left out: an output that nobody changed must not differ from itself.
  return { mibPerDay: whole, ...(warnAt === defaultWarnAtPercent ? {} : { warnAtPercent: warnAt }), ...(values.stopAtLimit ? {} : { stopAtLimit: false }) };
}

/** The ways in of DNIF, whose Search API can be asked. */
export function canProve(type: OutputType): boolean {
  return type === 'http' || type === 'tcp' || type === 'syslog';
}

function proofPart(type: OutputType, values: OutputValues): object {
  if (!canProve(type) || !values.proofOn) return {};
  const tls = { ...ifText('caFile', values.proofCaFile), ...ifText('clientCertFile', values.proofCertFile), ...ifText('clientKeyFile', values.proofKeyFile), ...ifText('serverName', values.proofServerName) };
  return {
    proof: {
      consoleUrl: values.consoleUrl, clusterId: values.clusterId, scopeId: values.scopeId,
      ...(Object.keys(tls).length === 0 ? {} : { tls }), ...(values.canary === 'off' ? {} : { canaryHours: Number(values.canary) }),
    },
  };
}

/** A raw record has no normalized fields that could be left out. */
function dropPart(values: OutputValues): object {
  return values.format === 'raw' || values.dropFields.trim() === '' ? {} : { dropFields: listOf(values.dropFields) };
}

function ratePart(values: OutputValues): object {
  const volume = values.mibPerDay.trim() === '' ? {} : volumePart(values);
  const rateLimit = { ...ifNumber('eventsPerSecond', values.eventsPerSecond), ...volume };
  return Object.keys(rateLimit).length === 0 ? {} : { rateLimit };
}

function configOf(type: OutputType, output: OutputView | null, values: OutputValues): unknown {
  return {
    id: output?.config.id ?? '', name: values.name, enabled: output?.config.enabled ?? true, format: values.format, type,
    ...(values.model === 'connector' || values.format === 'raw' ? {} : { model: values.model }),
    ...typePart(type, values), ...filterPart(values), ...ratePart(values), ...dropPart(values), ...proofPart(type, values),
  };
}

/** What the bytes of an event do not depend on, filled in: an example needs no receiver. */
const anyReceiver = {
  name: 'Example', path: '/', url: examples.ndjsonUrl, host: examples.host, port: '6514', brokers: 'kafka1.example.com:9093', topic: examples.topic, authKind: 'none', tlsEnabled: false,
  caFile: '', clientCertFile: '', clientKeyFile: '', serverName: '', maxEvents: '500', rotateMiB: '64', keepDays: '', keepMiB: '', eventsPerSecond: '', mibPerDay: '', proofOn: false,
} as const satisfies Partial<OutputValues>;

/** A config that writes events as the form says, wherever they go; null while what matters for that is not right. */
export function sampleConfig(type: OutputType, values: OutputValues): OutputConfig | null {
  const others = { ...(type === 'syslog' ? {} : { maxKiB: '1024' }), ...(type === 'elasticsearch' ? { index: examples.elasticIndex } : {}) };
  const parsed = OutputConfigSchema.safeParse(configOf(type, null, { ...values, ...anyReceiver, ...others }));
  return parsed.success ? parsed.data : null;
}

/** Whether the form as it stands sends a secret along. */
export function needsSecret(type: OutputType, values: Pick<OutputValues, 'authKind'>): boolean {
  if (type === 'splunk-hec') return true;
  return (type === 'http' || type === 'http-ndjson' || type === 'elasticsearch' || type === 'kafka') && values.authKind !== 'none';
}

/** Whether the stored secret still fits: it was given for one receiver and one kind of authentication, and for no other. */
export function keepsSecret(type: OutputType, output: OutputView | null, values: OutputValues): boolean {
  if (output === null || !output.secretStored) return false;
  const config = OutputConfigSchema.safeParse(configOf(type, output, values));
  // Both sides parsed: the comparison is by text, and parsing gives the parts one order.
  const saved = OutputConfigSchema.safeParse(output.config);
  const before = saved.success ? secretDestination(saved.data) : null;
  if (before === null) return false;
  // While another field is wrong there is no new destination to compare: only the kind is known.
  if (!config.success) return before.kind === (type === 'splunk-hec' ? 'token' : values.authKind);
  const now = secretDestination(config.data);
  return now !== null && now.address === before.address && now.kind === before.kind;
}

/** Whether the stored token of the Search API still fits: it was given for one console. */
export function keepsToken(type: OutputType, output: OutputView | null, values: OutputValues): boolean {
  const before = output === null ? null : proofOf(output.config);
  if (before === null || output?.proofTokenStored !== true) return false;
  const { proof } = proofPart(type, values) as { readonly proof?: unknown };
  const now = DnifProofSchema.safeParse(proof);
  // While another field is wrong there is no new destination to compare.
  return !now.success || proofDestination(now.data) === proofDestination(DnifProofSchema.parse(before));
}

/** What the secret of the form is called, e.g. "Token". */
export function secretWord(type: OutputType, values: Pick<OutputValues, 'authKind'>): string {
  return type === 'splunk-hec' ? t('outputs.auth.token') : authWords[values.authKind].secret;
}

/** How the form becomes a draft of `output`, or of a new one of that type for null. */
export function outputShape(type: OutputType, output: OutputView | null): DraftShape<OutputValues, OutputDraft> {
  return {
    schema: OutputDraftSchema,
    toDraft: (values) => ({
      config: configOf(type, output, values),
      secret: needsSecret(type, values) && values.secret !== null && values.secret !== '' ? values.secret : null,
      ...(canProve(type) && values.proofOn && values.proofToken !== null && values.proofToken !== '' ? { proofToken: values.proofToken } : {}),
    }),
    fieldOf: (path) => {
      const names = path.filter((part) => typeof part === 'string' && part !== 'config');
      const other = renamed[names.join('.')];
      if (other !== undefined) return other;
      const field = names.at(-1);
      return typeof field === 'string' && fields.includes(field) ? (field as keyof OutputValues) : null;
    },
    extra: (values) => [...missingToken(type, output, values), ...missingSecret(type, output, values)],
  };
}

const missingTexts: { readonly [K in AuthKind]: TextId } = {
  none: 'outputs.missing.password',
  basic: 'outputs.missing.password',
  bearer: 'outputs.missing.token',
  'shared-secret': 'outputs.missing.sharedSecret',
  'hmac-sha256': 'outputs.missing.hmacKey',
  'api-key': 'outputs.missing.apiKey',
  plain: 'outputs.missing.password',
  'scram-sha-256': 'outputs.missing.password',
  'scram-sha-512': 'outputs.missing.password',
};

type Missing = readonly { readonly field: 'secret' | 'proofToken'; readonly message: string }[];

function missingToken(type: OutputType, output: OutputView | null, values: OutputValues): Missing {
  if (!canProve(type) || !values.proofOn) return [];
  const there = values.proofToken === null ? keepsToken(type, output, values) : values.proofToken.trim() !== '';
  return there ? [] : [{ field: 'proofToken', message: t('outputs.missing.searchToken') }];
}

function missingSecret(type: OutputType, output: OutputView | null, values: OutputValues): Missing {
  if (!needsSecret(type, values)) return [];
  const there = values.secret === null ? keepsSecret(type, output, values) : values.secret.trim() !== '';
  return there ? [] : [{ field: 'secret', message: t(type === 'splunk-hec' ? 'outputs.missing.token' : missingTexts[values.authKind]) }];
}
