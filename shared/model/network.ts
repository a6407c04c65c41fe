import * as z from 'zod';

import { t } from '../text/text';

const proxyUrl = z
  .string()
  .trim()
  .max(300)
  .refine((text) => {
    // Scheme, host and port, nothing else: a user name belongs into its own field, and a password into the keychain.
    if (!/^https?:\/\/(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?\/?$/i.test(text)) return false;
    try {
      return new URL(text).hostname !== '';
    } catch {
      return false;
    }
  }, { error: () => t('fields.network.proxy') });

/** A name, address, network or `*`, with or without a port: `bypassesProxy` reads it. */
const exception = z.string().trim().min(1).max(255).regex(/^[\w.*:/[\]<>-]+$/, { error: () => t('fields.network.exceptions') });

export const ProxySchema = z.discriminatedUnion('kind', [
  /** As the operating system says, with its PAC file. */
  z.object({ kind: z.literal('system') }),
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('manual'),
    url: proxyUrl,
    noProxy: z.array(exception).max(200),
    /** Null: the proxy asks for no credentials. */
    username: z.string().trim().min(1, { error: () => t('fields.userName') }).max(200).regex(/^[^:\p{Cc}]*$/u, { error: () => t('fields.network.userNameColon') }).nullable(),
  }),
]);
export type Proxy = z.infer<typeof ProxySchema>;

/** How this computer reaches Mimecast, outputs and updates. The password of a proxy is not in it. */
export const NetworkSettingsSchema = z.object({
  proxy: ProxySchema,
  /** Absolute path of a PEM file whose certificates are trusted, too; null: none. */
  caFile: z.string().min(1).max(1000).nullable(),
  tlsMinimum: z.enum(['TLSv1.2', 'TLSv1.3']),
});
export type NetworkSettings = z.infer<typeof NetworkSettingsSchema>;

export const defaultNetworkSettings: NetworkSettings = { proxy: { kind: 'system' }, caFile: null, tlsMinimum: 'TLSv1.2' };

export const NetworkViewSchema = z.object({
  settings: NetworkSettingsSchema,
  passwordStored: z.boolean(),
  /** Decided by the policy of the organization: shown, not changed. */
  managed: z.boolean(),
});
export type NetworkView = z.infer<typeof NetworkViewSchema>;

/** `password` null keeps the stored one. */
export const NetworkDraftSchema = z.object({ settings: NetworkSettingsSchema, password: z.string().min(1, { error: () => t('fields.password') }).max(1000).nullable() });
export type NetworkDraft = z.infer<typeof NetworkDraftSchema>;
