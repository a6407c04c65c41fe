import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import { ExternalLink } from '../../forms/ExternalLink';

/** Where keys are made, and what Mimecast writes about it. */
export function MimecastLinks(): ReactElement {
  return (
    <>
      <ExternalLink url="https://login.services.mimecast.com/" text={t('connectors.console')} />
      <ExternalLink url="https://developer.services.mimecast.com/" text={t('connectors.apiDocs')} />
    </>
  );
}
