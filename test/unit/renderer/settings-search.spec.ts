import type { ReactElement } from 'react';
import { describe, expect, it } from 'vitest';

import type { SettingsSection } from '../../../renderer/screens/settings/settings-search';
import { countFound, findSettings } from '../../../renderer/screens/settings/settings-search';

const nothing = null as unknown as ReactElement;
const row = (id: string, words: string) => ({ id, words, content: nothing });
const sections: readonly SettingsSection[] = [
  { id: 'general', title: 'General', rows: [row('theme', 'Theme Light Dark'), row('zone', 'Times are shown in UTC')] },
  { id: 'network', title: 'Network', words: 'Proxy TLS', card: nothing },
];
const idsOf = (search: string): unknown => [...findSettings(sections, search)].map(([id, rows]) => [id, rows === null ? null : [...rows]]);

describe('the search in the settings', () => {
  it('shows all of them without a word', () => {
    expect(idsOf('  ')).toEqual([['general', ['theme', 'zone']], ['network', null]]);
    expect(countFound(findSettings(sections, ''))).toBe(3);
  });

  it('finds rows by all of the words, in any order and case', () => {
    expect(idsOf('dark THEME')).toEqual([['general', ['theme']]]);
    expect(idsOf('dark utc')).toEqual([]);
  });

  it('takes the title of a section for all of it, or together with a word of a row', () => {
    expect(idsOf('general')).toEqual([['general', ['theme', 'zone']]]);
    expect(idsOf('general utc')).toEqual([['general', ['zone']]]);
    expect(idsOf('network tls')).toEqual([['network', null]]);
  });
});
