import { Link as FluentLink } from '@fluentui/react-components';
import { ArrowLeft16Regular } from '@fluentui/react-icons';
import type { ReactElement, ReactNode } from 'react';
import { useEffect, useRef } from 'react';

import { t } from '../../shared/text/text';
import styles from './page.module.css';

type Props = {
  readonly title: string;
  readonly lead?: ReactNode;
  /** The list this page belongs to. */
  readonly parent?: { readonly title: string; readonly href: string };
  readonly actions?: ReactNode;
};

/** Heading of a screen. It takes focus when the screen appears, so that keyboard and screen reader start there. */
export function PageHeader({ title, lead, parent, actions }: Props): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className={styles.header}>
      <div className={styles.headerText}>
        {parent === undefined ? null : (
          <nav aria-label={t('components.path')} className={styles.path}>
            <ArrowLeft16Regular aria-hidden="true" className="points" />
            <FluentLink href={parent.href}>{parent.title}</FluentLink>
          </nav>
        )}
        <h1 ref={heading} tabIndex={-1} className={styles.title}>{title}</h1>
        {lead === undefined ? null : <p className={styles.lead}>{lead}</p>}
      </div>
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </header>
  );
}
