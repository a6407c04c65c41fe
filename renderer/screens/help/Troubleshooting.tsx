import { Input } from '@fluentui/react-components';
import { Search16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { FailureCode } from '../../../shared/failures/catalogue';
import { describeFailure, failureCodes } from '../../../shared/failures/catalogue';
import { CopyButton } from '../../components/CopyButton';
import { whoActs } from '../../format/words';
import styles from './help.module.css';

/** Whether every word of the search is somewhere in the entry. */
export function matchesEntry(code: FailureCode, search: string): boolean {
  const { title, sentence, remedy, stage } = describeFailure(code);
  const text = `${code} ${title} ${sentence} ${remedy} ${stage} ${whoActs(describeFailure(code))}`.toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/** Every message there is, made from the catalogue that the program itself speaks from. */
export function Troubleshooting({ looksFor }: { readonly looksFor: string }): ReactElement {
  const [search, setSearch] = useState(looksFor);
  const found = failureCodes.filter((code) => matchesEntry(code, search.trim()));
  return (
    <>
      <div className={styles.bar}>
        <Input
          className={styles.search ?? ''}
          type="search"
          aria-label="Search the messages"
          placeholder="Words or a code, e.g. proxy or MC-AUTH-401"
          contentBefore={<Search16Regular aria-hidden="true" />}
          value={search}
          onChange={(_event, data) => { setSearch(data.value); }}
        />
        <span role="status" className={styles.soft}>{search.trim() === '' ? `${String(failureCodes.length)} messages` : `${String(found.length)} of ${String(failureCodes.length)} messages`}</span>
      </div>
      {found.length === 0 ? <p className={styles.soft}>No message has these words. Try fewer, or the code alone.</p> : null}
      <ul className={styles.entries} aria-label="Messages">
        {found.map((code) => {
          const entry = describeFailure(code);
          return (
            <li key={code} className={styles.entry}>
              <div className={styles.entryHead}>
                <h2 className={styles.entryTitle}>{entry.title}</h2>
                <code className={styles.code}>{code}</code>
                <CopyButton label={`Copy the code ${code}`} text={() => code} />
              </div>
              <p>{entry.sentence}</p>
              <dl className={styles.facts}>
                <dt>Who acts</dt>
                <dd>{whoActs(entry)}</dd>
                <dt>What to do</dt>
                <dd>{entry.remedy}</dd>
              </dl>
            </li>
          );
        })}
      </ul>
    </>
  );
}
