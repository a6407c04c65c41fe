import type { ReactElement } from 'react';

import { t } from '../../../shared/text/text';
import type { FieldsProps } from './CommonFields';
import { TextField } from './CommonFields';
import { FileField } from './FileField';
import { examples } from './output-names';

const names = {
  receiver: { ca: 'caFile', cert: 'clientCertFile', key: 'clientKeyFile', server: 'serverName' },
  console: { ca: 'proofCaFile', cert: 'proofCertFile', key: 'proofKeyFile', server: 'proofServerName' },
} as const;

/** Certificates of a connection: those of the receiver of the events, or of the console that is asked about them. */
export function TlsFileFields({ control, of = 'receiver' }: FieldsProps & { readonly of?: keyof typeof names }): ReactElement {
  const field = names[of];
  const ofConsole = of === 'console';
  return (
    <>
      <FileField control={control} name={field.ca} label={ofConsole ? t('outputs.tls.caConsole') : t('outputs.tls.ca')} placeholder={examples.caFile} hint={t('outputs.tls.caHint')} />
      <FileField control={control} name={field.cert} label={ofConsole ? t('outputs.tls.certConsole') : t('outputs.tls.cert')} hint={t('outputs.tls.certHint')} />
      <FileField control={control} name={field.key} label={ofConsole ? t('outputs.tls.keyConsole') : t('outputs.tls.key')} hint={t('outputs.tls.keyHint')} />
      <TextField control={control} name={field.server} label={ofConsole ? t('outputs.tls.serverConsole') : t('outputs.tls.server')} hint={t('outputs.tls.serverHint')} />
    </>
  );
}
