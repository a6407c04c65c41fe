import { Button, Field, Input, SpinButton, Textarea } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useState } from 'react';

import { describeFilter } from '../../../shared/filter/describe';
import { parseFilter } from '../../../shared/filter/parse';
import { printFilter } from '../../../shared/filter/print';
import type { WatchRule } from '../../../shared/model/watch-rules';
import { mostEvents, mostMinutes } from '../../../shared/model/watch-rules';
import { textOf } from '../../../shared/text/message';
import { t } from '../../../shared/text/text';
import { TitledModal } from '../../components/Modal';
import { useZone } from '../../components/zone';
import { formatDateTimeZone } from '../../format/time';
import { RuleTest } from './RuleTest';
import styles from './watch.module.css';

type Props = { readonly rule: WatchRule; readonly isNew: boolean; readonly onSave: (rule: WatchRule) => void; readonly onClose: () => void };

const spinNames = { incrementButton: { 'aria-label': t('common.increase') }, decrementButton: { 'aria-label': t('common.decrease') } };

const whole = (value: number | null | undefined, text: string | undefined): number => value ?? Number(text ?? NaN);

/** Edits a rule; what it would have found can be looked at before it is saved. */
export function RuleDialog({ rule, isNew, onSave, onClose }: Props): ReactElement {
  const zone = useZone();
  const [draft, setDraft] = useState(rule);
  const [tried, setTried] = useState(false);
  const change = (part: Partial<WatchRule>): void => {
    setDraft({ ...draft, ...part });
  };
  const parsed = parseFilter(draft.text, zone);
  const nameProblem = draft.name.trim() === '' ? t('watch.form.nameProblem') : null;
  const textProblem = draft.text.trim() === '' ? t('watch.form.filterProblem') : parsed.kind === 'error' ? textOf(parsed.reason) : null;
  const thresholdProblem = Number.isInteger(draft.threshold) && draft.threshold >= 1 && draft.threshold <= mostEvents ? null : t('watch.form.numberProblem', { most: mostEvents });
  const windowProblem = Number.isInteger(draft.windowMinutes) && draft.windowMinutes >= 1 && draft.windowMinutes <= mostMinutes ? null : t('watch.form.numberProblem', { most: mostMinutes });
  const sound = nameProblem === null && textProblem === null && thresholdProblem === null && windowProblem === null;
  // In the form that means the same in every time zone.
  const finished = (): WatchRule => ({ ...draft, name: draft.name.trim(), text: parsed.kind === 'ok' && draft.text !== rule.text ? printFilter(parsed.filter) : draft.text });
  const shown = (problem: string | null): { validationMessage?: string } => (problem === null || !tried ? {} : { validationMessage: problem });
  const words = textProblem === null && parsed.kind === 'ok' ? describeFilter(parsed.filter, (at) => formatDateTimeZone(at, zone)) : t('watch.form.filterHint');
  return (
    <TitledModal
      title={isNew ? t('watch.form.add') : t('watch.form.edit')}
      className={styles.dialog}
      contentClassName={styles.form}
      onClose={onClose}
      actions={(
        <>
          <Button appearance="secondary" onClick={onClose}>{t('common.cancel')}</Button>
          <Button appearance="primary" onClick={() => { setTried(true); if (sound) onSave(finished()); }}>{isNew ? t('watch.add') : t('common.save')}</Button>
        </>
      )}
    >
      <Field label={t('watch.form.name')} required {...shown(nameProblem)}>
        <Input value={draft.name} maxLength={80} onChange={(_event, { value }) => { change({ name: value }); }} />
      </Field>
      <Field label={t('watch.form.filter')} required hint={words} {...(draft.text.trim() === '' ? shown(textProblem) : textProblem === null ? {} : { validationMessage: textProblem })}>
        <Textarea value={draft.text} maxLength={1000} rows={3} spellCheck={false} className={styles.filter ?? ''} onChange={(_event, { value }) => { change({ text: value }); }} />
      </Field>
      <div className={styles.pair}>
        <Field label={t('watch.form.events')} {...shown(thresholdProblem)}>
          <SpinButton value={draft.threshold} min={1} max={mostEvents} {...spinNames} onChange={(_event, { value, displayValue }) => { change({ threshold: whole(value, displayValue) }); }} />
        </Field>
        <Field label={t('watch.form.minutes')} {...shown(windowProblem)}>
          <SpinButton value={draft.windowMinutes} min={1} max={mostMinutes} {...spinNames} onChange={(_event, { value, displayValue }) => { change({ windowMinutes: whole(value, displayValue) }); }} />
        </Field>
      </div>
      <RuleTest rule={sound ? finished() : null} />
    </TitledModal>
  );
}
