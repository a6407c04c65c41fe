import * as z from 'zod';

import { longestFilter } from '../filter/parse';
import { catalogues } from '../text/catalogue';
import { MessageSchema } from '../text/message';
import { t } from '../text/text';
import { HistoryRowSchema } from './history';

export const mostEvents = 1000;
export const mostMinutes = 24 * 60;

/** A filter with a threshold: `threshold` matching events within `windowMinutes` of each other are a hit. */
export const WatchRuleSchema = z.object({
  id: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(80),
  text: z.string().min(1).max(longestFilter),
  threshold: z.number().int().min(1).max(mostEvents),
  windowMinutes: z.number().int().min(1).max(mostMinutes),
  on: z.boolean(),
});
export type WatchRule = z.infer<typeof WatchRuleSchema>;

export const mostWatchRules = 50;
export const WatchRulesSchema = z.array(WatchRuleSchema).max(mostWatchRules);

type ShippedId = 'malware' | 'url-blocked' | 'impersonation' | 'internal' | 'logon-burst' | 'policy-changed' | 'api-application' | 'support-login' | 'archive-export' | 'dlp-outbound';
type Shipped = Pick<WatchRule, 'text' | 'threshold' | 'windowMinutes'>;

const every = (text: string): Shipped => ({ text, threshold: 1, windowMinutes: 10 });

/**
 * Shipped rules: an administrator decides what is worth a notification. Event types are those of API.md §2 (SIEM)
 * and §4 (audit); where the vendor's exact wording is not documented, a pattern over the audit type is used.
 */
const shipped: { readonly [I in ShippedId]: Shipped } = {
  malware: every('logType=SIEM (eventType=av OR eventType="attachment protect")'),
  'url-blocked': every('logType=SIEM eventType="url protect" status=failed'),
  impersonation: every('logType=SIEM eventType="impersonation protect"'),
  internal: every('logType=SIEM eventType="internal email protect"'),
  'logon-burst': { text: 'logType=Audit_Events eventType="Logon Authentication Failed"', threshold: 5, windowMinutes: 10 },
  'policy-changed': every('logType=Audit_Events eventType:policy'),
  'api-application': every('logType=Audit_Events (eventType:"api application" OR category=integrations_and_apis eventType:application)'),
  'support-login': every('logType=Audit_Events eventType:"support login"'),
  'archive-export': every('logType=Audit_Events eventType:archive (eventType:export OR eventType:restore)'),
  'dlp-outbound': { text: 'logType=DLP direction=outbound', threshold: 10, windowMinutes: 60 },
};

const shippedIds = Object.keys(shipped) as ShippedId[];

export const isShipped = (id: string): id is ShippedId => Object.hasOwn(shipped, id);

/** The shipped rules as they are before anybody changed them: all off. */
export function shippedWatchRules(): readonly WatchRule[] {
  return shippedIds.map((id) => ({ id, name: t(`watch.shipped.${id}.name`), ...shipped[id], on: false }));
}

/** What a shipped rule looks for, as a sentence; null for a rule whose filter somebody wrote. */
export function aboutRule({ id, text }: WatchRule): string | null {
  return isShipped(id) && shipped[id].text === text ? t(`watch.shipped.${id}.about`) : null;
}

/**
 * The rules with what was set for them: shipped rules that an older version did not know come along, switched off. A shipped
 * rule that nobody renamed has its name in the language that is spoken.
 */
export function withShipped(saved: readonly WatchRule[]): readonly WatchRule[] {
  const known = new Set(saved.map(({ id }) => id));
  const named = saved.map((rule) => (isShipped(rule.id) && rule.name === keptName(rule.id) ? { ...rule, name: t(`watch.shipped.${rule.id}.name`) } : rule));
  return [...named, ...shippedWatchRules().filter(({ id }) => !known.has(id))].slice(0, mostWatchRules);
}

/** The rule as it is saved: the name of a shipped rule that nobody renamed belongs to no language. */
export function toKeep(rule: WatchRule): WatchRule {
  return isShipped(rule.id) && rule.name === t(`watch.shipped.${rule.id}.name`) ? { ...rule, name: keptName(rule.id) } : rule;
}

function keptName(id: ShippedId): string {
  return catalogues.en[`watch.shipped.${id}.name`];
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
  problem: MessageSchema.nullable(),
});
export type WatchTest = z.infer<typeof WatchTestSchema>;

/** What lasts longer than this since a rule's last notification is told again. */
export const tellAgainAfterMs = 15 * 60_000;
