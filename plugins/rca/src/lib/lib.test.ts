import { DateTime, Settings } from 'luxon';
import { niceCeiling, timeTicks } from './scale';
import { exactTime, relativeTime, windowText } from './time';
import { safeWebUrl, visibleText } from './untrusted';
import { compareToBaseline, formatQuantity, formatSeconds } from './units';

describe('untrusted text', () => {
  it('should write out what is invisible and refuse addresses that are not of the web', () => {
    expect(visibleText('a\tb\r\nc\u0007\u202ed\u200b')).toBe(
      'a\tb\nc\\u0007\\u202ed\\u200b',
    );
    expect(safeWebUrl('https://git.example/a')).toBe('https://git.example/a');
    // eslint-disable-next-line no-script-url
    for (const url of ['javascript:alert(1)', 'data:text/html,x', '/a', '']) {
      expect(safeWebUrl(url)).toBeUndefined();
    }
  });
});

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

describe('time', () => {
  afterEach(() => {
    Settings.now = Date.now;
  });

  it('should say when in the zone of the reader, with the date on other days', () => {
    Settings.now = () => Date.parse('2026-03-02T12:00:00Z');
    const now = DateTime.now();
    const local = (iso: string) => DateTime.fromISO(iso).toFormat('HH:mm');
    expect(exactTime('2026-03-02T11:48:00Z')).toBe(
      `${local('2026-03-02T11:48:00Z')}:00`,
    );
    expect(exactTime('2026-02-20T11:48:00Z')).toMatch(/20.*2026/);
    expect(relativeTime('2026-03-02T11:48:00Z', now)).toBe('12 minutes ago');
    expect(exactTime('never')).toBe('never');
    expect(
      windowText({ from: '2026-03-02T11:00:00Z', to: '2026-03-02T12:00:00Z' }),
    ).toBe(
      `${local('2026-03-02T11:00:00Z')} to ${local('2026-03-02T12:00:00Z')}`,
    );
  });
});
