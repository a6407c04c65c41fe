import type { ReactElement } from 'react';
import { useMemo } from 'react';
import { allExpanded, JsonView } from 'react-json-view-lite';

import { t } from '../../shared/text/text';
import { revealJson } from '../format/untrusted';
import styles from './json-tree.module.css';
import { UntrustedText } from './UntrustedText';

type Props = { readonly text: string; readonly label: string };

const name = (key: string): string => styles[key] ?? '';

const look = {
  container: name('container'),
  basicChildStyle: name('child'),
  childFieldsContainer: name('children'),
  label: name('label'),
  clickableLabel: name('label'),
  nullValue: name('other'),
  undefinedValue: name('other'),
  numberValue: name('number'),
  stringValue: name('string'),
  booleanValue: name('number'),
  otherValue: name('other'),
  punctuation: name('punctuation'),
  expandIcon: name('expand'),
  collapseIcon: name('collapse'),
  collapsedContent: name('collapsed'),
  noQuotesForStringValues: false,
  quotesForFieldNames: false,
  ariaLables: { collapseJson: t('components.json.collapse'), expandJson: t('components.json.expand') },
  stringifyStringValues: true,
};

/** JSON text as a tree; text that is no JSON object or list as it is. */
export function JsonTree({ text, label }: Props): ReactElement {
  const value = useMemo(() => parse(text), [text]);
  if (value === null) return <pre className={styles.plain}><UntrustedText text={text} keep={'\n\t'} /></pre>;
  return <JsonView data={value} style={look} shouldExpandNode={allExpanded} clickToExpandNode aria-label={label} />;
}

function parse(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    const shown = revealJson(value);
    return typeof shown === 'object' ? shown : null;
  } catch {
    return null;
  }
}
