import type { CatalogueEntry, FailureCode, FailureParty } from '../../shared/failures/catalogue';
import type { Failure } from '../../shared/failures/failure';
import type { HealthState } from '../../shared/model/health';
import type { ElasticsearchAuth, EventFormat, EventModel, HttpAuth, KafkaSasl, OutputType } from '../../shared/model/output';

/** The word for each state: the same in navigation, tables and reports. */
export const healthWords: { readonly [S in HealthState]: string } = {
  starting: 'Starting',
  active: 'Active',
  degraded: 'Retrying',
  failed: 'Action needed',
  paused: 'Paused',
  stopping: 'Stopping',
  stopped: 'Stopped',
};

/** A disturbance in which sending goes on: nothing is tried again, so "Retrying" would not be true. */
const concernWords: { readonly [C in FailureCode]?: string } = {
  'OUT-VOLUME': 'Near limit',
  'OUT-ARRIVAL': 'Not proven',
  'OUT-SEARCH': 'Not proven',
  'OUT-SEARCH-AUTH': 'Not proven',
};

/** The word for a state, knowing what brought it about. */
export function wordOf(state: HealthState, failure: Failure | null): string {
  return (state === 'degraded' && failure !== null ? concernWords[failure.code] : undefined) ?? healthWords[state];
}

const partyWords: { readonly [P in FailureParty]: string } = {
  mimecast: 'Mimecast administrator',
  network: 'Network administrator',
  'this-computer': 'Administrator of this computer',
  receiver: 'Administrator of the receiver',
};

/** Who must act, and whether already now. */
export function whoActs(entry: CatalogueEntry): string {
  const selfHealing = entry.kind === 'transient' || entry.kind === 'throttled';
  return selfHealing ? `Nobody yet; if it lasts, ${partyWords[entry.party]}` : partyWords[entry.party];
}

export const formatWords: { readonly [F in EventFormat]: { readonly title: string; readonly hint: string } } = {
  raw: { title: 'Raw', hint: 'The record exactly as Mimecast sent it.' },
  normalized: { title: 'Normalized', hint: 'One set of field names for all log types.' },
  both: { title: 'Both', hint: 'Normalized, with the record of Mimecast under “raw”.' },
};

export const modelWords: { readonly [M in EventModel]: { readonly title: string; readonly hint: string } } = {
  connector: { title: 'Mimecast Connector', hint: 'The field names of this program.' },
  dnif: { title: 'DNIF', hint: 'The field names that DNIF uses.' },
  ecs: { title: 'ECS', hint: 'Elastic Common Schema.' },
  ocsf: { title: 'OCSF', hint: 'Open Cybersecurity Schema Framework.' },
};

export const outputTypeWords: { readonly [T in OutputType]: string } = {
  http: 'DNIF HTTPS',
  tcp: 'DNIF TCP or TLS',
  syslog: 'Syslog',
  file: 'File',
  'http-ndjson': 'HTTPS, newline JSON',
  'splunk-hec': 'Splunk HEC',
  elasticsearch: 'Elasticsearch or OpenSearch',
  kafka: 'Kafka',
};

export const guaranteeWords: { readonly [G in 'acknowledged' | 'best-effort']: { readonly word: string; readonly sentence: string } } = {
  acknowledged: {
    word: 'Acknowledged',
    sentence: 'An event counts as delivered only after the receiver confirmed it. Unconfirmed events are sent again, so a repeat is possible; each event keeps its id.',
  },
  'best-effort': { word: 'Best effort', sentence: 'This way out confirms nothing: sent does not mean received.' },
};

type AuthKind = HttpAuth['kind'] | ElasticsearchAuth['kind'] | KafkaSasl['kind'];

export const authWords: { readonly [K in AuthKind]: { readonly title: string; readonly secret: string } } = {
  none: { title: 'None', secret: '' },
  basic: { title: 'Basic', secret: 'Password' },
  bearer: { title: 'Bearer token', secret: 'Token' },
  'shared-secret': { title: 'Shared secret', secret: 'Shared secret' },
  'hmac-sha256': { title: 'HMAC-SHA256', secret: 'HMAC key' },
  'api-key': { title: 'API key', secret: 'API key' },
  plain: { title: 'SASL PLAIN', secret: 'Password' },
  'scram-sha-256': { title: 'SASL SCRAM-SHA-256', secret: 'Password' },
  'scram-sha-512': { title: 'SASL SCRAM-SHA-512', secret: 'Password' },
};
