import type { ReactElement } from 'react';

import type { CheckItem } from '../../shared/model/check-report';
import { t } from '../../shared/text/text';
import { Disclosure } from './Disclosure';
import styles from './exchange.module.css';
import { WireText } from './WireText';

type Props = { readonly exchange: NonNullable<CheckItem['exchange']> };

const named = (name: string): { readonly name: string; readonly copyLabel: string } => ({ name, copyLabel: t('components.exchange.copy', { name }) });

/** What went over the wire and what came back, as it was. */
export function Exchange({ exchange: { sent, answer } }: Props): ReactElement {
  return (
    <div className={styles.exchange}>
      <Disclosure title={t('components.exchange.sent')}><WireText {...named(t('components.exchange.sent'))} text={sent} /></Disclosure>
      <Disclosure title={t('components.exchange.answer')}><WireText {...named(t('components.exchange.answer'))} text={answer ?? t('components.exchange.nothing')} /></Disclosure>
    </div>
  );
}
