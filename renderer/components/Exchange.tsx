import type { ReactElement } from 'react';

import type { CheckItem } from '../../shared/model/check-report';
import { t } from '../../shared/text/text';
import { CopyButton } from './CopyButton';
import { Disclosure } from './Disclosure';
import styles from './exchange.module.css';
import { UntrustedText } from './UntrustedText';

type Props = { readonly exchange: NonNullable<CheckItem['exchange']> };

/** What went over the wire and what came back, as it was. */
export function Exchange({ exchange: { sent, answer } }: Props): ReactElement {
  return (
    <div className={styles.exchange}>
      <Disclosure title={t('components.exchange.sent')}><Text name={t('components.exchange.sent')} text={sent} /></Disclosure>
      <Disclosure title={t('components.exchange.answer')}><Text name={t('components.exchange.answer')} text={answer ?? t('components.exchange.nothing')} /></Disclosure>
    </div>
  );
}

function Text({ name, text }: { readonly name: string; readonly text: string }): ReactElement {
  return (
    <div className={styles.box}>
      <pre className={styles.text} tabIndex={0} role="group" aria-label={name}>
        {text.split('\n').map((line, place) => <span key={place} className={styles.line}><UntrustedText text={line} />{'\n'}</span>)}
      </pre>
      <span className={styles.copy}><CopyButton label={t('components.exchange.copy', { name })} text={() => text} /></span>
    </div>
  );
}
