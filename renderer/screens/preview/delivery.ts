import type { Filter } from '../../../shared/filter/ast';
import { anyOf } from '../../../shared/filter/ast';
import { printFilter } from '../../../shared/filter/print';
import type { OutputStatus } from '../../../shared/model/collection';

/** Of the outputs that events wait for, the one that has confirmed nothing for the longest time; null when nothing waits. */
export function slowestOf(outputs: readonly OutputStatus[]): OutputStatus | null {
  return outputs.filter(({ waiting }) => waiting > 0).reduce<OutputStatus | null>((slowest, each) => (slowest === null || (each.lastDeliveredAt ?? 0) < (slowest.lastDeliveredAt ?? 0) ? each : slowest), null);
}

/** A filter for the events of the same message; "" when the event, JSON text, belongs to none. */
export function messageFilter(normalized: string): string {
  const event = JSON.parse(normalized) as Readonly<Record<string, unknown>>;
  const parts = ['messageGroupId', 'messageId'].flatMap((field): Filter[] => {
    const text = event[field];
    return typeof text === 'string' && text !== '' && text.length <= 300 ? [{ kind: 'is', field, text }] : [];
  });
  return printFilter(anyOf(parts));
}
