import { randomBytes } from 'node:crypto';

import type { CheckReport } from '../../../shared/model/check-report';
import type { OutputConfig } from '../../../shared/model/output';
import { outputGuarantee } from '../../../shared/model/output';
import { productVersion } from '../../../shared/version';
import type { CollectorLog } from '../collector';
import type { Clock } from '../kit/clock';
import { toFailure } from '../kit/failure-error';
import type { Secret } from '../kit/secret';
import { idBytes } from '../pipeline/identity';
import type { Delivery } from './output';
import { createOutput } from './registry';
import { testBatch } from './test-event';

/** Sends one marked test event through an output made for the purpose, and says what came back. */
export async function checkOutput(
  config: OutputConfig,
  secret: Secret | null,
  deps: { readonly clock: Clock; readonly log: CollectorLog },
  signal: AbortSignal,
): Promise<CheckReport> {
  const { clock, log } = deps;
  const startedAt = clock.now();
  const output = createOutput(config, {
    clock,
    log: (level, text) => log.write(level === 'warning' ? 'warn' : 'info', 'output says', { output: config.name, text }),
    secret: () => Promise.resolve(secret),
    version: productVersion,
  });
  let delivery: Delivery;
  try {
    await output.open(null, signal);
    delivery = await output.deliver([testBatch(config.format, { id: randomBytes(idBytes), at: clock.now(), connectorName: 'Connector test', ...(config.model === undefined ? {} : { model: config.model }) })], signal);
  } catch (error) {
    signal.throwIfAborted();
    delivery = { kind: 'retry', failure: toFailure(error, clock.now()) };
  } finally {
    await output.close();
  }
  const durationMs = clock.now() - startedAt;
  const passed = delivery.kind === 'delivered';
  const message = passed ? success(config) : 'The test event did not arrive.';
  return {
    passed,
    startedAt,
    durationMs,
    items: [
      {
        id: 'send',
        title: `Send a test event to ${config.name}`,
        logType: null,
        state: passed ? 'passed' : 'failed',
        message,
        failure: delivery.kind === 'delivered' ? null : delivery.failure,
        durationMs,
      },
    ],
  };
}

/** Says no more than what is known: a best-effort way confirms nothing. */
function success(config: OutputConfig): string {
  if (config.type === 'file') return `The test event was written to ${config.path}.`;
  return outputGuarantee[config.type] === 'acknowledged'
    ? 'The receiver acknowledged the test event.'
    : 'The test event was sent. This way out confirms nothing: look for the event at the receiver.';
}
