import { type MessageFormatElement, TYPE } from '@formatjs/icu-messageformat-parser';
import IntlMessageFormat from 'intl-messageformat';
import { afterEach, describe, expect, it } from 'vitest';

import type { TextId } from '../../../../shared/text/catalogue';
import { catalogues } from '../../../../shared/text/catalogue';
import { directionOf, isLanguage, languageFor, locales, pseudoLanguages } from '../../../../shared/text/languages';
import { pseudoMessage } from '../../../../shared/text/pseudo';
import { richText, speak, spokenLanguage, spokenLocale, t } from '../../../../shared/text/text';

afterEach(() => { speak('en'); });

const pseudo = (message: string) => pseudoMessage(new IntlMessageFormat(message, 'en').getAst());
const said = (message: string, values: Record<string, unknown> = {}) => String(new IntlMessageFormat(pseudo(message), 'en').format(values as Record<string, string>));

/** Everything in a message that is no letter: values, plurals with their cases, tags. */
function asksOf(message: readonly MessageFormatElement[]): string[] {
  return message.flatMap((element) => {
    if (element.type === TYPE.literal) return [];
    const own = `${String(element.type)} ${element.type === TYPE.pound ? '#' : element.value}`;
    if (element.type === TYPE.tag) return [own, ...asksOf(element.children)];
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [own];
    return [own, ...Object.entries(element.options).flatMap(([name, option]) => [name, ...asksOf(option.value)])];
  });
}

describe('the pseudo-language', () => {
  it('accents every letter of the text and none of a value', () => {
    expect(said('Delete {name}?', { name: 'Head office' })).toMatch(/^⟦Đéłéťé Head office\? ẋ+⟧$/);
    expect(said('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')).not.toMatch(/[A-Za-z]/);
  });

  it('keeps plurals with their numbers, selects and tags', () => {
    const events = '{count, plural, one {# event} other {# events}}';
    expect(said(events, { count: 1 })).toMatch(/^⟦1 éṽéñť ẋ+⟧$/);
    expect(said(events, { count: 1204 })).toMatch(/^⟦1,204 éṽéñťš ẋ+⟧$/);
    expect(said('{kind, select, one {first} other {second}}', { kind: 'one' })).toMatch(/^⟦ƒířšť ẋ+⟧$/);
    expect(said('Go <link>there</link>', { link: (content: string[]) => `[${content.join('')}]` })).toMatch(/^⟦Ğó \[ťĥéřé\] ẋ+⟧$/);
  });

  it('is longer by at least a third and leaves what has no letters to add to alone', () => {
    const text = 'Collection is paused until you resume it.';
    expect(said(text).length).toBeGreaterThan(text.length * 1.33);
    expect(said('{value}', { value: '12' })).toBe('⟦12⟧');
  });

  it('asks for the same values as the English text, in every text of the catalogue', () => {
    for (const id of Object.keys(catalogues.en) as TextId[]) expect(asksOf(pseudo(catalogues.en[id])), id).toEqual(asksOf(new IntlMessageFormat(catalogues.en[id], 'en').getAst()));
  });
});

describe('the language', () => {
  it('is the chosen one, else the first preferred one that has a catalogue, else English', () => {
    expect(languageFor('en-XB', ['de-DE'])).toBe('en-XB');
    expect(languageFor('system', ['de-DE', 'en-GB'])).toBe('en');
    expect(languageFor('system', ['en'])).toBe('en');
    expect(languageFor('system', ['eng-US', 'fr'])).toBe('en');
    expect(languageFor('system', [])).toBe('en');
  });

  it('is known by its tag, with its direction and its way to write numbers', () => {
    expect(['en', 'en-XA', 'de'].map(isLanguage)).toEqual([true, true, false]);
    expect(pseudoLanguages.map(directionOf)).toEqual(['ltr', 'rtl']);
    expect(Object.values(locales).every((locale) => Intl.NumberFormat.supportedLocalesOf(locale).length === 1)).toBe(true);
  });
});

describe('texts', () => {
  it('follow the language that is spoken, at once and back', () => {
    expect(t('common.save')).toBe('Save');
    speak('en-XA');
    expect(spokenLanguage()).toBe('en-XA');
    expect(t('common.save')).toMatch(/^⟦Šáṽé ẋ+⟧$/);
    speak('en');
    expect(t('common.save')).toBe('Save');
    expect(spokenLocale()).toBe('en-GB');
  });

  it('take values, write numbers as the language does, and refuse to be said without a value', () => {
    expect(t('quarantine.selected', { count: 1204, all: 88_000 })).toBe('1,204 of 88,000 selected');
    expect(t('overview.history', { count: 1, size: '3 KiB', waiting: 0 })).toMatch(/^History: 1 event, 3 KiB\. /);
    expect(t('overview.history', { count: 2, size: '3 KiB', waiting: 7 })).toMatch(/^History: 2 events, 3 KiB, 7 on their way in\. /);
    expect(() => t('quarantine.selected', { count: 1 })).toThrow(/all/);
  });

  it('keep elements in their place', () => {
    const parts = richText<string>('watch.test.whole', { hits: 2, matched: 7, searched: 51_000, since: 'noon', strong: (content) => `[${content.join('')}]` });
    expect(parts.join('')).toBe('[2 hits], 7 matching events among 51,000 events since noon.');
  });
});
