import { Button, Tooltip } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';

import type { Condition } from '../../shared/model/condition';
import { t } from '../../shared/text/text';
import { conditionWords } from '../format/words';
import styles from './app-shell.module.css';
import { ProductMark } from './ProductMark';
import { StatusShape } from './StatusShape';

export type NavItem = {
  readonly title: string;
  readonly path: string;
  readonly icon: ReactElement;
  readonly iconActive: ReactElement;
};

/** The one line at the foot of the navigation: the worst state of all, and how many share the best. */
export type Overall = { readonly state: Condition; readonly text: string };

type Props = {
  readonly items: readonly NavItem[];
  /** How many wait behind an item, by its path; nothing is shown for none. */
  readonly counts: Readonly<Record<string, number>>;
  readonly path: string;
  readonly overall: Overall | null;
  readonly overallPath: string;
  readonly demo: boolean;
  readonly onLeaveDemo: () => void;
  /** What holds for the whole window, above its screens. */
  readonly bar?: ReactNode;
  readonly children: ReactNode;
};

/** The frame around every screen: demo bar, navigation, overall state, content. */
export function AppShell({ items, counts, path, overall, overallPath, demo, onLeaveDemo, bar, children }: Props): ReactElement {
  return (
    <div className={styles.shell}>
      {demo ? (
        <div className={styles.demo} role="region" aria-label={t('app.demo')}>
          <span className={styles.demoTag}>{t('app.demoTag')}</span>
          <span className={styles.demoText}>{t('app.demoText')}</span>
          <Button size="small" appearance="outline" className={styles.demoLeave ?? ''} onClick={onLeaveDemo}>{t('app.leaveDemo')}</Button>
        </div>
      ) : null}
      {bar}
      <div className={styles.columns}>
        <nav className={styles.nav} aria-label={t('app.mainNavigation')}>
          <div className={styles.brand}>
            <ProductMark />
            <span className={styles.brandText}>{t('app.nameFirst')}<br />{t('app.nameSecond')}</span>
          </div>
          <ul className={styles.items}>
            {items.map((item) => {
              const count = counts[item.path] ?? 0;
              const active = path === item.path || path.startsWith(`${item.path}/`);
              return (
                <li key={item.path}>
                  <a href={`#${item.path}`} className={styles.item} title={item.title} {...(active ? { 'aria-current': 'page' as const } : {})}>
                    <span className={styles.itemIcon} aria-hidden="true">{active ? item.iconActive : item.icon}</span>
                    <span className={styles.itemText}>{item.title}</span>
                    {count === 0 ? null : <span className={styles.count}>{count > 999 ? '999+' : String(count)}<span className="visually-hidden"> {t('app.waiting')}</span></span>}
                  </a>
                </li>
              );
            })}
          </ul>
          {overall === null ? null : (
            <Tooltip content={`${conditionWords[overall.state]} · ${overall.text}`} relationship="description" positioning="after">
              <a href={`#${overallPath}`} className={styles.overall}>
                <StatusShape state={overall.state} />
                <span className="visually-hidden">{t('app.overallState')}</span>
                <span className={styles.overallText}>
                  <span className={styles.overallWord}>{conditionWords[overall.state]}</span>
                  <span className={styles.overallSub}>{overall.text}</span>
                </span>
              </a>
            </Tooltip>
          )}
        </nav>
        <main className={styles.main}>{children}</main>
      </div>
    </div>
  );
}
