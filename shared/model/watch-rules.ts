import * as z from 'zod';

import { longestFilter } from '../filter/parse';
import { HistoryRowSchema } from './history';

/** A filter with a threshold: `threshold` matching events within `windowMinutes` of each other are a hit. */
export const WatchRuleSchema = z.object({
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(80),
  text: z.string().min(1).max(longestFilter),
  threshold: z.number().int().min(1).max(1000),
  windowMinutes: z.number().int().min(1).max(1440),
  on: z.boolean(),
});
export type WatchRule = z.infer<typeof WatchRuleSchema>;

export const mostWatchRules = 50;
export const WatchRulesSchema = z.array(WatchRuleSchema).max(mostWatchRules);

const rule = (id: string, name: string, text: string, threshold = 1, windowMinutes = 10): WatchRule => ({ id, name, text, threshold, windowMinutes, on: false });

/**
 * Shipped rules, all off: an administrator decides what is worth a notification. Event types are those of API.md §2 (SIEM)
 * and §4 (audit); where the vendor's exact wording is not documented, a pattern over the audit type is used.
 */
export const shippedWatchRules: readonly WatchRule[] = [
  rule('malware', 'Malware found', 'logType=SIEM (eventType=av OR eventType="attachment protect")'),
  rule('url-blocked', 'Click on a link blocked', 'logType=SIEM eventType="url protect" status=failed'),
  rule('impersonation', 'Impersonation detected', 'logType=SIEM eventType="impersonation protect"'),
  rule('internal', 'Threat in mail from inside', 'logType=SIEM eventType="internal email protect"'),
  rule('logon-burst', 'Burst of failed log-ons', 'logType=Audit_Events eventType="Logon Authentication Failed"', 5, 10),
  rule('policy-changed', 'Policy changed', 'logType=Audit_Events eventType:policy'),
  rule('api-application', 'API application created or changed', 'logType=Audit_Events (eventType:"api application" OR category=integrations_and_apis eventType:application)'),
  rule('support-login', 'Log-in of Mimecast support', 'logType=Audit_Events eventType:"support login"'),
  rule('archive-export', 'Archive exported or restored', 'logType=Audit_Events eventType:archive (eventType:export OR eventType:restore)'),
  rule('dlp-outbound', 'Several outbound DLP matches', 'logType=DLP direction=outbound', 10, 60),
];

/** The rules with what was set for them: shipped rules that an older version did not know come along, switched off. */
export function withShipped(saved: readonly WatchRule[]): readonly WatchRule[] {
  const known = new Set(saved.map(({ id }) => id));
  return [...saved, ...shippedWatchRules.filter(({ id }) => !known.has(id))].slice(0, mostWatchRules);
}

/** What a rule found. Events are the latest ones of the hit; `count` may be more. */
export const WatchHitSchema = z.object({
  id: z.number().int(),
  ruleId: z.string(),
  ruleName: z.string(),
  /** The filter as it was then. */
  text: z.string(),
  /** Epoch ms: when it was noticed, and the first and last event of it. */
  at: z.number(),
  from: z.number(),
  to: z.number(),
  count: z.number().int().min(1),
  events: z.array(HistoryRowSchema),
});
export type WatchHit = z.infer<typeof WatchHitSchema>;

export const WatchTestAskSchema = WatchRuleSchema.pick({ text: true, threshold: true, windowMinutes: true });
export type WatchTestAsk = z.infer<typeof WatchTestAskSchema>;

/** What a rule would have found in the last 24 hours. */
export const WatchTestSchema = z.object({
  matched: z.number().int().min(0),
  hits: z.number().int().min(0),
  /** The newest matching events. */
  events: z.array(HistoryRowSchema),
  /** Epoch ms: how far back the answer reaches; later than 24 hours ago when the history does not reach further. */
  since: z.number(),
  /** Events looked at. */
  searched: z.number().int().min(0),
  /** False when there were too many to look at all of them. */
  complete: z.boolean(),
  problem: z.string().nullable(),
});
export type WatchTest = z.infer<typeof WatchTestSchema>;

/** What lasts longer than this since a rule's last notification is told again. */
export const tellAgainAfterMs = 15 * 60_000;
