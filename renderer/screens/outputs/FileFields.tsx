import { Button, Input } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Control, UseFormReturn } from 'react-hook-form';
import { Controller } from 'react-hook-form';

import type { Failure } from '../../../shared/failures/failure';
import { call } from '../../bridge/client';
import { FormField } from '../../components/FormField';
import { FormatField, ModelField, NameField, NumberField } from './CommonFields';
import type { OutputValues } from './output-form';
import styles from './outputs.module.css';

type Props = { readonly form: UseFormReturn<OutputValues>; readonly onFailure: (failure: Failure) => void };

export function FileFields({ form, onFailure }: Props): ReactElement {
  const { control } = form;
  const browse = async (): Promise<void> => {
    const chosen = await call('outputs.chooseFolder', undefined);
    if (chosen.kind === 'failed') onFailure(chosen.failure);
    else if (chosen.value.path !== null) form.setValue('path', chosen.value.path, { shouldDirty: true, shouldValidate: true });
  };
  return (
    <div className={styles.fields}>
      <NameField control={control} placeholder="Log archive" />
      <div className={styles.withButton}>
        <Controller
          name="path"
          control={control}
          render={({ field, fieldState }) => (
            <FormField label="Folder" required hint="One file per connector and log type, one JSON event per line." error={fieldState.error?.message ?? null}>
              <Input {...field} autoComplete="off" spellCheck={false} contentAfter={<Button size="small" onClick={() => void browse()}>Browse…</Button>} />
            </FormField>
          )}
        />
      </div>
      <FormatField control={control} />
      <ModelField control={control} />
    </div>
  );
}

export function FileAdvanced({ control }: { readonly control: Control<OutputValues> }): ReactElement {
  return (
    <div className={styles.advanced}>
      <NumberField control={control} name="rotateMiB" label="Start a new file at" unit="MiB" hint="The full file is closed and keeps its content." />
    </div>
  );
}
