import { t } from '../../../shared/text/text';
import type { Zone } from '../../format/time';
import { fromInputValue } from '../../format/time';
import type { CustomRange, RangeName } from '../../ledger-view';

const hourMs = 3_600_000;

export const rangeWords: { readonly [R in RangeName]: string } = {
  day: t('ledger.range.day'),
  week: t('ledger.range.week'),
  month: t('ledger.range.month'),
  quarter: t('ledger.range.quarter'),
  custom: t('ledger.range.custom'),
};

const rangeHours: { readonly [R in Exclude<RangeName, 'custom'>]: number } = { day: 24, week: 7 * 24, month: 30 * 24, quarter: 90 * 24 };

/** Epoch ms, both ends included. */
export type Span = { readonly from: number; readonly to: number };

/** What is wrong with the two inputs, in words; null when they are a range. */
export function customProblem(custom: CustomRange, zone: Zone): string | null {
  const span = customSpan(custom, zone);
  if (span === null) return t('ledger.range.incomplete');
  return span.to < span.from ? t('ledger.range.backwards') : null;
}

/** The hours to ask for; null while a custom range is not one. The hour under way counts as one. */
export function spanOf(range: RangeName, custom: CustomRange, zone: Zone, now: number): Span | null {
  if (range === 'custom') return customProblem(custom, zone) === null ? customSpan(custom, zone) : null;
  return { from: (Math.floor(now / hourMs) - rangeHours[range] + 1) * hourMs, to: now };
}

function customSpan(custom: CustomRange, zone: Zone): Span | null {
  const at = (text: string): number => Date.parse(fromInputValue(text, zone) ?? '');
  const span = { from: at(custom.from), to: at(custom.to) };
  return Number.isNaN(span.from) || Number.isNaN(span.to) ? null : span;
}
