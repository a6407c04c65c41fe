import { redact } from '../../collector/kit/failure-error';
import type { Secret } from '../../collector/kit/secret';

const mask = '••••••';

/** Shorter texts occur by chance in ordinary words, and no vendor issues such a secret. */
const shortestSecret = 4;

/**
 * The last fence before a log file: removes every secret that passed through the app in this session, in the forms in
 * which one travels, and whatever looks like a token or the query of an address.
 */
export class Redactor {
  readonly #forms = new Set<string>();

  /** Remembers a secret; its text stays in memory only. */
  learn(secret: Secret): void {
    const text = secret.reveal();
    if (text.length < shortestSecret) return;
    this.#forms.add(text);
    this.#forms.add(JSON.stringify(text).slice(1, -1));
    this.#forms.add(encodeURIComponent(text));
    this.#forms.add(Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, ''));
  }

  clean(text: string): string {
    let cleaned = text;
    // Longest first: a secret may contain another one.
    for (const form of [...this.#forms].sort((a, b) => b.length - a.length)) cleaned = cleaned.replaceAll(form, mask);
    return redact(cleaned);
  }
}
