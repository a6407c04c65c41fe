import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { sliceArray } from '../../../electron/collector/pipeline/json-slices';

describe('sliceArray', () => {
  it('keeps the bytes of every element', () => {
    const text = '{"meta":{"x":"}]"},"data":[ {"id":9223372036854775807,"s":"a\\"]}"} ,{"b":[1,{"c":null}]}, 12 ]}';
    expect(sliceArray(text, ['data'])).toEqual(['{"id":9223372036854775807,"s":"a\\"]}"}', '{"b":[1,{"c":null}]}', '12']);
  });

  it('follows keys and indexes', () => {
    expect(sliceArray('{"data":[{"other":[0],"dlpLogs":[{"a":1},{"a":2}]}]}', ['data', 0, 'dlpLogs'])).toEqual(['{"a":1}', '{"a":2}']);
  });

  it('answers null where there is no array', () => {
    expect(sliceArray('{"data":[]}', ['data', 0, 'dlpLogs'])).toBeNull();
    expect(sliceArray('{"data":{"a":1}}', ['data'])).toBeNull();
    expect(sliceArray('[]', ['data'])).toBeNull();
  });

  it('makes one line of a pretty-printed record', () => {
    expect(sliceArray('{"data":[\n  {\r\n    "a": "x y"\n  }\n]}', ['data'])).toEqual(['{    "a": "x y"  }']);
  });

  it('cuts what JSON.parse reads, for any JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.boolean(), (values, pretty) => {
        const text = JSON.stringify({ before: values, data: values, after: '"],' }, null, pretty ? 2 : undefined);
        const parsed = (JSON.parse(text) as { data: unknown[] }).data;
        expect(sliceArray(text, ['data'])?.map((slice) => JSON.parse(slice) as unknown)).toEqual(parsed);
      }),
    );
  });
});
