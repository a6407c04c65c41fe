import type { OutputType } from '../shared/model/output';

/** Every screen's path pattern, in the hash. */
export const routes = {
  welcome: '/welcome',
  status: '/status',
  logs: '/logs',
  connectors: '/connectors',
  newConnector: '/connectors/new',
  connector: '/connectors/edit/:id',
  outputs: '/outputs',
  newOutput: '/outputs/new/:type',
  output: '/outputs/edit/:id',
  settings: '/settings',
} as const;

export const pathTo = {
  connector: (id: string): string => `/connectors/edit/${encodeURIComponent(id)}`,
  newOutput: (type: OutputType): string => `/outputs/new/${type}`,
  output: (id: string): string => `/outputs/edit/${encodeURIComponent(id)}`,
} as const;

const fixed: readonly string[] = [routes.welcome, routes.status, routes.logs, routes.connectors, routes.newConnector, routes.outputs, routes.settings];

/** Whether main may send the window there: a screen that exists, nothing else. */
export function isRoute(path: string): boolean {
  return fixed.includes(path) || /^\/(connectors|outputs)\/edit\/[^/]+$/.test(path) || /^\/outputs\/new\/(file|http)$/.test(path);
}
