import { describe, expect, it } from 'vitest';

import { placeOn } from '../../../../electron/main/windows/bounds';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const second = { x: 1440, y: 0, width: 1920, height: 1080 };

describe('the place of the window', () => {
  it('is the middle of the first display at first', () => {
    expect(placeOn(null, [laptop, second])).toEqual({ x: 100, y: 52, width: 1240, height: 820 });
  });

  it('is where it was', () => {
    const there = { x: 1600, y: 100, width: 1000, height: 700 };
    expect(placeOn(there, [laptop, second])).toEqual(there);
  });

  it('comes back when its display is gone', () => {
    expect(placeOn({ x: 1600, y: 100, width: 1000, height: 700 }, [laptop])).toEqual({ x: 220, y: 112, width: 1000, height: 700 });
  });

  it('is moved in when part of it is outside', () => {
    expect(placeOn({ x: 1000, y: 700, width: 1000, height: 700 }, [laptop])).toEqual({ x: 440, y: 200, width: 1000, height: 700 });
  });

  it('is shrunk to the display, but never below the smallest size', () => {
    expect(placeOn({ x: 0, y: 0, width: 4000, height: 3000 }, [laptop])).toEqual({ x: 0, y: 25, width: 1440, height: 875 });
    expect(placeOn({ x: 0, y: 0, width: 10, height: 10 }, [laptop])).toMatchObject({ width: 900, height: 600 });
    expect(placeOn(null, [{ x: 0, y: 0, width: 640, height: 480 }])).toEqual({ x: 0, y: 0, width: 900, height: 600 });
  });
});
