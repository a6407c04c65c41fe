import * as z from 'zod';

/** The log types, spelled as DNIF's own connector form spells them, so that its users and documents carry over. */
export const logTypes = ['SIEM', 'DLP', 'Audit_Events', 'Hold_Message_List'] as const;
export type LogType = (typeof logTypes)[number];
export const LogTypeSchema = z.enum(logTypes);

/** What an administrator must know about one log type before ticking it. */
export type LogTypeInfo = {
  readonly logType: LogType;
  readonly title: string;
  /** The exact role permission to tick in the Mimecast console (API.md §7.3). */
  readonly permission: string;
  /** The API product to add to the API application (API.md §7.3). */
  readonly product: string;
  /** How far back Mimecast still answers, in hours (API.md §2.2, §4); null where nothing is documented. */
  readonly horizonHours: number | null;
  /** Seconds between two polls unless the administrator says otherwise. */
  readonly defaultPollSeconds: number;
};

export const logTypeTable: { readonly [K in LogType]: LogTypeInfo & { readonly logType: K } } = {
  SIEM: {
    logType: 'SIEM',
    title: 'SIEM',
    permission: 'Security Events and Data Retrieval | Threat and Security Events (SIEM) | Read',
    product: 'Threats, Security Events and Data for CG (or CI)',
    horizonHours: 7 * 24,
    defaultPollSeconds: 60,
  },
  DLP: {
    logType: 'DLP',
    title: 'DLP',
    permission: 'Monitoring | Data Leak Prevention | Read',
    product: 'Security Events',
    horizonHours: null,
    defaultPollSeconds: 300,
  },
  Audit_Events: {
    logType: 'Audit_Events',
    title: 'Audit_Events',
    permission: 'Account | Logs | Read',
    product: 'Audit Events',
    horizonHours: 60 * 24,
    defaultPollSeconds: 300,
  },
  Hold_Message_List: {
    logType: 'Hold_Message_List',
    title: 'Hold_Message_List',
    permission: 'Account | Dashboard | Read',
    product: 'Email Security Cloud Gateway',
    horizonHours: null,
    defaultPollSeconds: 300,
  },
};
