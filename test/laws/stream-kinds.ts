import { HoldStream } from '../../electron/collector/sources/mimecast/streams/hold-stream';
import { SiemBatchStream } from '../../electron/collector/sources/mimecast/streams/siem-batch';
import { SiemHybridStream } from '../../electron/collector/sources/mimecast/streams/siem-hybrid';
import { SiemPlatformStream } from '../../electron/collector/sources/mimecast/streams/siem-platform';
import { SiemStreamingStream } from '../../electron/collector/sources/mimecast/streams/siem-streaming';
import { auditDeclaration, dlpDeclaration, WindowStream } from '../../electron/collector/sources/mimecast/streams/window-stream';
import { inlinePool } from '../support/inline-pool';
import type { StreamKind } from './stream-law';

const siem = { source: 'siem', key: 'processingId' } as const;
/** Nothing else in the tenant: it would only cost time. */
const empty = { events: 0, dlpEvents: 0, auditEvents: 0, heldMessages: 0 };
const pool = inlinePool;

/** More than one page of each kind: 100 files, 100 events, 500 records. */
export const kinds = {
  batch: {
    ...siem, name: 'SIEM batch, list', options: { ...empty, events: 330, eventsPerFile: 3 },
    make: (client) => new SiemBatchStream({ client, pool, platform: 'cloud-gateway' }),
  },
  single: {
    ...siem, name: 'SIEM batch, one type at a time', options: { ...empty, events: 150, eventsPerFile: 3, faults: [{ fault: 'batch.noList' }] },
    make: (client) => new SiemBatchStream({ client, pool, platform: 'cloud-gateway' }),
  },
  batchCi: {
    ...siem, name: 'SIEM batch, Cloud Integrated', options: { ...empty, events: 220, eventsPerFile: 2, platform: 'cloud-integrated' },
    make: (client) => new SiemBatchStream({ client, pool, platform: 'cloud-integrated' }),
  },
  streaming: {
    ...siem, name: 'SIEM streaming', options: { ...empty, events: 330 },
    make: (client) => new SiemStreamingStream({ client, platform: 'cloud-gateway' }),
  },
  streamingCi: {
    ...siem, name: 'SIEM streaming, Cloud Integrated', options: { ...empty, events: 220, platform: 'cloud-integrated' },
    make: (client) => new SiemStreamingStream({ client, platform: 'cloud-integrated' }),
  },
  hybrid: {
    ...siem, name: 'SIEM hybrid', overlaps: true, options: { ...empty, events: 150, eventsPerFile: 10 },
    make: (client) => new SiemHybridStream(new SiemStreamingStream({ client, platform: 'cloud-gateway' }), new SiemBatchStream({ client, pool, platform: 'cloud-gateway' })),
  },
  auto: {
    ...siem, name: 'SIEM, platform found out', options: { ...empty, events: 60, eventsPerFile: 10, platform: 'cloud-integrated' },
    make: (client) => new SiemPlatformStream(client, (platform) => new SiemBatchStream({ client, pool, platform })),
  },
  dlp: {
    name: 'DLP', source: 'dlp', key: 'messageId', options: { ...empty, dlpEvents: 1300, historyHours: 30 },
    make: (client) => new WindowStream(dlpDeclaration, client),
  },
  audit: {
    name: 'Audit_Events', source: 'audit', key: 'id', options: { ...empty, auditEvents: 1300, historyHours: 30 },
    make: (client) => new WindowStream(auditDeclaration, client),
  },
  hold: {
    name: 'Hold_Message_List', source: 'hold', key: 'id', options: { ...empty, heldMessages: 1300 },
    make: (client) => new HoldStream(client),
  },
} as const satisfies Record<string, StreamKind>;
