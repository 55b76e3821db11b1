import { LogFilter } from '@internal/plugin-observability-common';
import { readComposedLogsQl } from '../__testUtils__/readComposedLogsQl';
import { LogStoreFilter } from '../LogStore';
import { assertConfinedLogsQl } from './assertConfinedLogsQl';
import { composeLogsQl } from './composeLogsQl';

const HOSTILE = [
  '',
  ' ',
  '*',
  '"',
  '\\',
  '\\"',
  '") or (*',
  '"*) | union (*) #',
  "'",
  '`',
  '|',
  ')',
  '(',
  '# comment',
  'a\nb',
  'a\r\n\tb',
  '\u0000\u0007\u001f',
  '\u2028\u2029\u0085',
  'größe 😀 İ',
  '{a="b"}',
  '_time:7d',
  'or',
  'in(*)',
  'options(ignore_global_time_filter=true)',
  'OPTIONS (x)',
  'opt\u0130ons(x)',
  'options # \n (x)',
  '| stream_context before 9',
  '\uff53tream_context',
];
const FIELDS = HOSTILE.filter(name => name !== '');

describe('composeLogsQl', () => {
  it.each<[LogStoreFilter, string]>([
    [{}, '*'],
    [{ phrases: [], levels: [], fields: [{ name: 'a', values: [] }] }, '*'],
    [
      { phrases: ['Refused', 'a b'], excludedPhrases: ['retry'] },
      'i("Refused"*) i("a b"*) !i("retry"*)',
    ],
    [{ levels: ['error'] }, '"level":="error"'],
    [{ levels: ['error', ''] }, '"level":in("error","")'],
    [
      {
        fields: [
          { name: 'kubernetes.pod_name', values: ['cart-'], match: 'prefix' },
          { name: 'a', values: ['x', 'y'], match: 'prefix', exclude: true },
          { name: 'b/c', values: ['1'], exclude: true },
          { name: 'd', values: ['1', '2'], match: 'exact', exclude: true },
        ],
      },
      '("kubernetes.pod_name":="cart-"*) !("a":="x"* or "a":="y"*) !"b/c":="1" !"d":in("1","2")',
    ],
    [
      {
        fields: [
          { name: 'pod', values: ['a-[0-9]+', '"b"|c'], match: 'pattern' },
          { name: 'pod', values: ['d'], match: 'pattern', exclude: true },
        ],
      },
      '"pod":~"^(?:a-[0-9]+|\\"b\\"|c)$" !"pod":~"^(?:d)$"',
    ],
  ])('should write %j', (filter, text) => {
    expect(composeLogsQl(filter, 'level')).toBe(text);
  });

  it.each(HOSTILE)('should keep the meaning of %j everywhere', hostile => {
    for (const other of ['plain', ...HOSTILE]) {
      const filter: Required<LogFilter> = {
        phrases: [hostile, other],
        excludedPhrases: [other, hostile],
        levels: [hostile, other],
        fields: FIELDS.slice(0, 3).flatMap((name, i) => [
          {
            name: hostile || name,
            values: i ? [other, hostile] : [hostile],
            match: 'exact',
            exclude: true,
          },
          { name, values: [hostile, other], match: 'prefix', exclude: i > 0 },
        ]),
      };
      const text = composeLogsQl(filter, 'level');
      expect(readComposedLogsQl(text, 'level')).toEqual(filter);
      expect(() => assertConfinedLogsQl(text)).not.toThrow();
    }
  });

  it('should write half a character as the replacement that Go has for it', () => {
    expect(composeLogsQl({ levels: ['a\ud83d'] }, 'level')).toBe(
      '"level":="a\ufffd"',
    );
    expect(composeLogsQl({ levels: ['options \ud83d'] }, 'level')).toBe(
      '"level":="options \\U0000fffd"',
    );
  });

  it.each(['', '_time', '_stream', '_stream_id'])(
    'should refuse the field %j, which has a syntax of its own',
    name => {
      expect(() =>
        composeLogsQl({ fields: [{ name, values: ['a'] }] }, 'level'),
      ).toThrow('cannot be used in a filter');
    },
  );
});
