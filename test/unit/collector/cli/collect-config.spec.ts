import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { ConfigError, readCollectConfig } from '../../../../electron/collector/cli/collect-config';
import { tempDir } from '../../../support/temp-dir';

const file = { name: 'files', type: 'file', path: 'out' };
const connector = { name: 'HQ', clientId: 'id', outputs: ['files'] };

function read(content: unknown) {
  const dir = tempDir();
  const name = path.join(dir, 'config.json');
  writeFileSync(name, typeof content === 'string' ? content : JSON.stringify(content));
  return { dir, setup: () => readCollectConfig(name) };
}

describe('readCollectConfig', () => {
  it('fills in what is usual; names are ids, and paths are beside the file', () => {
    const { dir, setup } = read({ connectors: [{ ...connector, clientSecretEnv: 'A_SECRET' }], outputs: [{ ...file, secretEnv: 'B_SECRET' }] });
    const { config, variables } = setup();
    expect(config.connectors).toEqual([
      {
        id: 'HQ', name: 'HQ', baseUrl: 'https://api.services.mimecast.com', clientId: 'id', logTypes: ['SIEM', 'DLP', 'Audit_Events', 'Hold_Message_List'],
        platform: 'cloud-gateway', siemDelivery: 'batch', startFrom: null, pollSeconds: null, outputs: ['files'], enabled: true,
      },
    ]);
    expect(config.outputs).toMatchObject([{ id: 'files', name: 'files', type: 'file', path: path.join(dir, 'out'), format: 'both', enabled: true, rotateMiB: 128 }]);
    expect([...variables.connectors, ...variables.outputs]).toEqual([['HQ', 'A_SECRET'], ['files', 'B_SECRET']]);
    // Secrets themselves have no place in the file.
    expect(JSON.stringify(config)).not.toContain('SECRET');
  });

  it('takes any way to write a time', () => {
    const { setup } = read({ connectors: [{ ...connector, startFrom: '2026-03-10T12:00:00+02:00' }], outputs: [file] });
    expect(setup().config.connectors[0]?.startFrom).toBe('2026-03-10T10:00:00.000Z');
  });

  it.each([
    ['no JSON', '{', 'Cannot read'],
    ['no object', '[]', 'is not valid'],
    ['no connector', { connectors: [], outputs: [file] }, 'connectors'],
    ['no output', { connectors: [connector], outputs: [] }, 'outputs'],
    ['an unknown member', { connectors: [{ ...connector, clientSecret: 'x' }], outputs: [file] }, 'clientSecret'],
    ['an unknown log type', { connectors: [{ ...connector, logTypes: ['siem'] }], outputs: [file] }, 'logTypes'],
    ['an unknown output type', { connectors: [connector], outputs: [{ name: 'x', type: 'carrier pigeon' }] }, 'outputs.0.type'],
    ['an API 1.0 host', { connectors: [{ ...connector, baseUrl: 'https://us-api.mimecast.com' }], outputs: [file] }, 'API 1.0 host'],
    ['an unprotected host', { connectors: [{ ...connector, baseUrl: 'http://api.example.com' }], outputs: [file] }, 'https://'],
    ['a start that is no time', { connectors: [{ ...connector, startFrom: 'yesterday' }], outputs: [file] }, 'startFrom'],
    ['polling too often', { connectors: [{ ...connector, pollSeconds: 1 }], outputs: [file] }, 'pollSeconds'],
    ['an output that is not defined', { connectors: [{ ...connector, outputs: ['files', 'dnif'] }], outputs: [file] }, 'names the output dnif'],
    ['a connector twice', { connectors: [connector, connector], outputs: [file] }, 'names the connector HQ twice'],
    ['an output twice', { connectors: [connector], outputs: [file, file] }, 'names the output files twice'],
    ['a receiver without https', { connectors: [connector], outputs: [file, { name: 'dnif', type: 'http', url: 'http://dnif.example.com/x' }] }, 'Output dnif'],
  ])('names what is wrong: %s', (_name, content, words) => {
    const { setup } = read(content);
    expect(setup).toThrow(ConfigError);
    expect(setup).toThrow(words);
  });

  it('names a file that is not there', () => {
    expect(() => readCollectConfig(path.join(tempDir(), 'gone.json'))).toThrow('Cannot read');
  });
});
