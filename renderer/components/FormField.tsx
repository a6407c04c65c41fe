import { Field } from '@fluentui/react-components';
import type { ReactElement } from 'react';

type Props = {
  /** Without a label the control names itself, like a check box. */
  readonly label?: string;
  readonly error: string | null;
  readonly hint?: string;
  readonly required?: boolean;
  readonly className?: string | undefined;
  /** One control; it gets its name, hint and error from here. */
  readonly children: ReactElement;
};

/** Label, control, hint and error of one form field. */
export function FormField({ label, error, hint, required = false, className, children }: Props): ReactElement {
  return (
    <Field
      label={label ?? null}
      required={required}
      hint={hint ?? null}
      validationState={error === null ? 'none' : 'error'}
      validationMessage={error}
      className={className ?? ''}
    >
      {children}
    </Field>
  );
}
