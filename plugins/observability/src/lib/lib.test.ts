import { bySeriousness, levelMeaning } from './levels';
import {
  bothFilters,
  chipText,
  LogChip,
  readChips,
  toChips,
  toLogFilter,
  withChips,
  withoutChip,
  writeChips,
} from './logChips';
import { exportNote } from './exportNote';
import { durationMs, readWindow, shifted, widened } from './timeWindow';

const chips: LogChip[] = [
  { kind: 'phrase', value: 'a=b & "c"' },
  { kind: 'not', value: 'health' },
  { kind: 'level', value: 'error' },
  { kind: 'level', value: '' },
  { kind: 'is', name: 'pod', value: 'a' },
  { kind: 'is', name: 'pod', value: 'b=c' },
  { kind: 'isnot', name: 'pod', value: 'd' },
  { kind: 'starts', name: 'pod', value: 'a-' },
  { kind: 'startsnot', name: 'pod', value: 'b-' },
];

describe('chips of the log filter', () => {
  it('should survive an address, beside its other parameters', () => {
    const search = new URLSearchParams('last=6h&phrase=old');
    const written = writeChips(search, chips);
    expect(written.get('last')).toBe('6h');
    expect(readChips(new URLSearchParams(written.toString()))).toEqual(chips);
    expect(
      readChips(new URLSearchParams('is=nameless&is==x&phrase=&other=1')),
    ).toEqual([]);
    expect(
      readChips(new URLSearchParams('phrase=x&'.repeat(1_000))).length,
    ).toBeLessThan(100);
  });

  it('should make a filter in which values of one field are alternatives, and be made of one', () => {
    const filter = toLogFilter(chips);
    expect(filter).toEqual({
      phrases: ['a=b & "c"'],
      excludedPhrases: ['health'],
      levels: ['error', ''],
      fields: [
        { name: 'pod', values: ['a', 'b=c'] },
        { name: 'pod', values: ['d'], exclude: true },
        { name: 'pod', values: ['a-'], match: 'prefix' },
        { name: 'pod', values: ['b-'], match: 'prefix', exclude: true },
      ],
    });
    expect(toChips(filter)).toEqual(chips);
    expect(toLogFilter([])).toEqual({});
    expect(
      bothFilters({ phrases: ['a'], levels: ['x'] }, { phrases: ['a', 'b'] }),
    ).toEqual({ phrases: ['a', 'b'], levels: ['x'] });
  });

  it('should add none twice, take one away, and say what they are', () => {
    expect(withChips(chips, [chips[0]])).toEqual(chips);
    expect(withoutChip(chips, { ...chips[4] })).toHaveLength(chips.length - 1);
    expect(chips.map(chipText)).toEqual([
      'contains “a=b & "c"”',
      'without “health”',
      'level error',
      'level (none)',
      'pod is a',
      'pod is b=c',
      'pod is not d',
      'pod starts with a-',
      'pod does not start with b-',
    ]);
  });
});

describe('exportNote', () => {
  it('should find in each format why a file is not whole, and nothing in a whole one', async () => {
    const read = (text: string, format: 'csv' | 'ndjson' | 'text') =>
      exportNote(
        { slice: () => ({ text: async () => text }) } as never,
        format,
      );
    await expect(
      read('{"a":1}\n{"cut":"Cut after 9"}\n', 'ndjson'),
    ).resolves.toBe('Cut after 9');
    await expect(read('a,b\n,,,,"# Cut ""here"", so"\n', 'csv')).resolves.toBe(
      'Cut "here", so',
    );
    await expect(read('a,b\n,,,,# Cut\n', 'csv')).resolves.toBe('Cut');
    await expect(read('a\n# Cut\n', 'text')).resolves.toBe('Cut');
    await expect(
      read('{"a":1}\n{"message":"cut"}', 'ndjson'),
    ).resolves.toBeUndefined();
    await expect(read('half a li', 'ndjson')).resolves.toBeUndefined();
    await expect(
      read('1,error,pod,app,# no\n', 'csv'),
    ).resolves.toBeUndefined();
    await expect(read('2026 a # no\n', 'text')).resolves.toBeUndefined();
    await expect(read('', 'text')).resolves.toBeUndefined();
  });
});

describe('levels', () => {
  it('should understand what programs write, the most serious first', () => {
    const written = ['DEBUG', 'Warning', 'err', 'FATAL', 'info', 'custom'];
    expect([...written].sort(bySeriousness)).toEqual([
      'FATAL',
      'err',
      'Warning',
      'info',
      'DEBUG',
      'custom',
    ]);
    expect(written.map(levelMeaning)).toEqual([
      'quiet',
      'warning',
      'danger',
      'critical',
      'info',
      'other',
    ]);
    expect(levelMeaning(undefined)).toBe('other');
  });
});

describe('windows of time', () => {
  const hour = {
    from: '2026-03-02T11:00:00.000Z',
    to: '2026-03-02T12:00:00.000Z',
  };

  it('should take durations and pairs of times that a backend answers', () => {
    expect(['15m', '6h', '7d', '31d'].map(durationMs)).toEqual([
      900_000, 21_600_000, 604_800_000, 2_678_400_000,
    ]);
    expect(['32d', '0m', '1y', '-1h', 'x'].map(durationMs)).toEqual(
      Array(5).fill(undefined),
    );
    expect(readWindow(hour.from, hour.to)).toEqual(hour);
    expect(readWindow(hour.to, hour.from)).toBeUndefined();
    expect(readWindow('2026-01-01', '2026-03-01')).toBeUndefined();
    expect(readWindow(null, hour.to)).toBeUndefined();
    expect(readWindow('yesterday', hour.to)).toBeUndefined();
  });

  it('should widen around the middle, not beyond now, and move by its length', () => {
    expect(widened(hour, Date.parse('2026-03-03T00:00:00Z'))).toEqual({
      from: '2026-03-02T10:30:00.000Z',
      to: '2026-03-02T12:30:00.000Z',
    });
    expect(widened(hour, Date.parse(hour.to))).toEqual({
      from: '2026-03-02T10:00:00.000Z',
      to: '2026-03-02T12:00:00.000Z',
    });
    expect(shifted(hour, -1)).toEqual({
      from: '2026-03-02T10:00:00.000Z',
      to: '2026-03-02T11:00:00.000Z',
    });
  });
});
