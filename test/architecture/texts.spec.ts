import { type MessageFormatElement, TYPE } from '@formatjs/icu-messageformat-parser';
import IntlMessageFormat from 'intl-messageformat';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { catalogues, type TextId } from '../../shared/text/catalogue';
import { sourceFiles, walk } from '../support/source-files';

const texts = catalogues.en;
const ids = Object.keys(texts) as TextId[];
const sources = sourceFiles('shared', 'electron', 'renderer').filter((file) => !file.path.startsWith('shared/text/en/'));

/** The names that a message asks for: of values and of tags. */
function namesOf(message: readonly MessageFormatElement[]): string[] {
  return message.flatMap((element) => {
    switch (element.type) {
      case TYPE.literal:
      case TYPE.pound:
        return [];
      case TYPE.select:
      case TYPE.plural:
        return [element.value, ...Object.values(element.options).flatMap((option) => namesOf(option.value))];
      case TYPE.tag:
        return [element.value, ...namesOf(element.children)];
      default:
        return [element.value];
    }
  });
}

const namesIn = (id: TextId): string[] => [...new Set(namesOf(new IntlMessageFormat(texts[id], 'en-GB').getAst()))].sort();

describe('the catalogue of texts', () => {
  it('holds messages that can be formatted', () => {
    const broken = ids.filter((id) => {
      try {
        namesIn(id);
        return false;
      } catch {
        return true;
      }
    });
    expect(broken).toEqual([]);
  });

  it('has no space at the end of a text, where a translation loses it', () => {
    expect(ids.filter((id) => texts[id].trim() !== texts[id])).toEqual([]);
  });

  it('has no id that nothing asks for', () => {
    const written = new Set<string>();
    const starts = new Set<string>();
    for (const file of sources) {
      walk(file.ast, (node) => {
        if (ts.isStringLiteralLike(node)) written.add(node.text);
        else if (ts.isTemplateExpression(node) && /^[a-zA-Z]+\./.test(node.head.text)) starts.add(node.head.text);
      });
    }
    expect(ids.filter((id) => !written.has(id) && ![...starts].some((start) => id.startsWith(start)))).toEqual([]);
  });

  it('holds the words of every message of ours: only words of others are given as they are', () => {
    const own: string[] = [];
    for (const file of sources) {
      walk(file.ast, (node) => {
        if (!ts.isCallExpression(node) || node.expression.getText() !== 'wordsOnly') return;
        const [words] = node.arguments;
        if (words !== undefined && (ts.isStringLiteralLike(words) || ts.isTemplateExpression(words))) own.push(`${file.path}: ${words.getText()}`);
      });
    }
    expect(own).toEqual([]);
  });

  it('gets exactly the values that its texts name', () => {
    const wrong: string[] = [];
    for (const file of sources) {
      walk(file.ast, (node) => {
        if (!ts.isCallExpression(node) || !['t', 'say'].includes(node.expression.getText())) return;
        const [id, values] = node.arguments;
        if (id === undefined || !ts.isStringLiteralLike(id) || !(id.text in texts)) return;
        if (values !== undefined && !ts.isObjectLiteralExpression(values)) return;
        const given = (values?.properties ?? []).map((property) => property.name?.getText() ?? '').sort();
        const wanted = namesIn(id.text as TextId);
        if (JSON.stringify(given) !== JSON.stringify(wanted)) wrong.push(`${file.path}: ${id.text} wants ${wanted.join(', ')}, gets ${given.join(', ')}`);
      });
    }
    expect(wrong).toEqual([]);
  });
});
