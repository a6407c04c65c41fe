import type { FieldProblem } from '../../../shared/ipc/outcome';
import type { Message } from '../../../shared/text/message';

/** A value that must be corrected: where it stands and why, in words as soon as it leaves for the window. */
export type Problem = { readonly path: FieldProblem['path']; readonly message: Message };

/** Values the administrator must correct. Crosses the wire as CFG-INVALID with the problems beside their fields. */
export class ProblemsError extends Error {
  readonly problems: readonly Problem[];

  constructor(...problems: readonly Problem[]) {
    super(problems.map((problem) => `${problem.path.join('.')}: ${problem.message.english}`).join('; '));
    this.name = 'ProblemsError';
    this.problems = problems;
  }
}

/** One problem with one field, ready to throw. */
export function problemAt(path: Problem['path'], message: Message): ProblemsError {
  return new ProblemsError({ path, message });
}
