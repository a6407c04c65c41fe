import { randomBytes } from 'node:crypto';

import type { CheckItem } from '../../../shared/model/check-report';
import type { OutputConfig } from '../../../shared/model/output';
import { outputGuarantee } from '../../../shared/model/output';
import type { Message } from '../../../shared/text/message';
import { say, sentences } from '../../../shared/text/message';
import { productVersion } from '../../../shared/version';
import type { CollectorLog } from '../collector';
import { routesOf } from '../kit/along-routes';
import type { Clock } from '../kit/clock';
import { toFailure } from '../kit/failure-error';
import { processNetwork } from '../kit/network';
import type { Secret } from '../kit/secret';
import { idBytes } from '../pipeline/identity';
import { receiverTarget } from './net/network-socket';
import type { Delivery } from './output';
import { createOutput } from './registry';
import type { Mark } from './test-event';
import { markedBatch } from './test-event';
import { Transcript } from './transcript';

export type SendDeps = { readonly clock: Clock; readonly log: CollectorLog };

/** One marked event on its way: its id (hex), when it was sent, and what came of it. */
export type MarkedSend = { readonly id: string; readonly at: number; readonly delivered: boolean; readonly item: CheckItem };

/**
 * Sends one marked event through an output made for the purpose. It goes past the spool: it was not collected, so no
 * ledger counts it. Rejects only with the signal's reason.
 */
export async function sendMarked(config: OutputConfig, secret: Secret | null, mark: Mark, deps: SendDeps, signal: AbortSignal): Promise<MarkedSend> {
  const { clock, log } = deps;
  const at = clock.now();
  const id = randomBytes(idBytes);
  const transcript = new Transcript();
  const output = createOutput(config, {
    clock,
    log: (level, text) => log.write(level === 'warning' ? 'warn' : 'info', 'output says', { output: config.name, text }),
    secret: () => Promise.resolve(secret),
    version: productVersion,
    listener: transcript,
  });
  const batch = markedBatch(config, { mark, id, at });
  let delivery: Delivery;
  try {
    await output.open(null, signal);
    delivery = await output.deliver([batch], signal);
  } catch (error) {
    signal.throwIfAborted();
    delivery = { kind: 'retry', failure: toFailure(error, clock.now()) };
  } finally {
    await output.close();
  }
  const delivered = delivery.kind === 'delivered';
  // A file has no wire: what was written is what was rendered.
  if (config.type === 'file' && delivered) transcript.sent('', batch.lines);
  if (config.type === 'file' && delivered) transcript.answered('Written and synced to the disk.', null);
  const { exchange } = transcript;
  const found = delivered ? success(config) : say('check.send.failed');
  return {
    id: id.toString('hex'),
    at,
    delivered,
    item: {
      id: 'send',
      title: say(mark === 'canary' ? 'check.send.canary' : 'check.send.test', { name: config.name }),
      logType: null,
      state: delivered ? 'passed' : 'failed',
      message: await withWay(found, config, transcript.ways),
      failure: delivery.kind === 'delivered' ? null : delivery.failure,
      ...(exchange === null ? {} : { exchange }),
      durationMs: clock.now() - at,
    },
  };
}

/** With the way that the event went, or would have gone; nothing for files, and where no connection was tried. */
async function withWay(found: Message, config: OutputConfig, ways: readonly Message[]): Promise<Message> {
  const { access } = processNetwork;
  if (config.type === 'syslog' && config.transport === 'udp') {
    const routes = await routesOf(access, { ...receiverTarget(config, undefined), secure: true }).catch(() => []);
    return routes[0]?.kind === 'proxy' ? sentences(found, say('check.output.pastTheProxy')) : found;
  }
  if (ways.length === 0) return found;
  const told = sentences(found, say('check.output.way', { count: ways.length, ways: ways.reduce((first, next) => say('check.way.then', { first, next })) }));
  const overruled = access.managed === true && 'way' in config && config.way === 'direct';
  return overruled ? sentences(told, say('check.output.managed')) : told;
}

/** Says no more than what is known: a best-effort way confirms nothing. */
function success(config: OutputConfig): Message {
  if (config.type === 'file') return say('check.send.written', { path: config.path });
  return say(outputGuarantee[config.type] === 'acknowledged' ? 'check.send.acknowledged' : 'check.send.unconfirmed');
}
