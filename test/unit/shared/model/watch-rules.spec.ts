import { describe, expect, it } from 'vitest';

import { parseFilter } from '../../../../shared/filter/parse';
import { shippedWatchRules, WatchRuleSchema, withShipped } from '../../../../shared/model/watch-rules';

describe('the shipped watch rules', () => {
  it.each(shippedWatchRules)('$name is sound and off', (rule) => {
    expect(WatchRuleSchema.parse(rule)).toEqual(rule);
    expect(parseFilter(rule.text, 'utc').kind).toBe('ok');
    expect(rule.on).toBe(false);
  });

  it('are ten, each once', () => {
    expect(new Set(shippedWatchRules.map(({ id }) => id)).size).toBe(10);
  });

  it('join the saved ones, which win', () => {
    const [first] = shippedWatchRules;
    if (first === undefined) throw new Error('there are shipped rules');
    const own = { ...first, id: 'own', name: 'Own' };
    const rules = withShipped([own, { ...first, on: true, threshold: 7 }]);
    expect(rules).toHaveLength(11);
    expect(rules.find(({ id }) => id === first.id)).toMatchObject({ on: true, threshold: 7 });
  });
});
