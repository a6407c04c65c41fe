import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import { callChannels, feedChannels, wire } from '../../shared/ipc/channels';
import { calls, feeds } from '../../shared/ipc/contract';

describe('the contract between window and main', () => {
  it('has exactly the channels that are listed', () => {
    expect(Object.keys(calls).sort()).toEqual([...callChannels].sort());
    expect(Object.keys(feeds).sort()).toEqual([...feedChannels].sort());
    const names = [...callChannels, ...feedChannels];
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([...callChannels, ...feedChannels])('%s is a subject and an act', (channel) => {
    expect(channel).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
  });

  it('no two names on the wire are the same', () => {
    const names = [...callChannels.map(wire.call), ...feedChannels.map(wire.feed), ...feedChannels.map(wire.follow), wire.cancel];
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(callChannels)('%s checks what the window sends', (channel) => {
    const { ask, reply } = calls[channel];
    expect(ask).toBeInstanceOf(z.ZodType);
    expect(reply).toBeInstanceOf(z.ZodType);
    // Whatever it is, a function or a symbol is nothing that a window may send.
    expect(ask.safeParse(Symbol('x')).success).toBe(false);
  });

  it('no reply can hold a secret', () => {
    const schemas = [...Object.values(calls).map((call) => call.reply), ...Object.values(feeds).map((feed) => feed.snapshot)];
    for (const schema of schemas) {
      const text = JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }));
      expect(text).not.toMatch(/"(clientSecret|secretText|password|token)"/);
    }
  });
});
