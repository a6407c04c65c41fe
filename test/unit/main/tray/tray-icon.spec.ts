import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { trayIconFile } from '../../../../electron/main/tray/tray-icon';

const icons = ['active', 'degraded', 'failed', 'paused', 'idle'] as const;
const bars = [['darwin', false], ['win32', true], ['win32', false], ['linux', false]] as const;
const bytes = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../../../../electron/resources', name));

describe('the files of the tray icons', () => {
  it('macOS colours them itself, Windows gets the colour of its task bar, Linux the colourful ones', () => {
    expect(bars.map(([platform, dark]) => trayIconFile('active', platform, dark))).toEqual(['tray-activeTemplate.png', 'tray-active-on-dark.png', 'tray-active-on-light.png', 'tray-active.png']);
  });

  it('every one exists in both sizes, and no two states look the same', () => {
    for (const [platform, dark] of bars) {
      const files = icons.map((icon) => trayIconFile(icon, platform, dark));
      for (const dense of ['', '@2x']) {
        const drawn = files.map((file) => bytes(file.replace(/\.png$/, `${dense}.png`)).toString('base64'));
        expect(new Set(drawn).size, `${platform} ${dense}`).toBe(icons.length);
      }
    }
  });
});
