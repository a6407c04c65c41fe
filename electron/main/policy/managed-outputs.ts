import type { OutputType } from '../../../shared/model/output';
import { say } from '../../../shared/text/message';
import type { HandlersOf } from '../ipc/handlers';
import { problemAt } from '../kit/problems-error';
import type { Policy } from './policy';
import { allowsOutput } from './policy';

/** The handlers of outputs, refusing types that the organization does not allow: they are neither saved nor tested. */
export function managedOutputs(policy: Policy | null, handlers: HandlersOf<'outputs'>): HandlersOf<'outputs'> {
  const demand = (type: OutputType): void => {
    if (!allowsOutput(policy, type)) throw problemAt(['config', 'type'], say('problem.output.notAllowed'));
  };
  return {
    ...handlers,
    'outputs.save': (draft, signal) => {
      demand(draft.config.type);
      return handlers['outputs.save'](draft, signal);
    },
    'outputs.check': (draft, signal) => {
      demand(draft.config.type);
      return handlers['outputs.check'](draft, signal);
    },
    'outputs.prove': (draft, signal) => {
      demand(draft.config.type);
      return handlers['outputs.prove'](draft, signal);
    },
  };
}
