import type { ReactElement, ReactNode } from 'react';
import { Fragment } from 'react';

import type { TextId } from '../../shared/text/catalogue';
import { richText } from '../../shared/text/text';

type RichProps = {
  readonly id: TextId;
  readonly values: Readonly<Record<string, ReactNode | ((content: readonly ReactNode[]) => ReactNode)>>;
};

/** A text with elements inside: `<link>…</link>` in the catalogue, `values={{ link: (text) => <a …>{text}</a> }}` here. */
export function Rich({ id, values }: RichProps): ReactElement {
  return <>{richText<ReactNode>(id, values as Parameters<typeof richText<ReactNode>>[1]).map((part, at) => <Fragment key={at}>{part}</Fragment>)}</>;
}
