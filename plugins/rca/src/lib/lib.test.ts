import { DateTime } from 'luxon';
import { niceCeiling, timeTicks } from './scale';
import { compareToBaseline, formatQuantity, formatSeconds } from './units';

describe('units', () => {
  it('should scale values to what people read', () => {
    expect(formatQuantity(255 * 1024 * 1024, 'bytes')).toBe('255 MiB');
    expect(formatQuantity(0.0312, 'ratio')).toBe('3.12 %');
    expect(formatQuantity(0.25, 'seconds')).toBe('250 ms');
    expect(formatQuantity(41.23, 'requests/s')).toBe('41.2 requests/s');
    expect(formatQuantity(6, '')).toBe('6');
    expect([0, 90, 900, 10_800].map(formatSeconds)).toEqual([
      '0 s',
      '90 s',
      '15 min',
      '3 h',
    ]);
    expect(compareToBaseline(20, 10)).toBe('up 2×');
    expect(compareToBaseline(5, 10)).toBe('down 2×');
    expect(compareToBaseline(5, 0)).toBe('up');
    expect(compareToBaseline(5, 5)).toBe('unchanged');
  });
});

describe('axes', () => {
  it('should end at round numbers and tick at round times of the reader', () => {
    expect(niceCeiling(0)).toBe(1);
    expect(niceCeiling(41)).toBe(50);
    expect(niceCeiling(260 * 1024, true)).toBe(384 * 1024);
    const from = DateTime.fromISO('2026-03-01T10:07:00').toSeconds();
    expect(timeTicks([from, from + 3_600], 4).map(t => t.label)).toEqual([
      '10:15',
      '10:30',
      '10:45',
      '11:00',
    ]);
  });
});
