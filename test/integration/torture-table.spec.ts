import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { FAULT_NAMES } from '../../electron/simulator/simulator';
import { markdownTable, scenarios } from '../torture/table';

describe('the torture scenarios', () => {
  it('are listed in docs/guarantees.md as they are (npm run torture -- --list-markdown)', () => {
    const guarantees = readFileSync(path.resolve(import.meta.dirname, '..', '..', 'docs', 'guarantees.md'), 'utf8');
    expect(guarantees).toContain(markdownTable());
  });

  it('have names of their own, and each names the trap it covers', () => {
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
    expect(scenarios.length).toBeGreaterThanOrEqual(60);
    expect(scenarios.filter(({ trap }) => !/(API|FEATURES|RELIABILITY)\.md/.test(trap))).toEqual([]);
  });

  it('cover every fault the simulator knows', () => {
    const covered = new Set(scenarios.flatMap(({ faults = [] }) => faults.map(({ fault }) => fault)));
    expect(FAULT_NAMES.filter((fault) => !covered.has(fault))).toEqual([]);
  });
});
