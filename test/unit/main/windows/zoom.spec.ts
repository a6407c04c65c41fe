import { describe, expect, it } from 'vitest';

import { nextZoom } from '../../../../electron/main/windows/zoom';

describe('zoom', () => {
  it('steps between 50 and 300 % and stays there', () => {
    expect([nextZoom(1, 1), nextZoom(1, -1), nextZoom(1.0999, 1), nextZoom(3, 1), nextZoom(0.5, -1), nextZoom(7, -1), nextZoom(0.1, 1)]).toEqual([1.1, 0.9, 1.25, 3, 0.5, 3, 0.5]);
  });
});
