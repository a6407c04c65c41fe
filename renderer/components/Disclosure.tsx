import { ChevronDown16Regular, ChevronRight16Regular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import { useId, useState } from 'react';

import styles from './disclosure.module.css';

type Props = {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
  /** Given together, the parent decides. */
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
};

/** A part that can be folded away. Its content stays in the page, so that a form keeps its fields. */
export function Disclosure({ title, hint, children, open, onOpenChange }: Props): ReactElement {
  const [own, setOwn] = useState(false);
  const shown = open ?? own;
  const id = useId();
  const toggle = (): void => {
    setOwn(!shown);
    onOpenChange?.(!shown);
  };
  return (
    <div>
      <button type="button" className={styles.toggle} aria-expanded={shown} aria-controls={id} onClick={toggle}>
        {shown ? <ChevronDown16Regular /> : <ChevronRight16Regular className="points" />}
        <span className={styles.title}>{title}</span>
        {hint === undefined ? null : <span className={styles.hint}>{hint}</span>}
      </button>
      <div id={id} hidden={!shown}>{children}</div>
    </div>
  );
}
