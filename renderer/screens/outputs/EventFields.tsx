import { Checkbox } from '@fluentui/react-components';
import { ErrorCircle12Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useId } from 'react';
import { Controller, useWatch } from 'react-hook-form';

import { logTypes } from '../../../shared/model/log-type';
import { eventFormats, eventModels } from '../../../shared/model/output';
import { t } from '../../../shared/text/text';
import { formatWords, modelWords } from '../../format/words';
import type { FieldsProps } from './CommonFields';
import { ChoiceField, FlagField, TextField } from './CommonFields';
import { examples } from './output-names';
import styles from './outputs.module.css';

/** How an event is written. */
export function FormatFields({ control }: FieldsProps): ReactElement {
  const format = useWatch({ control, name: 'format' });
  return (
    <>
      <ChoiceField control={control} name="format" label={t('outputs.events.format')} options={eventFormats.map((value) => ({ value, ...formatWords[value] }))} />
      {/* A raw record keeps the field names of Mimecast. */}
      {format === 'raw' ? null : (
        <ChoiceField control={control} name="model" label={t('outputs.events.model')} look="list" options={eventModels.map((value) => ({ value, ...modelWords[value] }))} />
      )}
    </>
  );
}

/** What normalized events leave out; a raw record is never changed. */
function DropField({ control }: FieldsProps): ReactElement | null {
  const format = useWatch({ control, name: 'format' });
  if (format === 'raw') return null;
  return (
    <TextField
      control={control}
      name="dropFields"
      label={t('outputs.events.drop')}
      placeholder={examples.fields}
      hint={format === 'both' ? t('outputs.events.dropHintBoth') : t('outputs.events.dropHint')}
    />
  );
}

/** The daily volume: advice, or a limit. */
function VolumeFields({ control }: FieldsProps): ReactElement {
  const limited = useWatch({ control, name: 'mibPerDay' }).trim() !== '';
  const stops = useWatch({ control, name: 'stopAtLimit' });
  return (
    <>
      <div className={styles.volume}>
        <TextField control={control} name="mibPerDay" kind="number" label={t('outputs.volume.daily')} hint={t('outputs.volume.dailyHint')} />
        <ChoiceField control={control} name="volumeUnit" label={t('outputs.volume.unit')} look="list" options={[{ value: 'MiB', title: t('outputs.volume.mibPerDay') }, { value: 'GiB', title: t('outputs.volume.gibPerDay') }]} />
        {limited ? <TextField control={control} name="warnAtPercent" kind="number" label={t('outputs.volume.warnAt')} required unit="%" /> : null}
      </div>
      {limited ? <FlagField control={control} name="stopAtLimit" label={t('outputs.volume.stop')} hint={stops ? t('outputs.volume.stops') : t('outputs.volume.goesOn')} /> : null}
    </>
  );
}

/** Which events this output wants, and how many of them in what time. */
export function SelectionFields({ control }: FieldsProps): ReactElement {
  const id = useId();
  const mode = useWatch({ control, name: 'filterMode' });
  return (
    <>
      <Controller
        name="filterLogTypes"
        control={control}
        render={({ field, fieldState }) => (
          <fieldset {...(fieldState.error === undefined ? {} : { 'aria-describedby': id, 'aria-invalid': true })}>
            <legend className={styles.legend}>{t('outputs.events.logTypes')}</legend>
            <div className={styles.boxes}>
              {logTypes.map((logType, index) => (
                <Checkbox
                  key={logType}
                  {...(index === 0 ? { ref: field.ref } : {})}
                  label={logType}
                  checked={field.value.includes(logType)}
                  onBlur={field.onBlur}
                  onChange={(_event, data) => {
                    field.onChange(logTypes.filter((each) => (each === logType ? data.checked === true : field.value.includes(each))));
                  }}
                />
              ))}
            </div>
            {fieldState.error === undefined ? null : (
              <p id={id} role="alert" className={styles.fieldError}><ErrorCircle12Filled aria-hidden="true" />{fieldState.error.message}</p>
            )}
          </fieldset>
        )}
      />
      <ChoiceField
        control={control}
        name="filterMode"
        label={t('outputs.events.types')}
        options={[{ value: 'all', title: t('outputs.events.typesAll') }, { value: 'include', title: t('outputs.events.typesOnly') }, { value: 'exclude', title: t('outputs.events.typesBut') }]}
      />
      {mode === 'all' ? null : (
        <TextField
          control={control}
          name="filterTypes"
          label={mode === 'include' ? t('outputs.events.typesToSend') : t('outputs.events.typesToLeaveOut')}
          required
          placeholder={examples.eventTypes}
          hint={t('outputs.events.typesHint')}
        />
      )}
      <DropField control={control} />
      <TextField control={control} name="eventsPerSecond" kind="number" label={t('outputs.events.perSecond')} unit={t('outputs.events.unit')} hint={t('outputs.events.perSecondHint')} />
      <VolumeFields control={control} />
    </>
  );
}
