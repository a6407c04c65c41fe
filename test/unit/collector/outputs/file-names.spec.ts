import { describe, expect, it } from 'vitest';

import { fileName, fileNumber, safeName, streamKey } from '../../../../electron/collector/outputs/file/file-names';

describe('file names', () => {
  it.each(['mimecast_connector', 'Zürich', 'मुंबई', '東京-2'])('keeps %s', (name) => {
    expect(safeName(name)).toBe(name);
  });

  it.each([
    ['Head office', /^Head-office-[0-9a-f]{8}$/],
    ['../../etc/passwd', /^etc-passwd-[0-9a-f]{8}$|^[^/.]+-[0-9a-f]{8}$/],
    ['CON', /^CON-[0-9a-f]{8}$/],
    ['lpt1', /^lpt1-[0-9a-f]{8}$/],
    ['-rf', /^rf-[0-9a-f]{8}$/],
    ['…', /^connector-[0-9a-f]{8}$/],
    ['a\u0000b', /^a-b-[0-9a-f]{8}$/],
    ['\ud800', /^connector-[0-9a-f]{8}$/],
  ])('makes %j safe', (name, pattern) => {
    expect(safeName(name)).toMatch(pattern);
  });

  it('tells names apart that become alike', () => {
    const names = ['A/B', 'A B', 'A-B', 'A.B', 'A\u00e9', 'Ae\u0301'];
    expect(new Set(names.map(safeName)).size).toBe(names.length);
  });

  it.each(['x'.repeat(80), '東'.repeat(80), '😀'.repeat(40), '𝒳'.repeat(40)])('shortens long names to what a file system takes', (name) => {
    expect(safeName(name).length).toBeLessThanOrEqual(60);
    expect(Buffer.byteLength(`.01234567.${fileName(streamKey(name, 'Hold_Message_List'), 999_999_999)}`)).toBeLessThan(255);
  });

  it('reads the number back, whatever the letter case', () => {
    const key = streamKey('a', 'Audit_Events');
    expect(fileNumber(key, fileName(key, 7))).toBe(7);
    expect(fileNumber(key, 'A_audit_events_1000000.NDJSON')).toBe(1_000_000);
    expect(fileNumber('a_SIEM', fileName(key, 7))).toBeNull();
    expect(fileNumber('a_SIEM', 'a_SIEM_7.ndjson')).toBeNull();
  });
});
