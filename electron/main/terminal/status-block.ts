import type { CollectionStatus, StreamStatus } from '../../../shared/model/collection';
import type { Health, HealthState } from '../../../shared/model/health';
import { healthSeverity } from '../../../shared/model/health';
import type { OutputConfig } from '../../../shared/model/output';

const words: { readonly [S in HealthState]: string } = {
  starting: 'Starting',
  active: 'Active',
  degraded: 'Degraded',
  failed: 'Failed',
  paused: 'Paused',
  stopping: 'Stopping',
  stopped: 'Stopped',
};

const columns = ['state', 'fetched', 'delivered', 'spooled', 'duplicates', 'quarantined'] as const;

/** The collection as a few plain lines: one per connector, log type and output. */
export function statusBlock(status: CollectionStatus, outputs: readonly OutputConfig[], time: string): string {
  const lines = [`[${time}] ${summary(status)}`];
  for (const id of new Set(status.streams.map((stream) => stream.connectorId))) {
    const streams = status.streams.filter((stream) => stream.connectorId === id);
    lines.push(`  ${plain(streams[0]?.connectorName ?? '')}`);
    lines.push(`    ${''.padEnd(18)}${columns.map((column) => column.padStart(12)).join('')}`);
    for (const stream of streams) lines.push(`    ${stream.logType.padEnd(18)}${cells(stream).map((cell) => cell.padStart(12)).join('')}${reason(stream.health)}`);
  }
  for (const output of status.outputs) {
    const config = outputs.find((candidate) => candidate.id === output.outputId);
    const where = config === undefined ? '' : ` -> ${plain(placeOf(config))}`;
    const counts = `delivered ${String(output.delivered)}, waiting ${String(output.waiting)}, refused ${String(output.refused)}`;
    lines.push(`  Output ${plain(output.name)}: ${words[output.health.state]}, ${counts}${where}${reason(output.health)}`);
  }
  return lines.join('\n');
}

/** Folder or host, never a path or query of an address: those may hold what only the receiver should know. */
function placeOf(config: OutputConfig): string {
  switch (config.type) {
    case 'file':
      return config.path;
    case 'kafka':
      return config.brokers.join(', ');
    case 'tcp':
    case 'syslog':
      return `${config.host}:${String(config.port)}`;
    default:
      return new URL(config.url).origin;
  }
}

/** Whether anything needs a person: the exit code of a limited run. */
export function anyFailed(status: CollectionStatus): boolean {
  return [...status.streams, ...status.outputs].some((part) => part.health.state === 'failed');
}

function summary(status: CollectionStatus): string {
  if (status.streams.length === 0) return 'No connector yet.';
  const states = status.streams.map((stream) => stream.health.state).sort((a, b) => healthSeverity[b] - healthSeverity[a]);
  const [worst = 'starting'] = states;
  const connectors = new Set(status.streams.map((stream) => stream.connectorId)).size;
  return `${words[worst]}: ${String(connectors)} ${connectors === 1 ? 'connector' : 'connectors'}, ${String(states.length)} log types`;
}

function cells(stream: StreamStatus): string[] {
  const { counts } = stream;
  const delivered = Object.values(counts.delivered).reduce((sum, count) => sum + count, 0);
  return [words[stream.health.state], ...[counts.fetched, delivered, counts.spooled, counts.duplicates, counts.quarantined].map(String)];
}

function reason(health: Health): string {
  return health.failure === null ? '' : `  ${health.failure.code}`;
}

// Names are typed by people, and a terminal obeys control characters.
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '?');
}
