import type { ConnectorConfig } from '../../../shared/model/connector';
import type { LogType } from '../../../shared/model/log-type';
import type { WorkPool } from '../pipeline/work-pool';
import type { ApiClient } from './mimecast/client/api-client';
import { HoldStream } from './mimecast/streams/hold-stream';
import { SiemBatchStream } from './mimecast/streams/siem-batch';
import { SiemHybridStream } from './mimecast/streams/siem-hybrid';
import { SiemPlatformStream } from './mimecast/streams/siem-platform';
import { SiemStreamingStream } from './mimecast/streams/siem-streaming';
import type { Platform } from './mimecast/streams/siem-types';
import { auditDeclaration, dlpDeclaration, WindowStream } from './mimecast/streams/window-stream';
import type { Stream } from './source';

/** The stream of one log type of a connector. */
export function createStream(config: ConnectorConfig, logType: LogType, client: ApiClient, pool: WorkPool): Stream {
  switch (logType) {
    case 'SIEM': {
      const create = (platform: Platform): Stream => siemStream(config.siemDelivery, platform, client, pool);
      return config.platform === 'auto' ? new SiemPlatformStream(client, create) : create(config.platform);
    }
    case 'DLP':
      return new WindowStream(dlpDeclaration, client);
    case 'Audit_Events':
      return new WindowStream(auditDeclaration, client);
    case 'Hold_Message_List':
      return new HoldStream(client);
  }
}

function siemStream(delivery: ConnectorConfig['siemDelivery'], platform: Platform, client: ApiClient, pool: WorkPool): Stream {
  switch (delivery) {
    case 'batch':
      return new SiemBatchStream({ client, pool, platform });
    case 'streaming':
      return new SiemStreamingStream({ client, platform });
    case 'hybrid':
      return new SiemHybridStream(new SiemStreamingStream({ client, platform }), new SiemBatchStream({ client, pool, platform }));
  }
}
