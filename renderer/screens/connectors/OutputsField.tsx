import { Button, Checkbox } from '@fluentui/react-components';
import { ErrorCircle12Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useId, useState } from 'react';

import type { Failure } from '../../../shared/failures/failure';
import type { OutputView } from '../../../shared/model/output';
import { t } from '../../../shared/text/text';
import { call } from '../../bridge/client';
import { reloadLists } from '../../bridge/session';
import { FailureCard } from '../../components/FailureCard';
import { outputTypeWords } from '../../format/words';
import { DnifOutput } from '../../forms/dnif-output/DnifOutput';
import { navigate } from '../../navigation';
import { routes } from '../../routes';
import styles from './connectors.module.css';

type Props = {
  readonly outputs: readonly OutputView[];
  readonly keychainName: string;
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
  readonly onBlur: () => void;
  readonly error: string | null;
  readonly firstRef: (element: HTMLInputElement | null) => void;
};

/** Where the events go. DNIF can be set up on the spot, and without any output a folder too, so that a connector needs no detour. */
export function OutputsField({ outputs, keychainName, value, onChange, onBlur, error, firstRef }: Props): ReactElement {
  const id = useId();
  const [adding, setAdding] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  /** The part that had the focus is gone: it goes on where the way led to, once that is there. */
  const close = (nextId: string): void => {
    setAdding(false);
    requestAnimationFrame(() => { document.getElementById(nextId)?.focus(); });
  };

  const addFolder = async (): Promise<void> => {
    const chosen = await call('outputs.chooseFolder', undefined);
    if (chosen.kind === 'failed') {
      setFailure(chosen.failure);
      return;
    }
    if (chosen.value.path === null) return;
    const config = { id: '', name: t('connectors.field.folderName'), enabled: true, format: 'both', type: 'file', path: chosen.value.path, rotateMiB: 64 } as const;
    const saved = await call('outputs.save', { config, secret: null });
    if (saved.kind === 'failed') {
      setFailure(saved.failure);
      return;
    }
    setFailure(null);
    await reloadLists();
    onChange([saved.value.config.id]);
  };

  return (
    <fieldset aria-describedby={error === null ? undefined : `${id}error`} {...(error === null ? {} : { 'aria-invalid': true })}>
      <legend className={styles.legend}>{t('connectors.field.outputs')}<span className={styles.required} aria-hidden="true">*</span></legend>
      {outputs.length === 0 ? null : (
        <div className={styles.choices}>
          {outputs.map(({ config }, index) => (
            <div key={config.id} className={styles.choice}>
              <Checkbox
                {...(index === 0 ? { ref: firstRef } : {})}
                id={`${id}${config.id}`}
                label={t('connectors.field.output', { name: config.name, type: outputTypeWords[config.type] })}
                checked={value.includes(config.id)}
                aria-describedby={error === null ? undefined : `${id}error`}
                onBlur={onBlur}
                onChange={(_event, data) => {
                  onChange(data.checked === true ? [...value, config.id] : value.filter((each) => each !== config.id));
                }}
              />
            </div>
          ))}
        </div>
      )}
      {adding ? (
        <DnifOutput
          keychainName={keychainName}
          onCancel={() => { close(`${id}add`); }}
          onAdded={(outputId) => {
            onChange([...value, outputId]);
            close(`${id}${outputId}`);
          }}
        />
      ) : (
        <div className={styles.noOutputs}>
          <Button id={`${id}add`} onClick={() => { setAdding(true); }}>{t('forms.dnif.open')}</Button>
          {outputs.length > 0 ? null : (
            <>
              <Button onClick={() => void addFolder()}>{t('connectors.field.folder')}</Button>
              <Button appearance="subtle" onClick={() => { navigate(routes.outputs); }}>{t('connectors.field.otherOutput')}</Button>
            </>
          )}
        </div>
      )}
      {failure === null ? null : <FailureCard failure={failure} urgency="alert" />}
      {error === null ? null : <p id={`${id}error`} role="alert" className={styles.fieldError}><ErrorCircle12Filled aria-hidden="true" />{error}</p>}
    </fieldset>
  );
}
