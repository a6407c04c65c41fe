import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { previewHandlers } from '../../../../electron/main/ipc/handlers/preview';
import type { Workspace } from '../../../../electron/main/workspace/workspace';
import type { PreviewTextAsk } from '../../../../shared/model/preview';
import { tempDir } from '../../../support/temp-dir';
import { FakeCollector } from '../support/fake-collector';

const ask = (format: PreviewTextAsk['format']): PreviewTextAsk => ({ list: { text: '', logTypes: [], connectorIds: [], upTo: 3, after: 0, marks: [] }, format, columns: ['sender', 'subject'], redact: false });

/** Three events, one per part. */
function handlersOf(file: string | null, onPart: () => void = () => undefined) {
  const collector = new FakeCollector();
  const preview = {
    ...collector.preview,
    text: ({ list }: PreviewTextAsk) => {
      onPart();
      return Promise.resolve({ text: `{"n":${String(list.after)}}\n`, events: 1, next: list.after < 2 ? list.after + 1 : null });
    },
  };
  const workspace = { collector: Object.assign(collector, { preview }) } as unknown as Workspace;
  return previewHandlers({ workspace: () => workspace, chooseFile: () => Promise.resolve(file), now: () => Date.parse('2026-11-22T10:00:00Z'), onExporting: () => undefined });
}

describe('the export of the live list', () => {
  it('writes every part, readable by this user only', async () => {
    const file = path.join(tempDir(), 'out.ndjson');
    const handlers = handlersOf(file);
    expect(await handlers['preview.export'](ask('ndjson'), new AbortController().signal)).toEqual({ path: file, events: 3 });
    expect(readFileSync(file, 'utf8')).toBe('{"n":0}\n{"n":1}\n{"n":2}\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await handlers['preview.exportProgress'](undefined, new AbortController().signal)).toBeNull();
  });

  it('makes one list of JSON and one table of CSV', async () => {
    const file = path.join(tempDir(), 'out');
    const handlers = handlersOf(file);
    await handlers['preview.export'](ask('json'), new AbortController().signal);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
    await handlers['preview.export'](ask('csv'), new AbortController().signal);
    expect(readFileSync(file, 'utf8').split('\r\n')[0]).toBe('sender,subject');
    const copied = await handlers['preview.text'](ask('json'), new AbortController().signal);
    expect(JSON.parse(copied.text)).toEqual([{ n: 0 }]);
  });

  it('leaves no half file when it is cancelled, and none when no file was chosen', async () => {
    const file = path.join(tempDir(), 'out');
    const gone = new AbortController();
    const handlers = handlersOf(file, () => { gone.abort(); });
    await expect(handlers['preview.export'](ask('ndjson'), gone.signal)).rejects.toThrow();
    expect(existsSync(file)).toBe(false);
    expect(await handlersOf(null)['preview.export'](ask('ndjson'), new AbortController().signal)).toEqual({ path: null, events: 0 });
  });
});
