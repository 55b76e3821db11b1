import { DateTime } from 'luxon';
import { niceCeiling, timeTicks } from './scale';

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
