import { DateTime, Settings } from 'luxon';
import { exactTime, relativeTime, windowText } from './time';
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
