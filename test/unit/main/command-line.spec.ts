import { describe, expect, it } from 'vitest';

import { readCommandLine, UsageError } from '../../../electron/main/command-line';

const nothing = { demo: false, hidden: false, forSeconds: null, profile: null };

describe('the command line', () => {
  it.each([
    [[], nothing],
    [['.', '--no-sandbox', '--enable-features=x', '--lang', 'de'], nothing],
    [['--demo', '--hidden'], { ...nothing, demo: true, hidden: true }],
    [['--for', '30'], { ...nothing, forSeconds: 30 }],
    [['--for=0.5', '--demo'], { ...nothing, forSeconds: 0.5, demo: true }],
    [['--profile', 'p'], { ...nothing, profile: '/home/u/p' }],
    [['--profile=/tmp/p', '--inspect=0'], { ...nothing, profile: '/tmp/p' }],
  ])('%j', (args, expected) => {
    expect(readCommandLine(args, '/home/u')).toEqual(expected);
  });

  it.each([[['--for']], [['--for', '0']], [['--for', '-1']], [['--for', 'x']], [['--for=']], [['--profile']], [['--profile', '--demo']]])('refuses %j', (args) => {
    expect(() => readCommandLine(args, '/')).toThrow(UsageError);
  });
});
