import type { ConnectorConfig } from '../../../shared/model/connector';
import type { LogType } from '../../../shared/model/log-type';
import type { WorkPool } from '../pipeline/work-pool';
import type { ApiClient } from './mimecast/client/api-client';
import { HoldStream } from './mimecast/streams/hold-stream';
import { SiemBatchStream } from './mimecast/streams/siem-batch';
import { SiemStreamingStream } from './mimecast/streams/siem-streaming';
import { auditDeclaration, dlpDeclaration, WindowStream } from './mimecast/streams/window-stream';
import type { Stream } from './source';

/** The stream of one log type of a connector. */
export function createStream(config: ConnectorConfig, logType: LogType, client: ApiClient, pool: WorkPool): Stream {
  switch (logType) {
    case 'SIEM':
      return config.siemDelivery === 'batch'
        ? new SiemBatchStream({ client, pool, platform: config.platform })
        : new SiemStreamingStream({ client, platform: config.platform });
    case 'DLP':
      return new WindowStream(dlpDeclaration, client);
    case 'Audit_Events':
      return new WindowStream(auditDeclaration, client);
    case 'Hold_Message_List':
      return new HoldStream(client);
  }
}
