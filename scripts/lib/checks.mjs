/**
 * A list of checks: each has a name, whether it holds and what was seen. A check that throws does not hold, and the
 * others still run.
 */
export class Checks {
  /** @type {{ name: string, ok: boolean, detail: string }[]} */
  results = [];
  #quiet;

  /** @param {{ quiet?: boolean }} [options] `quiet` prints nothing, for `--json` */
  constructor({ quiet = false } = {}) {
    this.#quiet = quiet;
  }

  /** @param {() => unknown} check gives the detail to show, or throws with what is wrong */
  async run(name, check) {
    try {
      const seen = await check();
      this.#add({ name, ok: true, detail: seen === undefined ? '' : String(seen) });
    } catch (error) {
      this.#add({ name, ok: false, detail: String(error?.message ?? error) });
    }
  }

  get failed() {
    return this.results.filter(({ ok }) => !ok);
  }

  #add(result) {
    this.results.push(result);
    if (!this.#quiet) process.stdout.write(`${result.ok ? 'ok    ' : 'FAILED'} ${result.name}${result.detail === '' ? '' : `: ${result.detail}`}\n`);
  }
}

/** Throws with the list when it is not empty. */
export function expectNone(what, list) {
  if (list.length > 0) throw new Error(`${what}: ${list.slice(0, 12).join(', ')}${list.length > 12 ? ` and ${String(list.length - 12)} more` : ''}`);
}
