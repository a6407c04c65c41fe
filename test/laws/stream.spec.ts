import { describe, vi } from 'vitest';

import { kinds } from './stream-kinds';
import { streamLaw } from './stream-law';

// Real HTTP and disk syncs: seconds on a busy machine, milliseconds otherwise.
vi.setConfig({ testTimeout: 30_000 });

for (const kind of Object.values(kinds)) {
  describe(`stream law: ${kind.name}`, () => {
    streamLaw(kind);
  });
}
