import { t } from '../../shared/text/text';

/** What a person should know before quitting. */
export type QuitFacts = {
  /** Events that no output acknowledged yet. */
  readonly waiting: number;
  /** A form in the window holds changes that are not saved. */
  readonly unsaved: boolean;
  /** Whether to ask because of waiting events. */
  readonly askAboutWaiting: boolean;
};

export type QuitQuestion = { readonly message: string; readonly detail: string; /** Offers not to be asked again. */ readonly onceOnly: boolean };

/** What to ask; null: there is nothing that quitting would surprise with. Changes that would be lost are always asked about. */
export function quitQuestion({ waiting, unsaved, askAboutWaiting }: QuitFacts): QuitQuestion | null {
  const asksWaiting = waiting > 0 && askAboutWaiting;
  if (!unsaved && !asksWaiting) return null;
  return {
    message: unsaved ? t('desktop.quit.unsaved') : t('desktop.quit.waiting'),
    detail: [
      ...(unsaved ? [t('desktop.quit.unsavedText')] : []),
      ...(waiting > 0 ? [t('desktop.quit.waitingText', { count: waiting })] : []),
    ].join('\n\n'),
    onceOnly: asksWaiting && !unsaved,
  };
}

export type QuitAnswer = { readonly quit: boolean; readonly doNotAskAgain: boolean };

export type QuitAskerOptions = {
  readonly facts: () => QuitFacts;
  readonly ask: (question: QuitQuestion) => Promise<QuitAnswer>;
  readonly onDoNotAskAgain: () => void;
  readonly quit: () => void;
};

/** Asks at most one question at a time; a second wish to quit while it is open changes nothing. */
export class QuitAsker {
  readonly #options: QuitAskerOptions;
  #open = false;

  constructor(options: QuitAskerOptions) {
    this.#options = options;
  }

  /** For a person who chose to quit. Signals and the end of the session never come here: nobody would answer. */
  async wantsToQuit(): Promise<void> {
    const { facts, ask, onDoNotAskAgain, quit } = this.#options;
    const question = quitQuestion(facts());
    if (question === null) {
      quit();
      return;
    }
    if (this.#open) return;
    this.#open = true;
    try {
      const answer = await ask(question);
      if (answer.doNotAskAgain && answer.quit) onDoNotAskAgain();
      if (answer.quit) quit();
    } finally {
      this.#open = false;
    }
  }
}
