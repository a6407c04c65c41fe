import { Button, Link } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Control, UseFormGetValues } from 'react-hook-form';
import { useWatch } from 'react-hook-form';

import type { OutputView } from '../../../../shared/model/output';
import { CopyButton } from '../../../components/CopyButton';
import { shortenId } from '../../../format/numbers';
import { adminText } from '../admin-text';
import type { ConnectorValues } from '../connector-form';
import styles from '../connectors.module.css';
import { CredentialFields, LogTypesPart, NameField, OutputsPart } from '../MainFields';
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
  const copy = <CopyButton label="Copy for my Mimecast administrator" caption="Copy for my Mimecast administrator" appearance="secondary" text={() => adminText(getValues('logTypes'))} />;
  switch (guideSteps[step]?.id) {
    case 'credentials':
      return (
        <div className={styles.fields}>
          <p className={guide.help}>
            In the Mimecast console under Integrations &gt; API and Platform Integrations &gt; Mimecast API 2.0, generate keys. The secret is shown there only once.
            If somebody else does that for you, send them the list:
          </p>
          <div>{copy}</div>
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
          <OutputsPart control={control} outputs={outputs} />
          <p className={guide.help}>Events wait on disk until every output that is ticked here has them. More outputs, such as DNIF, can be added later under Outputs and ticked in the connector.</p>
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
    { field: 'name', label: 'Connector Name', value: values.name ?? '' },
    { field: 'baseUrl', label: 'Base URL', value: values.baseUrl ?? '' },
    { field: 'clientId', label: 'Client ID', value: shortenId(values.clientId ?? '') },
    { field: 'clientSecret', label: 'Client Secret', value: 'Entered' },
    { field: 'logTypes', label: 'Log Types', value: values.logTypes?.join(', ') ?? '' },
    { field: 'outputs', label: 'Outputs', value: named.join(', ') },
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
                ? <Link as="button" type="button" aria-label={`Change ${label}`} onClick={() => { onGo(stepOf(field)); }}>Change</Link>
                : <Button size="small" aria-label={`Enter ${label}`} onClick={() => { onGo(stepOf(field)); }}>Enter</Button>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
