import { describe } from 'vitest';

import { kinds } from './stream-kinds';
import { streamLaw } from './stream-law';

for (const kind of Object.values(kinds)) {
  describe(`stream law: ${kind.name}`, () => {
    streamLaw(kind);
  });
}
