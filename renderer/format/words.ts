import type { CatalogueEntry, FailureCode, FailureParty } from '../../shared/failures/catalogue';
import type { Failure } from '../../shared/failures/failure';
import type { Condition } from '../../shared/model/condition';
import type { HealthState } from '../../shared/model/health';
import type { ElasticsearchAuth, EventFormat, EventModel, HttpAuth, KafkaSasl, OutputType } from '../../shared/model/output';
import { t } from '../../shared/text/text';

/** The word for each state: the same in navigation, tables and reports. */
export const healthWords: { readonly [S in HealthState]: string } = {
  starting: t('health.starting'),
  active: t('health.active'),
  degraded: t('health.degraded'),
  failed: t('health.failed'),
  paused: t('health.paused'),
  stopping: t('health.stopping'),
  stopped: t('health.stopped'),
};

/** The same with what is known about why. */
export const conditionWords: { readonly [C in Condition]: string } = {
  ...healthWords,
  'rate-limited': t('health.rateLimited'),
  'catching-up': t('health.catchingUp'),
};

/** A disturbance in which sending goes on: nothing is tried again, so "Retrying" would not be true. */
const concernWords: { readonly [C in FailureCode]?: string } = {
  'OUT-VOLUME': t('concern.nearLimit'),
  'OUT-ARRIVAL': t('concern.notProven'),
  'OUT-SEARCH': t('concern.notProven'),
  'OUT-SEARCH-AUTH': t('concern.notProven'),
};

/** The word for a state, knowing what brought it about. */
export function wordOf(state: Condition, failure: Failure | null): string {
  return (state === 'degraded' && failure !== null ? concernWords[failure.code] : undefined) ?? conditionWords[state];
}

const partyWords: { readonly [P in FailureParty]: string } = {
  mimecast: t('party.mimecast'),
  network: t('party.network'),
  'this-computer': t('party.thisComputer'),
  receiver: t('party.receiver'),
};

/** Who must act, and whether already now. */
export function whoActs(entry: CatalogueEntry): string {
  const selfHealing = entry.kind === 'transient' || entry.kind === 'throttled';
  return selfHealing ? t('party.later', { party: partyWords[entry.party] }) : partyWords[entry.party];
}

export const formatWords: { readonly [F in EventFormat]: { readonly title: string; readonly hint: string } } = {
  raw: { title: t('format.raw.title'), hint: t('format.raw.hint') },
  normalized: { title: t('format.normalized.title'), hint: t('format.normalized.hint') },
  both: { title: t('format.both.title'), hint: t('format.both.hint') },
};

export const modelWords: { readonly [M in EventModel]: { readonly title: string; readonly hint: string } } = {
  connector: { title: t('model.connector.title'), hint: t('model.connector.hint') },
  dnif: { title: t('model.dnif.title'), hint: t('model.dnif.hint') },
  ecs: { title: t('model.ecs.title'), hint: t('model.ecs.hint') },
  ocsf: { title: t('model.ocsf.title'), hint: t('model.ocsf.hint') },
};

export const outputTypeWords: { readonly [T in OutputType]: string } = {
  http: t('outputType.http'),
  tcp: t('outputType.tcp'),
  syslog: t('outputType.syslog'),
  file: t('outputType.file'),
  'http-ndjson': t('outputType.httpNdjson'),
  'splunk-hec': t('outputType.splunkHec'),
  elasticsearch: t('outputType.elasticsearch'),
  kafka: t('outputType.kafka'),
};

export const guaranteeWords: { readonly [G in 'acknowledged' | 'best-effort']: { readonly word: string; readonly sentence: string } } = {
  acknowledged: {
    word: t('guarantee.acknowledged.word'),
    sentence: t('guarantee.acknowledged.sentence'),
  },
  'best-effort': { word: t('guarantee.bestEffort.word'), sentence: t('guarantee.bestEffort.sentence') },
};

type AuthKind = HttpAuth['kind'] | ElasticsearchAuth['kind'] | KafkaSasl['kind'];

export const authWords: { readonly [K in AuthKind]: { readonly title: string; readonly secret: string } } = {
  none: { title: t('auth.none.title'), secret: '' },
  basic: { title: t('auth.basic.title'), secret: t('auth.basic.secret') },
  bearer: { title: t('auth.bearer.title'), secret: t('auth.bearer.secret') },
  'shared-secret': { title: t('auth.sharedSecret.title'), secret: t('auth.sharedSecret.secret') },
  'hmac-sha256': { title: t('auth.hmacSha256.title'), secret: t('auth.hmacSha256.secret') },
  'api-key': { title: t('auth.apiKey.title'), secret: t('auth.apiKey.secret') },
  plain: { title: t('auth.plain.title'), secret: t('auth.plain.secret') },
  'scram-sha-256': { title: t('auth.scramSha256.title'), secret: t('auth.scramSha256.secret') },
  'scram-sha-512': { title: t('auth.scramSha512.title'), secret: t('auth.scramSha512.secret') },
};
