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
  logs: '/logs',
  ledger: '/ledger',
  quarantine: '/quarantine',
  connectors: '/connectors',
  newConnector: '/connectors/new',
  connector: '/connectors/edit/:id',
  outputs: '/outputs',
  newOutput: '/outputs/new/:type',
  output: '/outputs/edit/:id',
  settings: '/settings',
  help: '/help',
  helpPart: '/help/:part',
} as const;

/** In the order of the tabs. */
export const helpParts = ['troubleshooting', 'diagnostics', 'log', 'storage', 'changes'] as const;
export type HelpPart = (typeof helpParts)[number];

/** The part of Help that a path names; the first for a name that is none. */
export function helpPartIn(text: string): HelpPart {
  return helpParts.find((part) => part === text) ?? 'troubleshooting';
}

export const pathTo = {
  connector: (id: string): string => `/connectors/edit/${encodeURIComponent(id)}`,
  newOutput: (type: OutputType): string => `/outputs/new/${type}`,
  help: (part: HelpPart): string => `/help/${part}`,
  output: (id: string): string => `/outputs/edit/${encodeURIComponent(id)}`,
} as const;

const fixed: readonly string[] = [routes.welcome, routes.status, routes.logs, routes.ledger, routes.quarantine, routes.connectors, routes.newConnector, routes.outputs, routes.settings, routes.help];

/** Whether main may send the window there: a screen that exists, nothing else. */
export function isRoute(path: string): boolean {
  return fixed.includes(path) || /^\/(connectors|outputs)\/edit\/[^/]+$/.test(path) || helpParts.some((part) => path === pathTo.help(part)) || outputTypes.some((type) => path === pathTo.newOutput(type));
}
