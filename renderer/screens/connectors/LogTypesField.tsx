import { Checkbox } from '@fluentui/react-components';
import { ErrorCircle12Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useId } from 'react';

import type { LogType } from '../../../shared/model/log-type';
import { logTypes, logTypeTable } from '../../../shared/model/log-type';
import { t } from '../../../shared/text/text';
import { CopyButton } from '../../components/CopyButton';
import styles from './connectors.module.css';

type Props = {
  readonly value: readonly LogType[];
  readonly onChange: (value: LogType[]) => void;
  readonly onBlur: () => void;
  readonly error: string | null;
  readonly firstRef: (element: HTMLInputElement | null) => void;
};

/** What to collect, each with the words that the Mimecast administrator needs to allow it. */
export function LogTypesField({ value, onChange, onBlur, error, firstRef }: Props): ReactElement {
  const id = useId();
  return (
    <fieldset aria-describedby={error === null ? undefined : `${id}error`} {...(error === null ? {} : { 'aria-invalid': true })}>
      <legend className={styles.legend}>{t('connectors.field.logTypes')}<span className={styles.required} aria-hidden="true">*</span></legend>
      <div className={styles.choices}>
        {logTypes.map((logType, index) => {
          const info = logTypeTable[logType];
          return (
            <div key={logType} className={styles.choice}>
              <Checkbox
                {...(index === 0 ? { ref: firstRef } : {})}
                label={info.title}
                checked={value.includes(logType)}
                aria-describedby={`${id}${logType}${error === null ? '' : ` ${id}error`}`}
                onBlur={onBlur}
                onChange={(_event, data) => {
                  onChange(logTypes.filter((each) => (each === logType ? data.checked === true : value.includes(each))));
                }}
              />
              <div className={styles.choiceBody}>
                <p id={`${id}${logType}`} className={styles.choiceSummary}>{t(`logType.${logType}`)}</p>
                <dl className={styles.grants}>
                  <dt>{t('connectors.field.permission')}</dt>
                  <dd>{info.permission}</dd>
                  <dd><CopyButton label={t('connectors.field.copyPermission', { logType: info.title })} text={() => info.permission} /></dd>
                  <dt>{t('connectors.field.product')}</dt>
                  <dd>{info.product}</dd>
                  <dd><CopyButton label={t('connectors.field.copyProduct', { logType: info.title })} text={() => info.product} /></dd>
                </dl>
              </div>
            </div>
          );
        })}
      </div>
      {error === null ? null : <p id={`${id}error`} role="alert" className={styles.fieldError}><ErrorCircle12Filled aria-hidden="true" />{error}</p>}
    </fieldset>
  );
}
