import { describe, expect, it } from 'vitest';

import { parseFilter } from '../../../../shared/filter/parse';
import { aboutRule, shippedWatchRules, toKeep, WatchRuleSchema, withShipped } from '../../../../shared/model/watch-rules';
import { speak } from '../../../../shared/text/text';

describe('the shipped watch rules', () => {
  it.each(shippedWatchRules())('$name is sound and off', (rule) => {
    expect(WatchRuleSchema.parse(rule)).toEqual(rule);
    expect(parseFilter(rule.text, 'utc').kind).toBe('ok');
    expect(rule.on).toBe(false);
  });

  it('are ten, each once', () => {
    expect(new Set(shippedWatchRules().map(({ id }) => id)).size).toBe(10);
  });

  it('join the saved ones, which win', () => {
    const [first] = shippedWatchRules();
    if (first === undefined) throw new Error('there are shipped rules');
    const own = { ...first, id: 'own', name: 'Own' };
    const rules = withShipped([own, { ...first, on: true, threshold: 7 }]);
    expect(rules).toHaveLength(11);
    expect(rules.find(({ id }) => id === first.id)).toMatchObject({ on: true, threshold: 7 });
  });

  it('follow the language until somebody renames them', () => {
    const [first, second] = shippedWatchRules();
    if (first === undefined || second === undefined) throw new Error('there are shipped rules');
    speak('en-XA');
    try {
      const shown = withShipped([first, { ...second, name: 'Ours' }]);
      expect(shown.map(({ name }) => name).slice(0, 2)).toEqual([expect.stringMatching(/^⟦Ṁáł/), 'Ours']);
      expect(shown.slice(0, 2).map(toKeep)).toEqual([first, { ...second, name: 'Ours' }]);
      expect(aboutRule(first)).toMatch(/^⟦/);
    } finally {
      speak('en');
    }
  });

  it('are described as long as their filter is the shipped one', () => {
    for (const rule of shippedWatchRules()) {
      expect(aboutRule(rule)).not.toBeNull();
      expect(aboutRule({ ...rule, text: 'sender:eve' })).toBeNull();
      expect(aboutRule({ ...rule, id: 'own' })).toBeNull();
    }
  });
});
