import type { HttpAuth, OutputDraft } from '../../../shared/model/output';
import { OutputDraftSchema } from '../../../shared/model/output';
import { t } from '../../../shared/text/text';
import { authWords } from '../../format/words';
import type { DraftShape } from '../draft-resolver';

/** What a new DNIF output cannot do without; everything else is on its own screen. */
export type DnifValues = { name: string; url: string; authKind: HttpAuth['kind']; username: string; header: string; secret: string };

export const authKinds = ['bearer', 'basic', 'shared-secret', 'hmac-sha256', 'none'] as const satisfies readonly HttpAuth['kind'][];

export const startValues = (): DnifValues => ({ name: t('forms.dnif.nameStart'), url: '', authKind: 'bearer', username: '', header: 'X-DNIF-Signature', secret: '' });

const fields: readonly string[] = ['name', 'url', 'username', 'header', 'secret'] satisfies readonly (keyof DnifValues)[];

function authOf({ authKind, username, header }: DnifValues): HttpAuth {
  switch (authKind) {
    case 'none':
    case 'bearer':
      return { kind: authKind };
    case 'basic':
      return { kind: authKind, username };
    case 'shared-secret':
      return { kind: authKind, header };
    case 'hmac-sha256':
      return { kind: authKind, header, encoding: 'hex' };
  }
}

/** How the form becomes the draft of a new output, with what its own screen would start with. */
export const dnifShape: DraftShape<DnifValues, OutputDraft> = {
  schema: OutputDraftSchema,
  toDraft: (values) => ({
    // DNIF's page of the HTTPS connector does not speak of compression.
    config: { id: '', name: values.name, enabled: true, format: 'both', type: 'http', url: values.url, auth: authOf(values), maxEvents: 500, maxKiB: 1024, gzip: false },
    secret: values.authKind === 'none' || values.secret === '' ? null : values.secret,
  }),
  fieldOf: (path) => {
    const field = path.at(-1);
    return typeof field === 'string' && fields.includes(field) ? (field as keyof DnifValues) : null;
  },
  extra: ({ authKind, secret }) => (authKind === 'none' || secret.trim() !== '' ? [] : [{ field: 'secret', message: t('forms.dnif.secretMissing', { word: authWords[authKind].secret }) }]),
};
