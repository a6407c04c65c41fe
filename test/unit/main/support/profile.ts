import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Conf from 'conf';
import { onTestFinished } from 'vitest';

import type { CollectorLog } from '../../../../electron/collector/collector';
import type { DocumentContext, Notice, OpenStoredFile } from '../../../../electron/main/storage/document';

/** The class under electron-store: the same files, without Electron. */
export const openConfFile: OpenStoredFile = ({ cwd, name, configFileMode, accessPropertiesByDotNotation }) =>
  new Conf<Record<string, unknown>>({ cwd, configName: name, configFileMode, accessPropertiesByDotNotation });

/** An empty folder that is gone after the test. */
export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'mc-main-'));
  onTestFinished(() => {
    rmSync(dir, { recursive: true, force: true });
  });
  return dir;
}

/** Noon, 22 August 2026, UTC. */
export const noon = Date.UTC(2026, 7, 22, 12);

export function documents(dir = tempDir()): DocumentContext & { readonly notices: Notice[] } {
  const notices: Notice[] = [];
  return { dir, open: openConfFile, now: () => noon, notice: (notice) => notices.push(notice), notices };
}

export function readJson(dir: string, name: string): unknown {
  return JSON.parse(readFileSync(join(dir, name), 'utf8'));
}

/** A log whose lines the test can read. */
export function memoryLog(): CollectorLog & { readonly lines: { level: string; event: string; fields: Readonly<Record<string, unknown>> }[] } {
  const lines: { level: string; event: string; fields: Readonly<Record<string, unknown>> }[] = [];
  return {
    lines,
    write: (level, event, fields = {}) => {
      lines.push({ level, event, fields });
    },
  };
}
