import { Input } from '@fluentui/react-components';
import { Search16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import styles from './search-bar.module.css';

type Props = {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onSearch: (value: string) => void;
  /** How much was found, said while a person types. */
  readonly found: string;
};

/** Narrows what is on a screen by its words. */
export function SearchBar({ label, placeholder, value, onSearch, found }: Props): ReactElement {
  return (
    <div className={styles.bar}>
      <Input
        className={styles.search ?? ''}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        contentBefore={<Search16Regular aria-hidden="true" />}
        value={value}
        onChange={(_event, data) => { onSearch(data.value); }}
      />
      <span role="status" className={styles.found}>{found}</span>
    </div>
  );
}
