/** A set-up step that could not be done: what is wrong (`message`) and what the reader can do about it (`remedy`). */
export class Problem extends Error {
  /**
   * @param {string} message one sentence, the cause
   * @param {string} [remedy] one or more lines, what to do
   * @param {string} [output] the tail of the failed command's output
   */
  constructor(message, remedy = '', output = '') {
    super(message);
    this.name = 'Problem';
    this.remedy = remedy;
    this.output = output;
  }
}
