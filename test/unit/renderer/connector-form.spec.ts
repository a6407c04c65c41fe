import { describe, expect, it } from 'vitest';

import { readDraft } from '../../../renderer/forms/draft-resolver';
import { connectorShape, valuesOf } from '../../../renderer/screens/connectors/connector-form';
import type { ConnectorView } from '../../../shared/model/connector';

const stored: ConnectorView = {
  id: 'c1', name: 'Head office', baseUrl: 'https://api.services.mimecast.com', clientId: 'abcdef0123', logTypes: ['SIEM'], platform: 'cloud-integrated',
  siemDelivery: 'streaming', startFrom: '2026-11-01T08:30:27.123Z', pollSeconds: 120, outputs: ['o1', 'gone'], enabled: false, secret: { kind: 'stored', savedAt: null },
};

describe('the connector form', () => {
  it('gives back an untouched connector as it was, without outputs that are gone', () => {
    const read = readDraft(connectorShape(stored, 'utc'), valuesOf(stored, ['o1', 'o2'], 'utc'));
    const { secret: _secret, ...config } = stored;
    expect(read).toEqual({ kind: 'ok', draft: { ...config, outputs: ['o1'], clientSecret: null } });
  });

  it('asks a new connector for everything it needs', () => {
    const read = readDraft(connectorShape(null, 'utc'), valuesOf(null, [], 'utc'));
    expect(read.kind === 'invalid' ? [...read.problems.keys()].sort() : read).toEqual(['clientId', 'clientSecret', 'logTypes', 'name', 'outputs']);
  });

  it('names every wrong field, also below Advanced', () => {
    const values = { ...valuesOf(stored, ['o1'], 'utc'), baseUrl: 'https://eu-api.mimecast.com', pollSeconds: '1', startFrom: 'yesterday' };
    const read = readDraft(connectorShape(stored, 'utc'), values);
    expect(read.kind === 'invalid' ? Object.fromEntries(read.problems) : read).toEqual({
      baseUrl: expect.stringContaining('API 1.0 host') as string,
      pollSeconds: expect.stringContaining('seconds or more') as string,
      startFrom: 'Enter a date and time.',
    });
  });

  it.each([['abc', 'Enter a whole number.'], ['1.5', 'Enter a whole number.'], ['90000', 'Choose a day (86,400 seconds) or less.']])('refuses the poll interval %s in words', (text, message) => {
    const read = readDraft(connectorShape(stored, 'utc'), { ...valuesOf(stored, ['o1'], 'utc'), pollSeconds: text });
    expect(read.kind === 'invalid' ? read.problems.get('pollSeconds') : read).toBe(message);
  });

  it('reads a changed start in the zone it is shown in', () => {
    const read = readDraft(connectorShape(stored, 'utc'), { ...valuesOf(stored, ['o1'], 'utc'), startFrom: '2026-11-02T00:00' });
    expect(read.kind === 'ok' ? read.draft.startFrom : read).toBe('2026-11-02T00:00:00.000Z');
  });
});
