import { inspect } from 'node:util';

const mask = '••••••';

/**
 * A secret whose every ordinary way out is a mask: printing, JSON, string concatenation and util.inspect.
 * Only `reveal` gives the text; its call sites are few and reviewed.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [inspect.custom](): string {
    return mask;
  }
}
