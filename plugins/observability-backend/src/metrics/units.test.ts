import { formatSpan, formatTime, formatValue } from './units';

describe('units', () => {
  it.each([
    [0.0234, 'seconds', '23.4 ms'],
    [12.3456, 'seconds', '12.3 s'],
    [0.0305, 'ratio', '3.05 %'],
    [1234.5, 'per-second', '1230/s'],
    [0.25, 'cores', '250 millicores'],
    [2.5, 'cores', '2.5 cores'],
    [96 * 1024 ** 2, 'bytes', '96 MiB'],
    [0, 'bytes', '0 B'],
    [3, 'count', '3'],
  ] as const)('should say %d %s as %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it('should say times and spans', () => {
    expect(
      [45_000, 720_000, 12_600_000, 6 * 86_400_000].map(formatSpan),
    ).toEqual(['45 s', '12 min', '3.5 h', '6 days']);
    expect(formatTime(Date.UTC(2026, 10, 21, 3, 15, 59))).toBe(
      '2026-11-21 03:15 UTC',
    );
  });
});
