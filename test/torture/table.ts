import type { Scenario } from './scenario';
import { diskScenarios } from './scenarios/disk';
import { faultScenarios } from './scenarios/faults';
import { killScenarios } from './scenarios/kills';
import { mimecastScenarios } from './scenarios/mimecast';
import { receiverScenarios } from './scenarios/receivers';
import { timeScenarios } from './scenarios/time';

/** Every scenario that has a name. */
export const scenarios: readonly Scenario[] = [...killScenarios, ...diskScenarios, ...timeScenarios, ...receiverScenarios, ...mimecastScenarios, ...faultScenarios];

function happening({ faults = [], what, expect }: Scenario): string {
  const rules = faults.map(({ fault, on, times }) => `fault ${fault}${on === undefined ? '' : ` on ${on}`}${times === undefined ? '' : `, ${times} ×`}`);
  const rest = expect?.person === undefined ? [] : [`a person ${expect.person}`];
  return [...(what === undefined ? rules : [what]), ...rest].join('; ');
}

function proof({ expect }: Scenario): string {
  const extra = [...(expect?.quarantined === true ? ['in quarantine what cannot be read'] : []), ...(expect?.gaps === true ? ['a gap entry for what is out of reach'] : [])];
  return extra.length === 0 ? 'all delivered' : `${extra.join(', ')}; all else delivered`;
}

/** The table of docs/guarantees.md, from the scenarios themselves. */
export function markdownTable(): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const rows = scenarios.map((scenario) => `| ${scenario.name} | ${cell(scenario.trap)} | ${cell(happening(scenario))} | ${cell(proof(scenario))} |`);
  return ['| Scenario | Trap | What happens | What must be true |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}
