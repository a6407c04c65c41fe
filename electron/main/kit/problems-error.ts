import type { FieldProblem } from '../../../shared/ipc/outcome';

/** Values the administrator must correct. Crosses the wire as CFG-INVALID with the problems beside their fields. */
export class ProblemsError extends Error {
  readonly problems: readonly FieldProblem[];

  constructor(...problems: readonly FieldProblem[]) {
    super(problems.map((problem) => `${problem.path.join('.')}: ${problem.message}`).join('; '));
    this.name = 'ProblemsError';
    this.problems = problems;
  }
}

/** One problem with one field, ready to throw. */
export function problemAt(path: FieldProblem['path'], message: string): ProblemsError {
  return new ProblemsError({ path, message });
}
