import { describe, expect, it } from 'vitest';

import { describeFailure, failureCodes } from '../../shared/failures/catalogue';
import { sourceFiles } from '../support/source-files';

describe('the catalogue of failures', () => {
  it.each(failureCodes)('%s says what happened and what to do', (code) => {
    const { title, sentence, remedy } = describeFailure(code);
    expect(code).toMatch(/^(MC|NET|OUT|PC|CFG|APP)(-[A-Z0-9]+)+$/);
    expect(title).toMatch(/^[A-Z][^.]{3,60}$/);
    for (const text of [sentence, remedy]) {
      expect(text).toMatch(/^[A-Z].{15,}\.$/);
      // What an administrator reads, not what a programmer wrote.
      expect(text).not.toMatch(/undefined|null|\bTODO\b|[{}]|\s{2}/);
    }
    expect(remedy).not.toBe(sentence);
  });

  it('has no two entries with the same title', () => {
    const titles = failureCodes.map((code) => describeFailure(code).title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it('has no entry that nothing uses', () => {
    const text = sourceFiles('electron', 'renderer', 'shared')
      .filter((file) => file.path !== 'shared/failures/catalogue.ts')
      .map((file) => file.text)
      .join('\n');
    expect(failureCodes.filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });
});
