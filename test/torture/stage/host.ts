import type { Collector } from '../../../electron/collector/collector';
import { createCollector } from '../../../electron/collector/collector';
import { redact } from '../../../electron/collector/kit/failure-error';
import { Secret } from '../../../electron/collector/kit/secret';
import type { HostMethod, HostMethods, HostReply, HostRequest, HostSetup } from './protocol';
import { ScaledClock } from './scaled-clock';

type Serve = { readonly [M in HostMethod]: (argument: HostMethods[M]['argument']) => Promise<HostMethods[M]['answer']> };

/** The collector in a process of its own, with a clock that runs fast: it can be killed like the real one. */
export function serveHost(): void {
  let collector: Collector | null = null;
  let clock: ScaledClock | null = null;
  let setup: HostSetup | null = null;
  const running = (): { readonly collector: Collector; readonly clock: ScaledClock; readonly setup: HostSetup } => {
    if (collector === null || clock === null || setup === null) throw new Error('Not started.');
    return { collector, clock, setup };
  };
  const secretOf = (): Promise<Secret> => Promise.resolve(new Secret(running().setup.secret));
  const methods: Serve = {
    start: async (given) => {
      setup = given;
      clock = new ScaledClock(given.face);
      const { stateDir, workersDir, diskLimits, killAt } = given;
      collector = createCollector({
        stateDir, workersDir, clock, previewCapacity: 0,
        secrets: { connectorSecret: secretOf, outputSecret: secretOf },
        log: { write: (level, event, fields) => void process.stderr.write(`${redact(JSON.stringify({ level, event, ...fields }))}\n`) },
        ...(diskLimits === undefined ? {} : { diskLimits }),
        ...(killAt === undefined ? {} : { killAt }),
      });
      await collector.start(given.config);
      return null;
    },
    status: () => Promise.resolve(running().collector.status()),
    jump: (ms) => {
      running().clock.jump(ms);
      return Promise.resolve(null);
    },
    check: async () => {
      const [connector] = running().setup.config.connectors;
      if (connector === undefined) throw new Error('No connector.');
      return running().collector.check(connector, await secretOf(), AbortSignal.timeout(120_000));
    },
    backfill: ({ logType, from }) => running().collector.backfill.start(running().setup.config.connectors[0]?.id ?? '', logType, from),
    retryQuarantined: async () => {
      const { quarantine } = running().collector;
      const { items } = await quarantine.page(null, 1000);
      return (await quarantine.retry(items.map((item) => item.id))).requeued;
    },
    stop: async () => {
      await running().collector.stop({ deadlineMs: 5000 });
      return null;
    },
  };
  const answer = async ({ id, method, argument }: HostRequest): Promise<void> => {
    let reply: HostReply;
    try {
      reply = { id, answer: await (methods[method] as (argument: unknown) => Promise<unknown>)(argument) };
    } catch (error) {
      reply = { id, error: error instanceof Error ? error.message : String(error) };
    }
    process.send?.(reply);
  };
  process.on('message', (request: HostRequest) => void answer(request));
  // Without its parent nobody would ever end it.
  process.on('disconnect', () => process.exit(0));
}
