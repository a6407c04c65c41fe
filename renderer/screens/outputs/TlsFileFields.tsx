import type { ReactElement } from 'react';

import type { FieldsProps } from './CommonFields';
import { TextField } from './CommonFields';
import { FileField } from './FileField';

const names = {
  receiver: { ca: 'caFile', cert: 'clientCertFile', key: 'clientKeyFile', server: 'serverName' },
  console: { ca: 'proofCaFile', cert: 'proofCertFile', key: 'proofKeyFile', server: 'proofServerName' },
} as const;

/** Certificates of a connection: those of the receiver of the events, or of the console that is asked about them. */
export function TlsFileFields({ control, of = 'receiver' }: FieldsProps & { readonly of?: keyof typeof names }): ReactElement {
  const field = names[of];
  const whose = of === 'console' ? ' of the console' : '';
  return (
    <>
      <FileField control={control} name={field.ca} label={`CA certificate${whose}`} placeholder="/etc/ssl/company-ca.pem" hint="PEM file. Empty: the authorities that come with the program." />
      <FileField control={control} name={field.cert} label={`Client certificate${of === 'console' ? ' for the console' : ''}`} hint="PEM file, only if the other side asks for it." />
      <FileField control={control} name={field.key} label={`Key of the client certificate${of === 'console' ? ' for the console' : ''}`} hint="PEM file without a passphrase." />
      <TextField control={control} name={field.server} label={`Name in the certificate${whose}`} hint="Only if it is not the name of the host." />
    </>
  );
}
