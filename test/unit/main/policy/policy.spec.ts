import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { HandlersOf } from '../../../../electron/main/ipc/handlers';
import { managedOutputs } from '../../../../electron/main/policy/managed-outputs';
import { allowsOutput, networkPolicy, parsePolicy, PolicyError, readPolicy, registryText } from '../../../../electron/main/policy/policy';
import { defaultNetworkSettings } from '../../../../shared/model/network';
import { fileOutput } from '../support/drafts';
import { tempDir } from '../support/profile';

describe('the policy of an organization', () => {
  it('decides what it names and leaves the rest', () => {
    const network = { ...defaultNetworkSettings, proxy: { kind: 'none' as const } };
    const policy = parsePolicy(JSON.stringify({ network, outputTypes: ['http'] }), 'x');
    expect(networkPolicy(policy)).toEqual(network);
    expect([allowsOutput(policy, 'http'), allowsOutput(policy, 'file')]).toEqual([true, false]);
    expect([networkPolicy(null), allowsOutput(null, 'file'), allowsOutput(parsePolicy('{}', 'x'), 'file')]).toEqual([null, true, true]);
  });

  it.each(['', '[]', '{"outputTypes":["ftp"]}', '{"outputTypo":[]}', '{"network":{"proxy":{"kind":"manual"}}}', '{"updates":{"url":"http://updates.example.com"}}', '{"updates":{"mode":"always"}}'])('that cannot be understood is refused, never skipped: %s', (text) => {
    expect(() => parsePolicy(text, 'x')).toThrow(PolicyError);
  });

  it('may decide each part of the updates by itself', () => {
    expect(parsePolicy('{"updates":{"channel":"latest"}}', 'x').updates).toEqual({ channel: 'latest' });
    expect(parsePolicy('{"updates":{"mode":"off","url":"https://updates.example.com/connector"}}', 'x').updates).toEqual({ mode: 'off', url: 'https://updates.example.com/connector' });
  });

  it('is read from a place that only root may write to', async () => {
    const file = join(tempDir(), 'policy.json');
    expect(await readPolicy('linux', file)).toBeNull();
    writeFileSync(file, '{"outputTypes":["http"]}');
    chmodSync(file, 0o666);
    await expect(readPolicy('linux', file)).rejects.toThrow('writable by nobody else');
  });

  it('is found in the answer of reg query', () => {
    expect(registryText('\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Mimecast Connector\r\n    Policy    REG_SZ    {"outputTypes": ["http"]}\r\n\r\n')).toBe('{"outputTypes": ["http"]}');
    const other = '\r\nHKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Mimecast Connector\r\n    Policy    REG_EXPAND_SZ    {"outputTypes": ["http"]}\r\n\r\n';
    for (const answer of [other, '']) expect(() => registryText(answer)).toThrow('must be of the type REG_SZ');
  });

  it('may leave out what is none, because a plist knows no null', () => {
    const text = '{"network":{"proxy":{"kind":"manual","url":"http://proxy.example.com:8080"}}}';
    expect(networkPolicy(parsePolicy(text, 'x'))).toEqual({ ...defaultNetworkSettings, proxy: { kind: 'manual', url: 'http://proxy.example.com:8080', noProxy: [], username: null } });
    expect(networkPolicy(parsePolicy('{"network":{"proxy":{"kind":"system"},"tlsMinimum":"TLSv1.3"}}', 'x'))).toEqual({ ...defaultNetworkSettings, tlsMinimum: 'TLSv1.3' });
    expect(() => parsePolicy('{"network":{"caFile":"/etc/ssl/company-ca.pem"}}', 'x')).toThrow(PolicyError);
  });

  it('lets no output of a forbidden type be saved, tested or proven', () => {
    const told: string[] = [];
    const tell = (name: string) => () => {
      told.push(name);
      return Promise.reject(new Error('reached'));
    };
    const handlers = { 'outputs.save': tell('save'), 'outputs.check': tell('check'), 'outputs.prove': tell('prove') } as unknown as HandlersOf<'outputs'>;
    const managed = managedOutputs({ outputTypes: ['http'] }, handlers);
    const draft = { config: fileOutput(), secret: null } as unknown as Parameters<typeof managed['outputs.save']>[0];
    for (const name of ['outputs.save', 'outputs.check', 'outputs.prove'] as const) expect(() => managed[name](draft, new AbortController().signal)).toThrow('does not allow');
    expect(told).toEqual([]);
  });
});
