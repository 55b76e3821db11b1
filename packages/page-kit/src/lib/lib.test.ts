import { DateTime, Settings } from 'luxon';
import { exactTime, relativeTime, windowText } from './time';
import { compareToBaseline, formatQuantity, formatSeconds } from './units';
import { safeWebUrl, visibleText } from './untrusted';

describe('untrusted text', () => {
  it('should write out what is invisible and refuse addresses that are not of the web', () => {
    expect(visibleText('a\tb\r\nc\u0007\u202ed\u200b')).toBe(
      'a\tb\nc\\u0007\\u202ed\\u200b',
    );
    expect(safeWebUrl('https://git.example/a')).toBe('https://git.example/a');
    // eslint-disable-next-line no-script-url -- the attack
    for (const url of ['javascript:alert(1)', 'data:text/html,x', '/a', '']) {
      expect(safeWebUrl(url)).toBeUndefined();
    }
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

describe('units', () => {
  it('should scale values to what people read', () => {
    expect(formatQuantity(255 * 1024 * 1024, 'bytes')).toBe('255 MiB');
    expect(formatQuantity(0.0312, 'ratio')).toBe('3.12 %');
    expect(formatQuantity(0.25, 'seconds')).toBe('250 ms');
    expect(formatQuantity(41.23, 'requests/s')).toBe('41.2 requests/s');
    expect(formatQuantity(6, '')).toBe('6');
    expect(formatQuantity(0.25, 'cores')).toBe('0.25 cores');
    expect(formatQuantity(1200, 'per-second')).toBe('1,200 /s');
    expect(formatQuantity(1200, 'count')).toBe('1,200');
    expect(formatQuantity(0.001234, 'seconds')).toBe('1.23 ms');
    expect(formatQuantity(0.0000021, 's')).toBe('2.1 µs');
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
