/**
 * Screens that the window comes back to after a restart. Forms are not among them (what was typed is gone), nor are
 * addresses that carry a filter (it may hold a name from the logs).
 */
export const keptScreens = ['/status', '/overview', '/watch', '/logs', '/ledger', '/quarantine', '/connectors', '/outputs', '/settings', '/help'] as const;

/** The screen that a path belongs to; null for one that is not kept. */
export function keptScreen(path: string): (typeof keptScreens)[number] | null {
  return keptScreens.find((screen) => path === screen || path.startsWith(`${screen}/`)) ?? null;
}
