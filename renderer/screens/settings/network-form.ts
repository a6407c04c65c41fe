import type { NetworkDraft, NetworkView, Proxy } from '../../../shared/model/network';
import { NetworkDraftSchema } from '../../../shared/model/network';
import { t } from '../../../shared/text/text';
import type { DraftShape } from '../../forms/draft-resolver';

/** The values of the form: everything as text, also what the chosen kind of proxy does not use. */
export type NetworkValues = {
  readonly kind: Proxy['kind'];
  readonly url: string;
  /** One exception per line, or separated by commas. */
  readonly noProxy: string;
  readonly signsIn: boolean;
  readonly username: string;
  readonly password: string | null;
  readonly caFile: string;
  readonly tlsMinimum: 'TLSv1.2' | 'TLSv1.3';
};

export function networkValues({ settings: { proxy, caFile, tlsMinimum } }: NetworkView): NetworkValues {
  const manual = proxy.kind === 'manual' ? proxy : null;
  return {
    kind: proxy.kind,
    url: manual?.url ?? '',
    noProxy: manual?.noProxy.join('\n') ?? '',
    signsIn: manual !== null && manual.username !== null,
    username: manual?.username ?? '',
    password: null,
    caFile: caFile ?? '',
    tlsMinimum,
  };
}

export function networkShape(passwordStored: boolean): DraftShape<NetworkValues, NetworkDraft> {
  return {
    schema: NetworkDraftSchema,
    toDraft: (values) => {
      const signsIn = values.kind === 'manual' && values.signsIn;
      const exceptions = values.noProxy.split(/[\s,;]+/).filter((entry) => entry !== '');
      const proxy = values.kind === 'manual' ? { kind: values.kind, url: values.url, noProxy: exceptions, username: values.signsIn ? values.username : null } : { kind: values.kind };
      const caFile = values.caFile.trim();
      return { settings: { proxy, caFile: caFile === '' ? null : caFile, tlsMinimum: values.tlsMinimum }, password: signsIn ? values.password : null };
    },
    fieldOf: (path) => {
      const names = path.map(String);
      if (names[0] === 'password') return 'password';
      if (names.includes('caFile')) return 'caFile';
      if (names.includes('noProxy')) return 'noProxy';
      if (names.includes('username')) return 'username';
      return names.includes('proxy') ? 'url' : null;
    },
    extra: ({ kind, signsIn, password }) => (kind === 'manual' && signsIn && !passwordStored && (password === null || password === '') ? [{ field: 'password', message: t('fields.password') }] : []),
  };
}
