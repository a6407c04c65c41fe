import { Button, Link } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Control, UseFormGetValues } from 'react-hook-form';
import { useWatch } from 'react-hook-form';

import type { OutputView } from '../../../../shared/model/output';
import { t } from '../../../../shared/text/text';
import { CopyButton } from '../../../components/CopyButton';
import { shortenId } from '../../../format/numbers';
import { adminText } from '../admin-text';
import type { ConnectorValues } from '../connector-form';
import styles from '../connectors.module.css';
import { CredentialFields, LogTypesPart, NameField, OutputsPart } from '../MainFields';
import { MimecastLinks } from '../MimecastLinks';
import guide from './guide.module.css';
import { guideSteps, stepOf } from './guide-steps';
import { RegionField } from './RegionField';

type Props = {
  readonly step: number;
  readonly control: Control<ConnectorValues>;
  readonly getValues: UseFormGetValues<ConnectorValues>;
  readonly outputs: readonly OutputView[];
  readonly keychainName: string;
  readonly problems: ReadonlyMap<keyof ConnectorValues, string>;
  readonly onGo: (step: number) => void;
};

/** What one step asks, and what helps to answer it. */
export function GuideFields({ step, control, getValues, outputs, keychainName, problems, onGo }: Props): ReactElement {
  const copy = <CopyButton label={t('connectors.copyForAdmin')} caption={t('connectors.copyForAdmin')} appearance="secondary" text={() => adminText(getValues('logTypes'))} />;
  switch (guideSteps[step]?.id) {
    case 'credentials':
      return (
        <div className={styles.fields}>
          <p className={guide.help}>{t('connectors.guide.credentials')}</p>
          <div>{copy}</div>
          <div className={styles.links}><MimecastLinks /></div>
          <CredentialFields control={control} connector={null} keychainName={keychainName} />
        </div>
      );
    case 'log-types':
      return (
        <div className={styles.fields}>
          <LogTypesPart control={control} />
          <div>{copy}</div>
        </div>
      );
    case 'outputs':
      return (
        <div className={styles.fields}>
          <OutputsPart control={control} outputs={outputs} keychainName={keychainName} />
          <p className={guide.help}>{t('connectors.guide.outputs')}</p>
        </div>
      );
    case 'test':
      return <Review control={control} outputs={outputs} problems={problems} onGo={onGo} />;
    case 'name':
    case undefined:
      return (
        <div className={styles.fields}>
          <NameField control={control} />
          <RegionField control={control} />
        </div>
      );
  }
}

/** What was entered, and what is still missing, each with the way there. */
function Review({ control, outputs, problems, onGo }: Pick<Props, 'control' | 'outputs' | 'problems' | 'onGo'>): ReactElement {
  const values = useWatch({ control });
  const named = outputs.filter(({ config }) => values.outputs?.includes(config.id)).map(({ config }) => config.name);
  const lines: readonly { readonly field: keyof ConnectorValues; readonly label: string; readonly value: string }[] = [
    { field: 'name', label: t('connectors.field.name'), value: values.name ?? '' },
    { field: 'baseUrl', label: t('connectors.field.baseUrl'), value: values.baseUrl ?? '' },
    { field: 'clientId', label: t('connectors.field.clientId'), value: shortenId(values.clientId ?? '') },
    { field: 'clientSecret', label: t('connectors.field.clientSecret'), value: t('connectors.guide.entered') },
    { field: 'logTypes', label: t('connectors.field.logTypes'), value: values.logTypes?.join(', ') ?? '' },
    { field: 'outputs', label: t('connectors.field.outputs'), value: named.join(', ') },
  ];
  return (
    <dl className={guide.review}>
      {lines.map(({ field, label, value }) => {
        const problem = problems.get(field);
        return (
          <div key={field} className={guide.reviewLine}>
            <dt>{label}</dt>
            <dd>{problem === undefined ? value : <span className={guide.missing}>{problem}</span>}</dd>
            <dd>
              {problem === undefined
                ? <Link as="button" type="button" aria-label={t('connectors.guide.change.of', { field: label })} onClick={() => { onGo(stepOf(field)); }}>{t('connectors.guide.change')}</Link>
                : <Button size="small" aria-label={t('connectors.guide.enter.of', { field: label })} onClick={() => { onGo(stepOf(field)); }}>{t('connectors.guide.enter')}</Button>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
