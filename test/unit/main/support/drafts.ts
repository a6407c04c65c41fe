import type { ConnectorDraft } from '../../../../shared/model/connector';
import type { FileOutputConfig, HttpOutputConfig } from '../../../../shared/model/output';

export function connectorDraft(overrides: Partial<ConnectorDraft> = {}): ConnectorDraft {
  return {
    id: '',
    name: 'Head office',
    baseUrl: 'https://api.services.mimecast.com',
    clientId: 'client-1',
    clientSecret: 'canary-secret-1',
    logTypes: ['SIEM'],
    platform: 'cloud-gateway',
    siemDelivery: 'batch',
    startFrom: null,
    pollSeconds: null,
    outputs: ['local-files'],
    enabled: true,
    ...overrides,
  };
}

export function fileOutput(overrides: Partial<FileOutputConfig> = {}): FileOutputConfig {
  return { id: '', name: 'Archive', enabled: true, format: 'both', type: 'file', path: '/srv/archive', rotateMiB: 16, ...overrides };
}

export function httpOutput(overrides: Partial<HttpOutputConfig> = {}): HttpOutputConfig {
  return {
    id: '',
    name: 'DNIF',
    enabled: true,
    format: 'both',
    type: 'http',
    url: 'https://dnif.example.com:2882/in/events',
    auth: { kind: 'bearer' },
    maxEvents: 500,
    maxKiB: 1024,
    gzip: true,
    ...overrides,
  };
}
