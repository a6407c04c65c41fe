/** The ten Cloud Gateway event types (API.md §2.6, four peers agree). */
export const cloudGatewayTypes = [
  'receipt',
  'process',
  'delivery',
  'av',
  'spam',
  'internal email protect',
  'impersonation protect',
  'url protect',
  'attachment protect',
  'journal',
] as const;

/** The three Cloud Integrated event types (API.md §2.7). */
export const cloudIntegratedTypes = ['entities', 'mailflow', 'urlclick'] as const;

export type Platform = 'cloud-gateway' | 'cloud-integrated';

export function typesOf(platform: Platform): readonly string[] {
  return platform === 'cloud-gateway' ? cloudGatewayTypes : cloudIntegratedTypes;
}

export function siemPath(platform: Platform, delivery: 'batch' | 'streaming'): string {
  return `/siem/v1/${delivery === 'batch' ? 'batch/' : ''}events/${platform === 'cloud-gateway' ? 'cg' : 'ci'}`;
}
