import type { Message } from '../../../shared/text/message';
import { routeWords } from '../kit/along-routes';
import { redact } from '../kit/failure-error';
import type { Route } from '../kit/network';
import type { Secret } from '../kit/secret';

/** Enough to see a whole test event with all its wrapping, and what a receiver has to say. */
const longestSent = 32 * 1024;
const longestAnswer = 4 * 1024;

export const mask = '••••••';

/** What went over the wire for a test event and what came back, as text for a person. Only the test listens. */
export interface Listener {
  /** Just before a way to the receiver is tried; one of them at the most is taken. */
  trying(route: Route): void;
  /** `head`: what goes in front of the event's bytes, without secrets. */
  sent(head: string, bytes: Uint8Array): void;
  answered(text: string, secret: Secret | null): void;
}

/** Listens and keeps the last exchange: after a retry with another encoding, that is the one that counts. */
export class Transcript implements Listener {
  #sent: string | null = null;
  #answer: string | null = null;
  /** By what they say, each once. */
  readonly #ways = new Map<string, Message>();

  trying(route: Route): void {
    const words = routeWords(route);
    this.#ways.set(words.english, words);
  }

  sent(head: string, bytes: Uint8Array): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
    this.#sent = cut(head === '' ? text : `${head}\n\n${text}`, longestSent);
    this.#answer = null;
  }

  answered(text: string, secret: Secret | null): void {
    // A receiver may repeat what it was told; the secret is taken out before anything else looks at the text.
    const clean = secret === null || secret.reveal() === '' ? text : text.replaceAll(secret.reveal(), mask);
    this.#answer = cut(redact(clean), longestAnswer);
  }

  /** The ways that were tried, in their order, in words that follow a verb; several where a proxy did not answer, or for several brokers. */
  get ways(): readonly Message[] {
    return [...this.#ways.values()];
  }

  /** null when nothing was sent: the way out could not be opened. */
  get exchange(): { readonly sent: string; readonly answer: string | null } | null {
    return this.#sent === null ? null : { sent: this.#sent, answer: this.#answer };
  }
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}\n… (${text.length - longest} more characters)`;
}
