import { Badge, Button, Checkbox, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';

import type { SetupEntry, SetupPlan } from '../../../shared/model/setup-file';
import { UntrustedText } from '../../components/UntrustedText';
import styles from './setup-file.module.css';

type Props = {
  readonly plan: SetupPlan;
  readonly busy: boolean;
  readonly onApply: (chosen: readonly number[]) => void;
  readonly onClose: () => void;
};

const actionWords: { readonly [A in SetupEntry['action']]: { readonly word: string; readonly color: 'brand' | 'warning' | 'informative' | 'danger' } } = {
  add: { word: 'New', color: 'brand' },
  change: { word: 'Changes', color: 'warning' },
  same: { word: 'Already the same', color: 'informative' },
  refused: { word: 'Cannot be imported', color: 'danger' },
};

const fieldWords: Readonly<Record<string, string>> = {
  name: 'Name', baseUrl: 'Base URL', clientId: 'Client ID', logTypes: 'Log types', platform: 'Platform', siemDelivery: 'SIEM delivery', startFrom: 'Start from',
  pollSeconds: 'Poll interval', outputs: 'Outputs', type: 'Type', url: 'Address', auth: 'Authentication', path: 'Folder', format: 'Format', model: 'Model', host: 'Host', port: 'Port',
};

const canImport = (entry: SetupEntry): boolean => entry.action === 'add' || entry.action === 'change';

/** What a file would do, before it does it. New entries are ticked; changes to what is there are for a person to tick. */
export function ImportDialog({ plan, busy, onApply, onClose }: Props): ReactElement {
  const [chosen, setChosen] = useState<readonly number[]>(() => plan.entries.filter((entry) => entry.action === 'add').map((entry) => entry.index));
  return (
    <Dialog
      open
      modalType="modal"
      onOpenChange={(_event, data) => {
        if (!data.open && !busy) onClose();
      }}
    >
      <DialogSurface className={styles.surface ?? ''}>
        <DialogBody>
          <DialogTitle>Import connectors and outputs?</DialogTitle>
          <DialogContent className={styles.content ?? ''} tabIndex={0} role="group" aria-label="What the file would change">
            <p className={styles.lead}>From <UntrustedText text={plan.fileName} />. A file never holds secrets or folders of another computer.</p>
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
          </DialogContent>
          <DialogActions>
            <Button appearance="secondary" disabled={busy} onClick={onClose}>Cancel</Button>
            <Button appearance="primary" disabled={busy || chosen.length === 0} onClick={() => { onApply(chosen); }}>
              {chosen.length === 0 ? 'Import' : `Import ${String(chosen.length)}`}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Entry({ entry, checked, onChange }: { readonly entry: SetupEntry; readonly checked: boolean; readonly onChange: (checked: boolean) => void }): ReactElement {
  const { word, color } = actionWords[entry.action];
  const kind = entry.kind === 'connector' ? 'Connector' : 'Output';
  return (
    <>
      <div className={styles.head}>
        <Checkbox
          label={<span>{kind} <strong><UntrustedText text={entry.name} /></strong></span>}
          checked={checked}
          disabled={!canImport(entry)}
          onChange={(_event, data) => { onChange(data.checked === true); }}
        />
        <Badge appearance="tint" color={color}>{word}</Badge>
      </div>
      {entry.notes.map((note) => <p key={note} className={styles.note}><UntrustedText text={note} /></p>)}
      {entry.changes.length === 0 ? null : (
        <dl className={styles.changes}>
          {entry.changes.map(({ field, before, after }) => (
            <div key={field} className={styles.change}>
              <dt>{fieldWords[field] ?? field}</dt>
              <dd>
                {before === null ? null : <><del><UntrustedText text={before} /></del><span aria-hidden="true"> → </span></>}
                {after === null ? <em>removed</em> : <ins><UntrustedText text={after} /></ins>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
