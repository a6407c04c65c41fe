import type { TcpOutputConfig } from '../../../../shared/model/output';
import { hostAndPort } from '../../kit/along-routes';
import type { Clock } from '../../kit/clock';
import { paceOf } from '../limits/pace';
import { receiverTarget } from '../net/network-socket';
import type { TlsMaterial } from '../net/tls-material';
import { readTls } from '../net/tls-material';
import type { RenderedBatch } from '../output';
import { lineOf } from '../parts/span';
import type { LinkTimeouts } from '../stream/link';
import { doubt, linkTimeouts } from '../stream/link';
import { StreamLink } from '../stream/stream-link';
import { StreamOutput } from '../stream/stream-output';
import { withoutControls } from '../stream/without-controls';
import type { Listener } from '../transcript';

const lineEnd = Buffer.from('\n');

/** One event as it goes over the wire. */
export function tcpFrame(batch: RenderedBatch, index: number): Buffer {
  return Buffer.concat([withoutControls(lineOf(batch, index)), lineEnd]);
}

/** Newline JSON over TCP or TLS (DNIF.md §5): one event, one line. JSON text holds no line end, so no field can begin a line. */
export class TcpOutput extends StreamOutput {
  constructor(options: { readonly config: TcpOutputConfig; readonly clock: Clock; readonly timeouts?: LinkTimeouts; readonly listener?: Listener }) {
    const { config, clock, timeouts = linkTimeouts } = options;
    let material: TlsMaterial = {};
    super({
      clock,
      target: `${config.tls.enabled ? 'tls' : 'tcp'}://${hostAndPort(config.host, config.port)}`,
      ...(options.listener === undefined ? {} : { listener: options.listener }),
      pace: paceOf(config.rateLimit, clock),
      doubtMs: doubt.streamMs,
      atOnce: 500,
      prepare: async () => {
        if (config.tls.enabled) material = await readTls(config.tls, clock.now());
      },
      connect: async (signal) => {
        // Read again: a certificate that was renewed meanwhile is taken with the next connection.
        if (config.tls.enabled) material = await readTls(config.tls, clock.now()).catch(() => material);
        return StreamLink.open({ ...receiverTarget(config, options.listener), tls: config.tls.enabled ? material : null }, clock, timeouts, signal);
      },
      frame: tcpFrame,
    });
  }
}
