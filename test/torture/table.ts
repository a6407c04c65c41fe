import type { Scenario } from './scenario';
import { diskScenarios } from './scenarios/disk';
import { faultScenarios } from './scenarios/faults';
import { killScenarios } from './scenarios/kills';
import { mimecastScenarios } from './scenarios/mimecast';
import { receiverScenarios } from './scenarios/receivers';
import { timeScenarios } from './scenarios/time';

/** Every scenario that has a name. */
export const scenarios: readonly Scenario[] = [...killScenarios, ...diskScenarios, ...timeScenarios, ...receiverScenarios, ...mimecastScenarios, ...faultScenarios];
