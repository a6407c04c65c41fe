import { afterEach, describe, expect, it } from 'vitest';

import { LastTestSchema } from '../../../../shared/model/check-report';
import { cleaned, MessageSchema, say, sentences, StoredMessageSchema, textOf, wordsOnly } from '../../../../shared/text/message';
import { inEnglish, speak } from '../../../../shared/text/text';

afterEach(() => { speak('en'); });

describe('a message', () => {
  it('is turned into words where it is shown, whatever was spoken where it was made', () => {
    const made = say('check.reach', { host: 'api.example.com' });
    expect(textOf(made)).toBe('Reach api.example.com');
    speak('en-XA');
    expect(textOf(made)).toMatch(/^⟦Řéáçĥ api\.example\.com ẋ+⟧$/);
    // Made while another language is spoken, it still carries English for those who read that.
    expect(say('check.reach', { host: 'h' })).toEqual({ english: 'Reach h', id: 'check.reach', values: { host: 'h' } });
    expect(inEnglish('common.save')).toBe('Save');
  });

  it('may hold others, which follow the language, too', () => {
    const made = sentences(say('check.network.answers', { status: 200 }), say('check.network.withoutTls'));
    expect(made.english).toBe('It answers (HTTP 200). Without TLS.');
    speak('en-XA');
    expect(textOf(made).replace(/HTTP/, '')).not.toMatch(/[A-Za-z]{2}/);
  });

  it('crosses threads, IPC and files as plain data', () => {
    const made = say('check.proof.arrivedIn', { age: say('check.proof.seconds', { count: 12 }), stream: 'EMAIL' });
    expect(MessageSchema.parse(JSON.parse(JSON.stringify(structuredClone(made))))).toEqual(made);
  });

  it('shows its English when this version has no such text, or one that asks for other values', () => {
    speak('en-XA');
    expect(textOf({ english: 'Of a newer version.', id: 'check.neverWritten', values: {} })).toBe('Of a newer version.');
    expect(textOf({ english: 'Of an older version.', id: 'check.reach', values: {} })).toBe('Of an older version.');
    expect(textOf({ english: 'Nobody.', id: 'toString', values: {} })).toBe('Nobody.');
  });

  it('takes a value as it is: it is data, not a text of ours', () => {
    expect(textOf(say('check.reach', { host: "{x, plural, one {#}} '<b>" }))).toBe("Reach {x, plural, one {#}} '<b>");
  });

  it('is cleaned in every text that it holds', () => {
    const clean = (text: string): string => text.replaceAll('s3cret', '***');
    const made = cleaned(sentences(say('check.reach', { host: 's3cret' }), wordsOnly('s3cret')), clean);
    expect(JSON.stringify(made)).not.toContain('s3cret');
    expect(textOf(made)).toBe('Reach *** ***');
  });
});

describe('what an earlier version stored', () => {
  it('is shown in the words that it stored', () => {
    expect(StoredMessageSchema.parse('Readable.')).toEqual(wordsOnly('Readable.'));
    const item = { id: 'token', title: 'Access token', logType: null, state: 'passed', message: 'Accepted.', durationMs: 9, code: null };
    const test = LastTestSchema.parse({ at: 1, passed: true, version: '1.0.0', items: [item, { ...item, message: say('check.token.accepted') }] });
    expect(test.items.map(({ title, message }) => [textOf(title), textOf(message)])).toEqual([['Access token', 'Accepted.'], ['Access token', 'Client ID and Client Secret are accepted.']]);
  });
});
