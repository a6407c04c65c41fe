import { describe, expect, it } from 'vitest';

import { anyFailed, statusBlock } from '../../../../electron/main/terminal/status-block';
import { fileOutput, httpOutput } from '../support/drafts';
import { emptyStatus, health, outputStatus, streamStatus } from '../support/status';

const counts = { fetched: 12_000, duplicates: 4, quarantined: 1, spooled: 995, released: 11_000, delivered: { o1: 11_000, o2: 500 }, refused: {} };

describe('the block on the terminal', () => {
  it('shows every log type and output on a line of its own', () => {
    const block = statusBlock(
      {
        streams: [streamStatus({ counts }), streamStatus({ logType: 'DLP', health: health('failed') })],
        outputs: [outputStatus({ delivered: 11_000, waiting: 995 }), outputStatus({ outputId: 'o2', name: 'DNIF', health: health('degraded') })],
        spoolBytes: 0,
      },
      [fileOutput({ id: 'o1' }), httpOutput({ id: 'o2' })],
      '12:00:00',
    );
    expect(block.split('\n')).toEqual([
      '[12:00:00] Failed: 1 connector, 2 log types',
      '  Head office',
      '                             state     fetched   delivered     spooled  duplicates quarantined',
      '    SIEM                    Active       12000       11500         995           4           1',
      '    DLP                     Failed           0           0           0           0           0  NET-TIMEOUT',
      '  Output Local files: Active, delivered 11000, waiting 995, refused 0 -> /srv/archive',
      '  Output DNIF: Degraded, delivered 0, waiting 0, refused 0 -> https://dnif.example.com:2882  NET-TIMEOUT',
    ]);
  });

  it('says when there is nothing', () => {
    expect(statusBlock(emptyStatus, [], '12:00:00')).toBe('[12:00:00] No connector yet.');
  });

  it('lets no name speak to the terminal', () => {
    const block = statusBlock({ ...emptyStatus, streams: [streamStatus({ connectorName: 'a\u001b[2Jb\n' })] }, [], '');
    expect(block).toContain('a?[2Jb?');
    expect(block).not.toContain('\u001b');
  });

  it('fails a limited run only for what needs a person', () => {
    expect(anyFailed({ ...emptyStatus, streams: [streamStatus({ health: health('degraded') })] })).toBe(false);
    expect(anyFailed({ ...emptyStatus, streams: [streamStatus({ health: health('failed') })] })).toBe(true);
    expect(anyFailed({ ...emptyStatus, outputs: [outputStatus({ health: health('failed') })] })).toBe(true);
  });
});
