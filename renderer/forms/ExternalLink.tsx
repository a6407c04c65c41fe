import { Link } from '@fluentui/react-components';
import { Open16Regular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';

import type { externalHosts } from '../../shared/ipc/contract';
import { call } from '../bridge/client';
import styles from './external-link.module.css';

type Props = { readonly url: `https://${(typeof externalHosts)[number]}/${string}`; readonly text: string };

/** Opens a page of the allow-list in the browser: main refuses every other address. */
export function ExternalLink({ url, text }: Props): ReactElement {
  return (
    <Link as="button" type="button" className={styles.link ?? ''} onClick={() => void call('app.openExternal', { url })}>
      {text}
      <Open16Regular aria-hidden="true" />
    </Link>
  );
}
