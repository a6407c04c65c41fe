import { Button } from '@fluentui/react-components';
import { Checkmark16Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { Card } from '../../components/Card';
import { Disclosure } from '../../components/Disclosure';
import { useDoneToast } from '../../components/toasts';
import styles from './dnif.module.css';
import type { OutputValues } from './output-values';

type Form = Pick<OutputValues, 'format' | 'model'>;
type Props = { readonly form: Form; readonly onChoose: (form: Form) => void; readonly onFailure: (failure: Failure | null) => void };

/** The two forms in which DNIF can use events (docs/dnif), which one is chosen, and the file that tells DNIF how to read them. */
export function DnifCard({ form, onChoose, onFailure }: Props): ReactElement {
  const done = useDoneToast();
  const save = async (): Promise<void> => {
    const outcome = await call('outputs.saveExtractor', undefined);
    onFailure(outcome.kind === 'failed' ? outcome.failure : null);
    if (outcome.kind === 'ok' && outcome.value.path !== null) done(t('outputs.dnif.saved'));
  };
  return (
    <Card title={t('outputs.dnif.title')} lead={t('outputs.dnif.lead')}>
      <ul className={styles.ways}>
        <Way
          title={t('outputs.dnif.fields')}
          text={form.format === 'both' ? t('outputs.dnif.fieldsTextBoth') : t('outputs.dnif.fieldsText')}
          chosen={form.format !== 'raw' && form.model === 'dnif'}
          onChoose={() => { onChoose({ format: form.format === 'raw' ? 'normalized' : form.format, model: 'dnif' }); }}
        />
        <Way title={t('outputs.dnif.raw')} text={t('outputs.dnif.rawText')} chosen={form.format === 'raw'} onChoose={() => { onChoose({ format: 'raw', model: form.model }); }} />
      </ul>
      <div className={styles.extractor}>
        <p>{t('outputs.dnif.extractor')}</p>
        <Button size="small" onClick={() => void save()}>{t('outputs.dnif.save')}</Button>
      </div>
      <Disclosure title={t('outputs.dnif.how')}>
        <ol className={styles.steps}>
          <li>{t('outputs.dnif.stepAdd')}</li>
          <li>{t('outputs.dnif.stepValidate')}</li>
          <li>{t('outputs.dnif.stepTest')}</li>
        </ol>
      </Disclosure>
    </Card>
  );
}

function Way({ title, text, chosen, onChoose }: { readonly title: string; readonly text: string; readonly chosen: boolean; readonly onChoose: () => void }): ReactElement {
  return (
    <li className={styles.way}>
      <div>
        <p className={styles.name}>{title}</p>
        <p>{text}</p>
      </div>
      {chosen
        ? <span className={styles.chosen}><Checkmark16Filled aria-hidden="true" />{t('outputs.dnif.chosen')}</span>
        : <Button size="small" aria-label={t('outputs.dnif.useName', { way: title })} onClick={onChoose}>{t('outputs.dnif.use')}</Button>}
    </li>
  );
}
