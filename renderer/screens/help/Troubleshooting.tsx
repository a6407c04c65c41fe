import type { ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';

import type { FailureCode } from '../../../shared/failures/catalogue';
import { describeFailure, failureCodes } from '../../../shared/failures/catalogue';
import { t } from '../../../shared/text/text';
import { CopyButton } from '../../components/CopyButton';
import { SearchBar } from '../../components/SearchBar';
import { whoActs } from '../../format/words';
import styles from './help.module.css';

/** Whether every word of the search is somewhere in the entry. */
export function matchesEntry(code: FailureCode, search: string): boolean {
  const { title, sentence, remedy, stage } = describeFailure(code);
  const text = `${code} ${title} ${sentence} ${remedy} ${stage} ${whoActs(describeFailure(code))}`.toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/** Every message there is, made from the catalogue that the program itself speaks from. The one that `code` names is scrolled to. */
export function Troubleshooting({ code: wanted }: { readonly code: string | null }): ReactElement {
  const [search, setSearch] = useState('');
  const marked = useRef<HTMLLIElement>(null);
  useEffect(() => {
    marked.current?.scrollIntoView({ block: 'center' });
    marked.current?.focus({ preventScroll: true });
  }, [wanted]);
  const found = failureCodes.filter((code) => matchesEntry(code, search.trim()));
  return (
    <>
      <SearchBar
        label={t('help.search')} placeholder={t('help.searchHint')} value={search} onSearch={setSearch}
        found={search.trim() === '' ? t('help.all', { count: failureCodes.length }) : t('help.some', { found: found.length, count: failureCodes.length })}
      />
      {wanted === null || failureCodes.some((code) => code === wanted) ? null : <p role="alert" className={styles.soft}>{t('help.unknownCode', { code: wanted })}</p>}
      {found.length === 0 ? <p className={styles.soft}>{t('help.nothing')}</p> : null}
      <ul className={styles.entries} aria-label={t('help.messages')}>
        {found.map((code) => {
          const entry = describeFailure(code);
          return (
            <li key={code} className={styles.entry} {...(code === wanted ? { ref: marked, tabIndex: -1, 'aria-current': true } : {})}>
              <div className={styles.entryHead}>
                <h2 className={styles.entryTitle}>{entry.title}</h2>
                <code className={styles.code}>{code}</code>
                <CopyButton label={t('help.copyCode', { code })} text={() => code} />
              </div>
              <p>{entry.sentence}</p>
              <dl className={styles.facts}>
                <dt>{t('help.whoActs')}</dt>
                <dd>{whoActs(entry)}</dd>
                <dt>{t('help.whatToDo')}</dt>
                <dd>{entry.remedy}</dd>
              </dl>
            </li>
          );
        })}
      </ul>
    </>
  );
}
