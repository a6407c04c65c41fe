import { CheckmarkCircle16Filled, Circle16Regular, RadioButton16Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import { t } from '../../../../shared/text/text';
import styles from './guide.module.css';
import { guideSteps } from './guide-steps';

type Props = {
  readonly current: number;
  /** Whether what a step asks for is there. */
  readonly isDone: (index: number) => boolean;
  readonly onGo: (index: number) => void;
};

/** Where one is; every step can be gone to, back and forth. */
export function StepList({ current, isDone, onGo }: Props): ReactElement {
  return (
    <nav aria-label={t('connectors.guide.steps')}>
      <ol className={styles.steps}>
        {guideSteps.map((step, index) => {
          const done = index !== current && isDone(index);
          return (
            <li key={step.id}>
              <button type="button" className={styles.step} {...(index === current ? { 'aria-current': 'step' as const } : {})} onClick={() => { onGo(index); }}>
                {index === current ? <RadioButton16Filled aria-hidden="true" /> : done ? <CheckmarkCircle16Filled aria-hidden="true" /> : <Circle16Regular aria-hidden="true" />}
                <span>{t('connectors.guide.stepNumber', { number: index + 1, title: step.title })}</span>
                {done ? <span className="visually-hidden">{t('connectors.guide.filledIn')}</span> : null}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
