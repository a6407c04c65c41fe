import type { Cast } from './people';
import { address } from './people';
import { base64Text, Draws, uniqueText } from './random';
import { vendorTime } from './vendor-time';

type AuditContext = { readonly draws: Draws; readonly user: string; readonly ip: string; readonly local: LocalTime };
type LocalTime = { readonly date: string; readonly time: string };
type AuditKind = { readonly auditType: string; readonly category: string; readonly system?: boolean; readonly info: (context: AuditContext) => string };

const APPLICATIONS = ['Administration Console', 'Mimecast Personal Portal', 'Mimecast Web', 'API Application'] as const;

function usualTail(context: AuditContext, extra = ''): string {
  const { local, ip, draws } = context;
  return `Date: ${local.date}, Time: ${local.time} BST, IP: ${ip}, Application: ${draws.pick(APPLICATIONS)}${extra}`;
}

/** The eventInfo variants of API.md §4: comma tail, no commas, "remote IP :", null IP, embedded JSON and newlines. */
const KINDS: readonly AuditKind[] = [
  { auditType: 'User Logged On', category: 'authentication_logs', info: (c) => `Successful authentication for ${c.user}, ${usualTail(c, ', Method: Cloud, 2FA: TOTP')}` },
  { auditType: 'Logon Authentication Failed', category: 'authentication_logs', info: (c) => `Failed authentication for ${c.user}, ${usualTail(c, ', Method: Cloud, Reason: Wrong password')}` },
  { auditType: 'Logon Requires Challenge', category: 'authentication_logs', info: (c) => `Challenge for ${c.user} Date: ${c.local.date} Time: ${c.local.time} +0100 IP: ${c.ip} Application: ${c.draws.pick(APPLICATIONS)}` },
  { auditType: 'User Password Changed', category: 'account_logs', info: (c) => `Password changed for ${c.user}, ${usualTail(c)}` },
  { auditType: 'Folder Log Entry', category: 'profile_group_logs', info: (c) => `Group "Leavers" changed by ${c.user}, remote IP : ${c.ip} application : ${c.draws.pick(APPLICATIONS)}` },
  { auditType: 'Connectors Management', category: 'integrations_and_apis', info: (c) => `Connector updated by ${c.user}. Remote IP is null` },
  { auditType: 'Custom Report Definition Created', category: 'reporting_logs', info: (c) => `Report "Weekly – Größe" created, ${usualTail(c)}` },
  { auditType: 'Archive Mailbox Restore', category: 'archive_service_logs', info: (c) => `Restore requested by ${c.user}\nMailbox: shared@example.com\n${usualTail(c)}` },
  { auditType: 'Search Action', category: 'case_review_logs', info: (c) => `Search criteria:\n${JSON.stringify({ text: 'contract "final"', from: null, days: c.draws.below(90) }, null, 1)}\n${usualTail(c)}` },
  { auditType: 'Message Action', category: 'mimecast_access_logs', info: (c) => `Message released for ${c.user}, ${usualTail(c)}` },
  { auditType: 'Page Data Exports', category: 'reporting_logs', info: (c) => `Export: Held messages, IPv6 client, Date: ${c.local.date}, Time: ${c.local.time} GMT, IP: 2001:db8::${c.draws.between(1, 9999).toString(16)}, Application: Administration Console` },
  { auditType: 'Existing Policy Changed', category: 'policy_logs', info: (c) => `Policy changed: <Default & "strict">, ${usualTail(c)}` },
  { auditType: 'Completed Directory Sync', category: 'account_logs', system: true, info: (c) => `Directory sync finished in ${c.draws.between(3, 400)} seconds` },
  { auditType: 'Threat Intel Feed Download', category: 'integrations_and_apis', system: true, info: (c) => `Feed downloaded, ${usualTail(c)}` },
];

/** Codes of `POST /api/audit/get-categories`. */
export const AUDIT_CATEGORIES: readonly string[] = [...new Set([...KINDS.map((kind) => kind.category), 'user_account_and_role_logs'])];

export type AuditEvent = { readonly id: string; readonly auditType: string; readonly user: string; readonly eventTime: string; readonly eventInfo: string; readonly category: string };

const scratch = new Draws();
const SALT = 81;

/** The unique, long and opaque id of audit event `index`. */
export function auditId(seed: number, index: number): string {
  const draws = scratch.seek(seed, SALT, index);
  return `eNoVzE${base64Text(draws, 14)}${uniqueText(seed, 14, index)}${base64Text(draws, 9)}`;
}

/** Audit event `index`, which happened at `time` (epoch ms). */
export function auditEvent(seed: number, cast: Cast, index: number, time: number): AuditEvent {
  const id = auditId(seed, index);
  const draws = scratch.seek(seed, SALT + 1, index);
  const kind = draws.pick(KINDS);
  const user = draws.pick(cast.inside).address;
  // eventInfo speaks local time (+0100) while eventTime is UTC (API.md §4).
  const shown = new Date(time + 3_600_000).toISOString();
  const local = { date: shown.slice(0, 10), time: shown.slice(11, 19) };
  const eventInfo = kind.info({ draws, user, ip: address(draws, draws.chance(0.2)), local });
  return { id, auditType: kind.auditType, user: kind.system === true ? '' : user, eventTime: vendorTime(time), eventInfo, category: kind.category };
}
