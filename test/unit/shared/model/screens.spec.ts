import { describe, expect, it } from 'vitest';

import { keptScreen } from '../../../../shared/model/screens';

describe('the screen that the window comes back to', () => {
  it.each([
    ['/status', '/status'],
    ['/help/diagnostics', '/help'],
    ['/connectors/edit/c1', '/connectors'],
    // A filter may hold a name from the logs: only the screen is kept.
    ['/logs/find/c3ViamVjdA', '/logs'],
    ['/welcome', null],
    ['/statuses', null],
    ['', null],
    ['/../etc/passwd', null],
    ['javascript:alert(1)', null],
  ])('%s is %s', (path, screen) => {
    expect(keptScreen(path)).toBe(screen);
  });
});
