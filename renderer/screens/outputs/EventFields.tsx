import { Checkbox } from '@fluentui/react-components';
import { ErrorCircle12Filled } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useId } from 'react';
import { Controller, useWatch } from 'react-hook-form';

import { logTypes } from '../../../shared/model/log-type';
import { eventFormats, eventModels } from '../../../shared/model/output';
import { formatWords, modelWords } from '../../format/words';
import type { FieldsProps } from './CommonFields';
import { ChoiceField, FlagField, TextField } from './CommonFields';
import styles from './outputs.module.css';

/** How an event is written. */
export function FormatFields({ control }: FieldsProps): ReactElement {
  const format = useWatch({ control, name: 'format' });
  return (
    <>
      <ChoiceField control={control} name="format" label="Event format" options={eventFormats.map((value) => ({ value, ...formatWords[value] }))} />
      {/* A raw record keeps the field names of Mimecast. */}
      {format === 'raw' ? null : (
        <ChoiceField control={control} name="model" label="Field names" look="list" options={eventModels.map((value) => ({ value, ...modelWords[value] }))} />
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
      label="Fields to leave out"
      placeholder="Subject, email.subject"
      hint={`Names of normalized fields, or paths of the raw record, separated by commas. ${format === 'both' ? 'The record under “raw” stays as Mimecast sent it, these fields included.' : 'Events in the format Raw stay as Mimecast sent them.'}`}
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
        <TextField control={control} name="mibPerDay" kind="number" label="Daily volume" hint="Empty: no limit. Counted before compression, from 00:00 UTC." />
        <ChoiceField control={control} name="volumeUnit" label="Unit" look="list" options={[{ value: 'MiB', title: 'MiB per day' }, { value: 'GiB', title: 'GiB per day' }]} />
        {limited ? <TextField control={control} name="warnAtPercent" kind="number" label="Warn at" required unit="%" /> : null}
      </div>
      {limited ? <FlagField control={control} name="stopAtLimit" label="Stop at the limit" hint={stops ? 'What is more waits in the spool until 00:00 UTC.' : 'Only a warning: sending goes on above the limit.'} /> : null}
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
            <legend className={styles.legend}>Log types</legend>
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
        label="Event types"
        options={[{ value: 'all', title: 'All' }, { value: 'include', title: 'Only these' }, { value: 'exclude', title: 'All but these' }]}
      />
      {mode === 'all' ? null : (
        <TextField
          control={control}
          name="filterTypes"
          label={mode === 'include' ? 'Event types to send' : 'Event types to leave out'}
          required
          placeholder="receipt, delivery"
          hint="As Live Logs shows them under Type, separated by commas. What is left out is not kept for this output."
        />
      )}
      <DropField control={control} />
      <TextField control={control} name="eventsPerSecond" kind="number" label="At most per second" unit="events" hint="Empty: as fast as it takes them." />
      <VolumeFields control={control} />
    </>
  );
}
