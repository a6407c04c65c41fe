import { hostname } from 'node:os';

import type { SyslogOutputConfig } from '../../../../shared/model/output';
import { hostAndPort } from '../../kit/along-routes';
import type { Clock } from '../../kit/clock';
import { failure } from '../../kit/failure-error';
import { paceOf } from '../limits/pace';
import { receiverTarget } from '../net/network-socket';
import type { TlsMaterial } from '../net/tls-material';
import { readTls } from '../net/tls-material';
import { DatagramLink } from '../stream/datagram-link';
import type { LinkTimeouts } from '../stream/link';
import { doubt, linkTimeouts } from '../stream/link';
import { StreamLink } from '../stream/stream-link';
import type { Frame } from '../stream/stream-output';
import { StreamOutput } from '../stream/stream-output';
import type { Listener } from '../transcript';
import { lineFramed, octetCounted, syslogMessage } from './syslog-message';

const bytesPerKiB = 1024;

/** A stream is emptied by its receiver's own pace; datagrams fill a buffer that is often no larger than 200 KiB. */
const atOnce = { stream: 500, datagram: 50 };

/** What an IPv4 datagram can carry: 65,535 bytes less the headers of IP and UDP. */
const largestDatagram = 65_507;

/** Syslog over UDP, TCP or TLS. Best effort on each of them: syslog has no confirmation. */
export class SyslogOutput extends StreamOutput {
  constructor(options: { readonly config: SyslogOutputConfig; readonly clock: Clock; readonly timeouts?: LinkTimeouts; readonly listener?: Listener; readonly hostName?: string }) {
    const { config, clock, timeouts = linkTimeouts, hostName = hostname() } = options;
    const { host, port, transport } = config;
    let material: TlsMaterial = {};
    super({
      clock,
      target: `${transport}://${hostAndPort(host, port)}`,
      ...(options.listener === undefined ? {} : { listener: options.listener }),
      pace: paceOf(config.rateLimit, clock),
      doubtMs: transport === 'udp' ? doubt.datagramMs : doubt.streamMs,
      atOnce: transport === 'udp' ? atOnce.datagram : atOnce.stream,
      prepare: async () => {
        if (transport === 'tls') material = await readTls(config.tls, clock.now());
      },
      connect: async (signal) => {
        if (transport === 'udp') return DatagramLink.open(host, port, clock, timeouts, signal);
        // Read again: a certificate that was renewed meanwhile is taken with the next connection.
        if (transport === 'tls') material = await readTls(config.tls, clock.now()).catch(() => material);
        return StreamLink.open({ ...receiverTarget(config, options.listener), tls: transport === 'tls' ? material : null }, clock, timeouts, signal);
      },
      frame: syslogFrame(config, () => clock.now(), hostName),
    });
  }
}

/** How an event goes over the wire; `now` is epoch ms, for events without a time of their own. */
export function syslogFrame(config: SyslogOutputConfig, clock: () => number, hostName: string): Frame {
  const { transport, framing } = config;
  const largest = Math.min(config.maxKiB * bytesPerKiB, transport === 'udp' ? largestDatagram : Infinity);
  return (batch, index) => {
    const now = clock();
    const message = syslogMessage(batch, index, { config, hostName, now });
    if (message.length > largest) {
      const way = transport === 'udp' ? 'a UDP datagram of this output' : 'this output';
      return failure('OUT-TOO-LARGE', { at: now, detail: `The message has ${message.length} bytes; ${way} carries ${largest}.` });
    }
    if (transport === 'udp') return message;
    return framing === 'lf' ? lineFramed(message) : octetCounted(message);
  };
}
