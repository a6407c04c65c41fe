import type { ButtonProps } from '@fluentui/react-components';
import { Button, Tooltip } from '@fluentui/react-components';
import { Checkmark16Regular, Copy16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import { useEffect, useState } from 'react';

import { t } from '../../shared/text/text';
import { copyText } from './copy';

type Props = {
  /** Name of the button without visible words, e.g. "Copy permission for SIEM". */
  readonly label: string;
  /** Called at the moment of the click. */
  readonly text: () => string;
  /** Visible words; without them the button is an icon. */
  readonly caption?: string;
  readonly appearance?: NonNullable<ButtonProps['appearance']>;
};

/** Copies text and says so for two seconds. */
export function CopyButton({ label, text, caption, appearance = 'subtle' }: Props): ReactElement {
  const [said, setSaid] = useState<'nothing' | 'done' | 'refused'>('nothing');
  useEffect(() => {
    if (said === 'nothing') return;
    const timer = setTimeout(() => {
      setSaid('nothing');
    }, 2000);
    return () => {
      clearTimeout(timer);
    };
  }, [said]);
  const copy = (): void => {
    void copyText(text()).then((done) => {
      setSaid(done ? 'done' : 'refused');
    });
  };
  const words = said === 'nothing' ? null : t(said === 'done' ? 'components.copied' : 'components.notCopied');
  const icon = said === 'done' ? <Checkmark16Regular /> : <Copy16Regular />;
  return (
    <>
      {caption === undefined ? (
        <Tooltip content={words ?? label} relationship="label">
          <Button size="small" appearance={appearance} icon={icon} onClick={copy} />
        </Tooltip>
      ) : (
        <Button size="small" appearance={appearance} icon={icon} onClick={copy}>
          {words ?? caption}
        </Button>
      )}
      <span role="status" className="visually-hidden">{caption === undefined ? words : null}</span>
    </>
  );
}
