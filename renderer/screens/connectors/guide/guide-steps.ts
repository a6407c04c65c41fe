import { t } from '../../../../shared/text/text';
import type { ConnectorValues } from '../connector-form';

/** The steps in their order, each with the fields it asks for. */
export const guideSteps = [
  { id: 'name', title: t('connectors.guide.step.name'), fields: ['name', 'baseUrl'] },
  { id: 'credentials', title: t('connectors.guide.step.credentials'), fields: ['clientId', 'clientSecret'] },
  { id: 'log-types', title: t('connectors.guide.step.logTypes'), fields: ['logTypes'] },
  { id: 'outputs', title: t('connectors.guide.step.outputs'), fields: ['outputs'] },
  { id: 'test', title: t('connectors.guide.step.test'), fields: [] },
] as const satisfies readonly { readonly id: string; readonly title: string; readonly fields: readonly (keyof ConnectorValues)[] }[];

export type GuideStep = (typeof guideSteps)[number];
export const lastStep = guideSteps.length - 1;

/** The first problem of a step; null when its fields are right. */
export function problemOf(step: GuideStep, problems: ReadonlyMap<keyof ConnectorValues, string>): { readonly field: keyof ConnectorValues; readonly message: string } | null {
  for (const field of step.fields) {
    const message = problems.get(field);
    if (message !== undefined) return { field, message };
  }
  return null;
}

/** The step that asks for a field; the first for one that no step asks for. */
export function stepOf(field: keyof ConnectorValues): number {
  return Math.max(0, guideSteps.findIndex((step) => (step.fields as readonly string[]).includes(field)));
}

/** What was entered so far, without the secret: kept while the administrator looks at other screens. */
export type Kept = { readonly step: number; readonly values: ConnectorValues };
let kept: Kept | null = null;

export function keep(progress: Kept | null): void {
  kept = progress === null ? null : { ...progress, values: { ...progress.values, clientSecret: '' } };
}

export function takeKept(): Kept | null {
  return kept;
}
