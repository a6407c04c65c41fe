import { randomBytes } from 'node:crypto';

import type { CheckItem } from '../../../shared/model/check-report';
import type { OutputConfig } from '../../../shared/model/output';
import { outputGuarantee } from '../../../shared/model/output';
import { t } from '../../../shared/text/text';
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
  return {
    id: id.toString('hex'),
    at,
    delivered,
    item: {
      id: 'send',
      title: `Send a ${mark === 'canary' ? 'canary' : 'test event'} to ${config.name}`,
      logType: null,
      state: delivered ? 'passed' : 'failed',
      message: `${delivered ? success(config) : 'The test event did not arrive.'} ${await wayTaken(config, transcript.ways)}`.trim(),
      failure: delivery.kind === 'delivered' ? null : delivery.failure,
      ...(exchange === null ? {} : { exchange }),
      durationMs: clock.now() - at,
    },
  };
}

/** Which way the event went, or would have gone; nothing for files, and where no connection was tried. */
async function wayTaken(config: OutputConfig, ways: readonly string[]): Promise<string> {
  const { access } = processNetwork;
  if (config.type === 'syslog' && config.transport === 'udp') {
    const routes = await routesOf(access, { ...receiverTarget(config, undefined), secure: true }).catch(() => []);
    return routes[0]?.kind === 'proxy' ? t('check.output.pastTheProxy') : '';
  }
  if (ways.length === 0) return '';
  const overruled = access.managed === true && 'way' in config && config.way === 'direct';
  return `${t('check.output.way', { count: ways.length, ways: ways.join(', ') })}${overruled ? ` ${t('check.output.managed')}` : ''}`;
}

/** Says no more than what is known: a best-effort way confirms nothing. */
function success(config: OutputConfig): string {
  if (config.type === 'file') return `The test event was written to ${config.path}.`;
  return outputGuarantee[config.type] === 'acknowledged'
    ? 'The receiver acknowledged the test event.'
    : 'The test event was sent. This way out confirms nothing: look for the event at the receiver.';
}
