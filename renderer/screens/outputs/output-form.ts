import type { EventModel, HttpAuth, OutputDraft, OutputType, OutputView } from '../../../shared/model/output';
import { OutputDraftSchema } from '../../../shared/model/output';
import { authWords } from '../../format/words';
import type { DraftShape } from '../../forms/draft-resolver';

/** The form as typed, flat: numbers are still text, the parts of the authentication stand beside each other. */
export type OutputValues = {
  name: string;
  format: OutputDraft['config']['format'];
  model: EventModel;
  // file
  path: string;
  rotateMiB: string;
  // http
  url: string;
  authKind: HttpAuth['kind'];
  username: string;
  header: string;
  encoding: 'hex' | 'base64';
  /** null keeps the stored secret. */
  secret: string | null;
  maxEvents: string;
  maxKiB: string;
  gzip: boolean;
};

export const advancedFields: readonly (keyof OutputValues)[] = ['rotateMiB', 'maxEvents', 'maxKiB', 'gzip'];

const fields: readonly string[] = [
  'name', 'format', 'model', 'path', 'rotateMiB', 'url', 'username', 'header', 'encoding', 'secret', 'maxEvents', 'maxKiB', 'gzip',
] satisfies readonly (keyof OutputValues)[];

const defaults: OutputValues = {
  name: '', format: 'both', model: 'connector', path: '', rotateMiB: '64', url: '', authKind: 'bearer', username: '', header: 'X-DNIF-Signature', encoding: 'hex',
  secret: '', maxEvents: '500', maxKiB: '1024', gzip: false,
};

/** The kind of authentication that the stored secret belongs to; null when nothing is stored. */
export function storedKind(output: OutputView | null): HttpAuth['kind'] | null {
  if (output === null || !output.secretStored || output.config.type !== 'http') return null;
  return output.config.auth.kind;
}

export function valuesOf(output: OutputView | null): OutputValues {
  if (output === null) return defaults;
  const { config } = output;
  const common = { ...defaults, name: config.name, format: config.format, model: config.model ?? 'connector', secret: output.secretStored ? null : '' };
  if (config.type === 'file') return { ...common, path: config.path, rotateMiB: String(config.rotateMiB) };
  const { auth } = config;
  return {
    ...common,
    url: config.url,
    authKind: auth.kind,
    username: auth.kind === 'basic' ? auth.username : '',
    header: auth.kind === 'shared-secret' || auth.kind === 'hmac-sha256' ? auth.header : defaults.header,
    encoding: auth.kind === 'hmac-sha256' ? auth.encoding : 'hex',
    maxEvents: String(config.maxEvents),
    maxKiB: String(config.maxKiB),
    gzip: config.gzip,
  };
}

function authOf(values: OutputValues): HttpAuth {
  switch (values.authKind) {
    case 'none':
    case 'bearer':
      return { kind: values.authKind };
    case 'basic':
      return { kind: 'basic', username: values.username };
    case 'shared-secret':
      return { kind: 'shared-secret', header: values.header };
    case 'hmac-sha256':
      return { kind: 'hmac-sha256', header: values.header, encoding: values.encoding };
  }
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

/** How the form becomes a draft of `output`, or of a new one of that type for null. */
export function outputShape(type: OutputType, output: OutputView | null): DraftShape<OutputValues, OutputDraft> {
  const needsSecret = (values: OutputValues): boolean => type === 'http' && values.authKind !== 'none';
  const common = (values: OutputValues): object => ({ id: output?.config.id ?? '', name: values.name, enabled: output?.config.enabled ?? true, format: values.format, ...(values.model === 'connector' ? {} : { model: values.model }) });
  return {
    schema: OutputDraftSchema,
    toDraft: (values) => ({
      config:
        type === 'file'
          ? { ...common(values), type: 'file', path: values.path, rotateMiB: numberOf(values.rotateMiB) }
          : {
              ...common(values), type: 'http', url: values.url, auth: authOf(values),
              maxEvents: numberOf(values.maxEvents), maxKiB: numberOf(values.maxKiB), gzip: values.gzip,
            },
      secret: needsSecret(values) && values.secret !== null && values.secret !== '' ? values.secret : null,
    }),
    fieldOf: (path) => {
      const field = path.at(-1);
      return typeof field === 'string' && fields.includes(field) ? (field as keyof OutputValues) : null;
    },
    extra: (values) => {
      if (!needsSecret(values)) return [];
      // A stored token is not an HMAC key: another kind of authentication asks for its secret anew.
      const usable = values.secret === null ? storedKind(output) === values.authKind : values.secret.trim() !== '';
      return usable ? [] : [{ field: 'secret', message: `Enter the ${authWords[values.authKind].secret.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase())}.` }];
    },
  };
}
