import { t } from '../text/text';

/** What to do about it by machine: retry later, ask a person, set the item aside, or nothing (a bug). */
export type FailureKind =
  | 'configuration'
  | 'authentication'
  | 'permission'
  | 'throttled'
  | 'transient'
  | 'bad-data'
  | 'refused'
  | 'internal';

/** Who must act. */
export type FailureParty = 'mimecast' | 'network' | 'this-computer' | 'receiver';

/** The stage names DNIF's own connector uses for a validation result (DNIF.md §2). */
export type FailureStage = 'Configuration' | 'Authentication' | 'Fetch Logs' | 'Validation';

/** What the program knows about a failure; the words are in shared/text/en/failures.ts. */
export type FailureFacts = { readonly kind: FailureKind; readonly party: FailureParty; readonly stage: FailureStage };

/** With what an administrator reads about it, in the language that is spoken. */
export type CatalogueEntry = FailureFacts & { readonly title: string; readonly sentence: string; readonly remedy: string };

const facts = (kind: FailureKind, party: FailureParty, stage: FailureStage): FailureFacts => ({ kind, party, stage });

/** Every failure there is. The compiler and a test demand that each has its words. */
const catalogue = {
  'MC-AUTH-401': facts('authentication', 'mimecast', 'Authentication'),
  'MC-AUTH-REFUSED': facts('authentication', 'mimecast', 'Authentication'),
  'MC-PERM-403': facts('permission', 'mimecast', 'Fetch Logs'),
  'MC-PRODUCT-403': facts('permission', 'mimecast', 'Fetch Logs'),
  'MC-LICENCE-404': facts('permission', 'mimecast', 'Fetch Logs'),
  'MC-RATE-429': facts('throttled', 'mimecast', 'Fetch Logs'),
  'MC-SERVER-5XX': facts('transient', 'mimecast', 'Fetch Logs'),
  'MC-REQUEST-400': facts('transient', 'mimecast', 'Fetch Logs'),
  'MC-FAIL-200': facts('transient', 'mimecast', 'Fetch Logs'),
  'MC-ANSWER-SHAPE': facts('bad-data', 'mimecast', 'Fetch Logs'),
  'MC-FILE-REFUSED': facts('transient', 'mimecast', 'Fetch Logs'),
  'MC-FILE-BROKEN': facts('bad-data', 'mimecast', 'Fetch Logs'),
  'MC-LINE-BROKEN': facts('bad-data', 'mimecast', 'Fetch Logs'),
  'NET-DNS': facts('transient', 'network', 'Authentication'),
  'NET-REFUSED': facts('transient', 'network', 'Authentication'),
  'NET-TIMEOUT': facts('transient', 'network', 'Authentication'),
  'NET-TLS': facts('configuration', 'network', 'Authentication'),
  'NET-RESET': facts('transient', 'network', 'Fetch Logs'),
  'NET-NOT-API': facts('transient', 'network', 'Fetch Logs'),
  'NET-PROXY': facts('transient', 'network', 'Authentication'),
  'NET-PROXY-AUTH': facts('authentication', 'network', 'Authentication'),
  'NET-PROXY-REFUSED': facts('configuration', 'network', 'Authentication'),
  'NET-PROXY-UPSTREAM': facts('transient', 'network', 'Authentication'),
  'OUT-AUTH': facts('authentication', 'receiver', 'Authentication'),
  'OUT-SECRET-MISSING': facts('configuration', 'this-computer', 'Configuration'),
  'OUT-REFUSED': facts('refused', 'receiver', 'Validation'),
  'OUT-UNREACHABLE': facts('transient', 'receiver', 'Validation'),
  'OUT-THROTTLED': facts('throttled', 'receiver', 'Validation'),
  'OUT-FILE': facts('configuration', 'this-computer', 'Validation'),
  'OUT-CERTIFICATE': facts('configuration', 'this-computer', 'Configuration'),
  'OUT-TOO-LARGE': facts('refused', 'receiver', 'Validation'),
  'OUT-VOLUME': facts('throttled', 'receiver', 'Validation'),
  'OUT-ARRIVAL': facts('transient', 'receiver', 'Validation'),
  'OUT-SEARCH': facts('transient', 'receiver', 'Validation'),
  'OUT-SEARCH-AUTH': facts('authentication', 'receiver', 'Authentication'),
  'PC-DISK-FULL': facts('transient', 'this-computer', 'Validation'),
  'PC-SPOOL': facts('internal', 'this-computer', 'Validation'),
  'PC-SPOOL-RECOVERED': facts('transient', 'this-computer', 'Validation'),
  'PC-KEYCHAIN': facts('configuration', 'this-computer', 'Configuration'),
  'PC-SECRET-MISSING': facts('configuration', 'this-computer', 'Configuration'),
  'PC-CLOCK': facts('configuration', 'this-computer', 'Authentication'),
  'CFG-INVALID': facts('configuration', 'this-computer', 'Configuration'),
  'APP-CANCELLED': facts('internal', 'this-computer', 'Validation'),
  'APP-BUG': facts('internal', 'this-computer', 'Validation'),
  'APP-UPDATE-SERVER': facts('transient', 'network', 'Configuration'),
  'APP-UPDATE-REFUSED': facts('refused', 'network', 'Validation'),
  'APP-UPDATE-INSTALL': facts('configuration', 'this-computer', 'Configuration'),
  'NET-PORTAL': facts('transient', 'network', 'Fetch Logs'),
} as const satisfies Record<string, FailureFacts>;

export type FailureCode = keyof typeof catalogue;
export const failureCodes = Object.keys(catalogue) as [FailureCode, ...FailureCode[]];

export function describeFailure(code: FailureCode): CatalogueEntry {
  return { ...catalogue[code], title: t(`failure.${code}.title`), sentence: t(`failure.${code}.sentence`), remedy: t(`failure.${code}.remedy`) };
}

/** Whether this version knows the code: a record of a newer one may carry another. */
export function isFailureCode(code: string): code is FailureCode {
  return Object.hasOwn(catalogue, code);
}
