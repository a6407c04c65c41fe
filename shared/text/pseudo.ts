import { type MessageFormatElement, TYPE } from '@formatjs/icu-messageformat-parser';

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = 'áƀçđéƒğĥíĵķłɱñóþɋřšťúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶŁṀÑÓÞɊŘŠŤÚṼŴẊÝŽ';
const accents = new Map([...plain].map((letter, at) => [letter, [...accented][at] ?? letter]));

/** What European languages need beyond English, UX.md §11. */
const growth = 0.4;
const filler = 'ẋ';

/** The same message in accented letters, longer, and between brackets that show where a text was cut or put together. */
export function pseudoMessage(message: readonly MessageFormatElement[]): MessageFormatElement[] {
  const letters = lengthOf(message);
  const padding = letters === 0 ? '' : ` ${filler.repeat(Math.max(1, Math.round(letters * growth) - 1))}`;
  return [literal('⟦'), ...message.map(pseudoElement), literal(`${padding}⟧`)];
}

function literal(value: string): MessageFormatElement {
  return { type: TYPE.literal, value };
}

function pseudoElement(element: MessageFormatElement): MessageFormatElement {
  switch (element.type) {
    case TYPE.literal:
      return { ...element, value: [...element.value].map((letter) => accents.get(letter) ?? letter).join('') };
    case TYPE.select:
      return { ...element, options: mapOptions(element.options) };
    case TYPE.plural:
      return { ...element, options: mapOptions(element.options) };
    case TYPE.tag:
      return { ...element, children: element.children.map(pseudoElement) };
    default:
      return element;
  }
}

function mapOptions<O extends { readonly value: MessageFormatElement[] }>(options: Readonly<Record<string, O>>): Record<string, O> {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, { ...option, value: option.value.map(pseudoElement) }]));
}

/** Letters of the longest variant. */
function lengthOf(message: readonly MessageFormatElement[]): number {
  return message.reduce((sum, element) => {
    switch (element.type) {
      case TYPE.literal:
        return sum + element.value.length;
      case TYPE.select:
      case TYPE.plural:
        return sum + Math.max(...Object.values(element.options).map((option) => lengthOf(option.value)));
      case TYPE.tag:
        return sum + lengthOf(element.children);
      default:
        return sum;
    }
  }, 0);
}
