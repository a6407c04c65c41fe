import { describe, expect, it } from 'vitest';

import type { QuitAnswer, QuitFacts, QuitQuestion } from '../../../electron/main/quit-question';
import { QuitAsker, quitQuestion } from '../../../electron/main/quit-question';

const nothing: QuitFacts = { waiting: 0, unsaved: false, askAboutWaiting: true };

describe('what is asked before quitting', () => {
  it('nothing, when everything was delivered and saved', () => {
    expect(quitQuestion(nothing)).toBeNull();
  });

  it('how many events wait, and that they stay; not to be asked again is offered', () => {
    expect(quitQuestion({ ...nothing, waiting: 1204 })).toEqual({ message: 'Stop collecting and quit?', detail: '1,204 events are not delivered yet. They stay on this computer and are sent after the next start.', onceOnly: true });
    expect(quitQuestion({ ...nothing, waiting: 1 })?.detail).toBe('1 event is not delivered yet. It stays on this computer and is sent after the next start.');
    expect(quitQuestion({ ...nothing, waiting: 1204, askAboutWaiting: false })).toBeNull();
  });

  it('a form that would be lost, always', () => {
    expect(quitQuestion({ waiting: 2, unsaved: true, askAboutWaiting: false })).toMatchObject({ message: 'Quit without saving?', onceOnly: false });
    expect(quitQuestion({ waiting: 2, unsaved: true, askAboutWaiting: false })?.detail).toMatch(/would be lost\.\n\n2 events are not delivered/);
  });
});

describe('a person who quits', () => {
  function setUp(facts: QuitFacts) {
    const told: string[] = [];
    const questions: QuitQuestion[] = [];
    let answer: (answer: QuitAnswer) => void = () => undefined;
    const asker = new QuitAsker({
      facts: () => facts,
      ask: (question) => {
        questions.push(question);
        return new Promise((resolve) => {
          answer = resolve;
        });
      },
      onDoNotAskAgain: () => told.push('do not ask again'),
      quit: () => told.push('quit'),
    });
    return { asker, told, questions, answer: (given: QuitAnswer) => { answer(given); } };
  }

  it('quits at once when there is nothing to say', async () => {
    const { asker, told } = setUp(nothing);
    await asker.wantsToQuit();
    expect(told).toEqual(['quit']);
  });

  it('is asked once, however often the wish is repeated', async () => {
    const { asker, told, questions, answer } = setUp({ ...nothing, waiting: 5 });
    const first = asker.wantsToQuit();
    await asker.wantsToQuit();
    expect(questions).toHaveLength(1);
    answer({ quit: false, doNotAskAgain: true });
    await first;
    // Who stays has not decided anything.
    expect(told).toEqual([]);
    const second = asker.wantsToQuit();
    answer({ quit: true, doNotAskAgain: true });
    await second;
    expect(told).toEqual(['do not ask again', 'quit']);
  });
});
