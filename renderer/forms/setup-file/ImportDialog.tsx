import { Badge, Button, Checkbox } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { SetupEntry, SetupPlan } from '../../../shared/model/setup-file';
import type { TextId } from '../../../shared/text/catalogue';
import { t } from '../../../shared/text/text';
import { ChangeList } from '../../components/ChangeList';
import { TitledModal } from '../../components/Modal';
import { UntrustedText } from '../../components/UntrustedText';
import { Rich } from '../../text/Rich';
import styles from './setup-file.module.css';

type Props = {
  readonly plan: SetupPlan;
  readonly busy: boolean;
  readonly onApply: (chosen: readonly number[]) => void;
  readonly onClose: () => void;
};

const actionWords: { readonly [A in SetupEntry['action']]: { readonly word: string; readonly color: 'brand' | 'warning' | 'informative' | 'danger' } } = {
  add: { word: t('forms.import.new'), color: 'brand' },
  change: { word: t('forms.import.changes'), color: 'warning' },
  same: { word: t('forms.import.same'), color: 'informative' },
  refused: { word: t('forms.import.refused'), color: 'danger' },
};

const fieldWords: Readonly<Record<string, TextId>> = {
  name: 'forms.import.field.name', baseUrl: 'forms.import.field.baseUrl', clientId: 'forms.import.field.clientId', logTypes: 'forms.import.field.logTypes',
  platform: 'forms.import.field.platform', siemDelivery: 'forms.import.field.siemDelivery', startFrom: 'forms.import.field.startFrom', pollSeconds: 'forms.import.field.pollSeconds',
  outputs: 'forms.import.field.outputs', type: 'forms.import.field.type', url: 'forms.import.field.url', auth: 'forms.import.field.auth', path: 'forms.import.field.path',
  format: 'forms.import.field.format', model: 'forms.import.field.model', host: 'forms.import.field.host', port: 'forms.import.field.port',
};

/** A field of a newer version has no words yet: its name says more than nothing. */
const fieldWord = (field: string): string => {
  const id = fieldWords[field];
  return id === undefined ? field : t(id);
};

const canImport = (entry: SetupEntry): boolean => entry.action === 'add' || entry.action === 'change';

/** What a file would do, before it does it. New entries are ticked; changes to what is there are for a person to tick. */
export function ImportDialog({ plan, busy, onApply, onClose }: Props): ReactElement {
  const [chosen, setChosen] = useState<readonly number[]>(() => plan.entries.filter((entry) => entry.action === 'add').map((entry) => entry.index));
  return (
    <TitledModal
      title={t('forms.import.title')}
      scrolls={t('forms.import.content')}
      className={styles.surface}
      busy={busy}
      onClose={onClose}
      actions={(
        <>
          <Button appearance="secondary" disabled={busy} onClick={onClose}>{t('common.cancel')}</Button>
          <Button appearance="primary" disabled={busy || chosen.length === 0} onClick={() => { onApply(chosen); }}>
            {chosen.length === 0 ? t('forms.import.none') : t('forms.import.some', { count: chosen.length })}
          </Button>
        </>
      )}
    >
      <p className={styles.lead}><Rich id="forms.import.lead" values={{ file: <UntrustedText text={plan.fileName} /> }} /></p>
      <ul className={styles.entries}>
        {plan.entries.map((entry) => (
          <li key={entry.index} className={styles.entry}>
            <Entry
              entry={entry}
              checked={chosen.includes(entry.index)}
              onChange={(checked) => { setChosen(checked ? [...chosen, entry.index] : chosen.filter((each) => each !== entry.index)); }}
            />
          </li>
        ))}
      </ul>
    </TitledModal>
  );
}

function Entry({ entry, checked, onChange }: { readonly entry: SetupEntry; readonly checked: boolean; readonly onChange: (checked: boolean) => void }): ReactElement {
  const { word, color } = actionWords[entry.action];
  const named: TextId = entry.kind === 'connector' ? 'forms.import.connector' : 'forms.import.output';
  return (
    <>
      <div className={styles.head}>
        <Checkbox
          label={<span><Rich id={named} values={{ name: <strong><UntrustedText text={entry.name} /></strong> }} /></span>}
          checked={checked}
          disabled={!canImport(entry)}
          onChange={(_event, data) => { onChange(data.checked === true); }}
        />
        <Badge appearance="tint" color={color}>{word}</Badge>
      </div>
      {entry.notes.map((note) => <p key={note} className={styles.note}><UntrustedText text={note} /></p>)}
      {entry.changes.length === 0 ? null : <ChangeList changes={entry.changes} nameOf={fieldWord} className={styles.changes} />}
    </>
  );
}
