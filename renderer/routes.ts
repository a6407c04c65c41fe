import type { FailureCode } from '../shared/failures/catalogue';
import { failureCodes } from '../shared/failures/catalogue';
import type { OutputType } from '../shared/model/output';

/** In the order of the menu: DNIF first, then what every place has, then other receivers. */
export const outputTypes = ['http', 'tcp', 'syslog', 'file', 'http-ndjson', 'splunk-hec', 'elasticsearch', 'kafka'] as const satisfies readonly OutputType[];

/** The type of output that a path names; null for a name that is none. */
export function outputTypeIn(text: string): OutputType | null {
  return outputTypes.find((type) => type === text) ?? null;
}

/** Every screen's path pattern, in the hash. */
export const routes = {
  welcome: '/welcome',
  status: '/status',
  overview: '/overview',
  watch: '/watch',
  logs: '/logs',
  findLogs: '/logs/find/:code',
  ledger: '/ledger',
  quarantine: '/quarantine',
  connectors: '/connectors',
  newConnector: '/connectors/new',
  wizard: '/connectors/guide',
  copyConnector: '/connectors/copy/:id',
  connector: '/connectors/edit/:id',
  outputs: '/outputs',
  newOutput: '/outputs/new/:type',
  copyOutput: '/outputs/copy/:id',
  output: '/outputs/edit/:id',
  settings: '/settings',
  help: '/help',
  helpPart: '/help/:part',
  helpFailure: '/help/failure/:code',
} as const;

/** In the order of the tabs. */
export const helpParts = ['troubleshooting', 'diagnostics', 'log', 'storage', 'changes'] as const;
export type HelpPart = (typeof helpParts)[number];

/** The part of Help that a path names; the first for a name that is none. */
export function helpPartIn(text: string): HelpPart {
  return helpParts.find((part) => part === text) ?? 'troubleshooting';
}

/** A filter as a piece of a path: letters, digits, - and _ only, so that no slash, quote or percent sign of it is read as one of the path. */
function filterCode(text: string): string {
  const bytes = [...new TextEncoder().encode(text)].map((byte) => String.fromCharCode(byte)).join('');
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The filter that a path carries; "" for what is none. */
export function filterIn(code: string): string {
  try {
    const bytes = atob(code.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
  } catch {
    return '';
  }
}

export const pathTo = {
  logsWith: (filter: string): string => `/logs/find/${filterCode(filter)}`,
  connector: (id: string): string => `/connectors/edit/${encodeURIComponent(id)}`,
  copyConnector: (id: string): string => `/connectors/copy/${encodeURIComponent(id)}`,
  copyOutput: (id: string): string => `/outputs/copy/${encodeURIComponent(id)}`,
  newOutput: (type: OutputType): string => `/outputs/new/${type}`,
  help: (part: HelpPart): string => `/help/${part}`,
  /** The page of one failure, where its words, remedy and who acts stand. */
  helpFailure: (code: FailureCode): string => `/help/failure/${code}`,
  output: (id: string): string => `/outputs/edit/${encodeURIComponent(id)}`,
} as const;

const fixed: readonly string[] = [routes.welcome, routes.status, routes.overview, routes.watch, routes.logs, routes.ledger, routes.quarantine, routes.connectors, routes.newConnector, routes.wizard, routes.outputs, routes.settings, routes.help];

/** Whether main may send the window there: a screen that exists, nothing else. */
export function isRoute(path: string): boolean {
  return fixed.includes(path) || /^\/(connectors|outputs)\/(edit|copy)\/[^/]+$/.test(path) || helpParts.some((part) => path === pathTo.help(part)) || failureCodes.some((code) => path === pathTo.helpFailure(code)) || outputTypes.some((type) => path === pathTo.newOutput(type));
}
