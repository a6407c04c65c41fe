import IntlMessageFormat from 'intl-messageformat';

import { failureCodes } from '../../../shared/failures/catalogue';
import { logTypeTable } from '../../../shared/model/log-type';
import { syslogFacilities } from '../../../shared/model/output';
import { overviewRanges } from '../../../shared/model/overview';
import { shippedWatchRules } from '../../../shared/model/watch-rules';
import { pseudoMessage } from '../../../shared/text/pseudo';
import type { World } from './world';

/** A text of the window and where it stands. */
export type Said = { readonly text: string; readonly place: string };

/** Words in plain letters that are right in every language. */
const names = [
  // Products and receivers, as they write themselves.
  'DNIF', 'Mimecast', 'Mimecast Connector', 'Splunk', 'Elasticsearch', 'OpenSearch', 'Kafka', 'Electron', 'Chromium', 'Node.js', 'Linux',
  // Log types and forms of data.
  'SIEM', 'DLP', 'Audit_Events', 'Hold_Message_List', 'JSON', 'NDJSON', 'CSV', 'ECS', 'OCSF', 'HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP',
  // Units and zones.
  'KiB', 'MiB', 'GiB', 'TiB', 'UTC', 'GMT',
  // What has to be ticked in Mimecast's console, and what receivers call things.
  ...Object.values(logTypeTable).flatMap(({ permission, product }) => [permission, product]), ...syslogFacilities, 'RFC',
  // Languages, as they name themselves.
  'English',
  // Examples of what to type.
  'mimecast', 'logs-mimecast-default', 'Subject', 'email.subject', 'sender:alice, -action:block, size>1k',
  // Keys, as they stand on the keyboard.
  'Ctrl', 'Shift', 'Alt', 'Enter', 'Esc', 'Del', 'Space', 'Home', 'End', 'PgUp', 'PgDn', 'Tab',
];

/** Codes of failures, identifiers (aggregateId), shortened ids (aB3d…89YZ), the names of days and months that Intl writes, and what is typed or sent. */
const forms = [
  /\b[A-Z]{2,}(?:-[A-Z0-9]+)+\b/g,
  /\b[a-z]+[A-Z]\w*\b/g,
  /\S{4}…\S{4}/g,
  // Addresses, files, samples of events, and the values of a filter.
  /https?:\/\/\S+|(?:[\w.+-]+@)?\b[a-z0-9.-]+\.(?:example|mimecast)\.com\b|\/etc\/\S+/g,
  /^\{".*\}$/g,
  /“[^”]*”/g,
  /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept|Oct|Nov|Dec)\b/g,
];

/** A pattern for the beginning of a name, in English or in the pseudo-language. */
export function said(english: string): RegExp {
  const accented = String(new IntlMessageFormat(pseudoMessage(new IntlMessageFormat(english, 'en').getAst()), 'en').format()).replace(/^⟦| ẋ+⟧$/g, '');
  const plain = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^(?:⟦${plain(accented)}|${plain(english)})`);
}

/** What of the texts is neither in accented letters nor data of the world nor a name. */
export function leaksIn(texts: readonly Said[], world: World): string[] {
  const data = dataOf(world);
  const allowed = [...names, ...failureCodes, ...data].filter((text) => /[A-Za-z]{2}/.test(text)).sort((left, right) => right.length - left.length);
  const whole = new Set(allowed);
  const found = new Set<string>();
  for (const { text, place } of texts) {
    if (!/[A-Za-z]{2}/.test(text) || whole.has(text)) continue;
    let rest = text;
    for (const form of forms) rest = rest.replace(form, ' ');
    for (const each of allowed) if (rest.includes(each)) rest = withoutWord(rest, each);
    if (/[A-Za-z]{2}/.test(rest)) found.add(`${place}: ${text}`);
  }
  return [...found];
}

/** Without the word where it is not a part of another one. */
function withoutWord(text: string, word: string): string {
  const letter = /[A-Za-z]/;
  let rest = text;
  for (let at = rest.indexOf(word); at >= 0; at = rest.indexOf(word, at + 1)) {
    const [before, after] = [rest[at - 1] ?? '', rest[at + word.length] ?? ''];
    if (!letter.test(before) && !letter.test(after)) rest = `${rest.slice(0, at)} ${rest.slice(at + word.length)}`;
  }
  return rest;
}

/** Every string that main would send, and every string inside of those that are JSON. */
function dataOf(world: World): ReadonlySet<string> {
  const strings = new Set<string>();
  const seen = new Set<object>();
  // The English beside an id is for support and files: on screen it would be a leak.
  const partsOf = (value: object): (readonly [unknown, unknown])[] => {
    if (value instanceof Map) return [...(value as Map<unknown, unknown>)];
    return Object.entries(value).filter(([key]) => !(key === 'english' && 'id' in value && value.id !== null));
  };
  const take = (value: unknown): void => {
    if (typeof value === 'string') {
      for (const part of [value, ...value.split(/[|\n]/)]) strings.add(part.trim());
      if (/^[[{]/.test(value)) {
        try {
          take(JSON.parse(value));
        } catch {
          // Half a record is shown as it is.
        }
      }
    } else if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value);
      for (const [key, each] of partsOf(value)) {
        take(key);
        take(each);
      }
    }
  };
  const { asked: _asked, faults: _faults, overview, ...answers } = world;
  take(answers);
  for (const range of overviewRanges) take(overview?.(range));
  for (const { text } of shippedWatchRules()) take(text);
  return strings;
}

/** Runs in the page: every text that is seen or read out. Codes and keys are not walked. */
export function textsOnScreen(): Said[] {
  const texts: Said[] = [];
  const placeOf = (element: Element): string => {
    const steps: string[] = [];
    for (let at: Element | null = element; at !== null && steps.length < 3; at = at.parentElement) {
      steps.unshift(`${at.tagName.toLowerCase()}${at.getAttribute('role') === null ? '' : `[${at.getAttribute('role') ?? ''}]`}.${(at.getAttribute('class') ?? '').split(' ').at(-1) ?? ''}`);
    }
    return steps.join(' > ');
  };
  for (const element of document.body.querySelectorAll('*')) {
    if (element.matches('script, style, code, code *, kbd, kbd *')) continue;
    if (element.tagName !== 'OPTION' && element.closest('svg') === null && !element.checkVisibility()) continue;
    const attributes = ['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'title', 'placeholder', 'alt'];
    for (const name of attributes) {
      const text = element.getAttribute(name);
      if (text !== null && text !== '') texts.push({ text, place: `${placeOf(element)}@${name}` });
    }
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => (node.textContent ?? '').trim());
    for (const text of own) if (text !== '') texts.push({ text, place: placeOf(element) });
  }
  return texts;
}

/** Runs in the page: text that does not fit and neither ends in an ellipsis nor has a title. */
export function textsCutOff(): string[] {
  return [...document.body.querySelectorAll<HTMLElement>('*')].filter((element) => {
    const style = getComputedStyle(element);
    const cuts = style.overflowX === 'hidden' || style.overflowX === 'clip';
    const hidden = style.clipPath !== 'none' || element.clientWidth <= 1;
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '');
    return cuts && !hidden && own && element.scrollWidth > element.clientWidth + 1 && style.textOverflow !== 'ellipsis' && element.closest('[title]') === null && element.checkVisibility();
  }).map((element) => `${element.tagName.toLowerCase()}.${element.className}: ${element.textContent}`);
}
