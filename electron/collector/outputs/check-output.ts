import type { CheckReport } from '../../../shared/model/check-report';
import type { OutputConfig } from '../../../shared/model/output';
import type { Secret } from '../kit/secret';
import type { SendDeps } from './send-marked';
import { sendMarked } from './send-marked';

/** Sends one marked test event through an output made for the purpose, and says what was sent and what came back. */
export async function checkOutput(config: OutputConfig, secret: Secret | null, deps: SendDeps, signal: AbortSignal): Promise<CheckReport> {
  const startedAt = deps.clock.now();
  const { delivered, item } = await sendMarked(config, secret, 'test', deps, signal);
  return { passed: delivered, startedAt, durationMs: deps.clock.now() - startedAt, items: [item] };
}
