import { describe, expect, it } from 'vitest';

import { routesOf } from '../../../../electron/collector/supervisor/connector-runtime';
import type { ConnectorConfig } from '../../../../shared/model/connector';
import { fileConfig } from '../../../support/loops';

const connector: ConnectorConfig = {
  id: 'c1', name: 'Head office', enabled: true, baseUrl: 'https://api.services.mimecast.com', clientId: 'id', logTypes: ['SIEM', 'DLP'], platform: 'cloud-gateway', siemDelivery: 'batch',
  startFrom: null, pollSeconds: null, outputs: ['all', 'dlp', 'unknown'],
};

describe('routes of a connector', () => {
  it('offer a log type only to outputs that want it', () => {
    const all = { ...fileConfig, id: 'all' };
    const dlp = { ...fileConfig, id: 'dlp', filter: { logTypes: ['DLP' as const] } };
    expect(routesOf(connector, [all, dlp])).toEqual({ SIEM: ['all', 'unknown'], DLP: ['all', 'dlp', 'unknown'] });
  });

  it('ask for every log type where only event types are chosen', () => {
    const picky = { ...fileConfig, id: 'dlp', filter: { eventTypes: { mode: 'include' as const, types: ['av'] } } };
    expect(routesOf({ ...connector, outputs: ['dlp'] }, [picky])).toEqual({ SIEM: ['dlp'], DLP: ['dlp'] });
  });
});
