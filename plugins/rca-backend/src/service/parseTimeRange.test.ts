import { parseTimeRange } from './parseTimeRange';

describe('parseTimeRange', () => {
  const now = new Date('2026-11-20T11:00:00Z');
  const at = (time: string) => `2026-11-20T${time}Z`;

  it.each([
    [undefined, at('10:00:00.000'), at('11:00:00.000')],
    [{ last: '30m' }, at('10:30:00.000'), at('11:00:00.000')],
    [
      { from: at('09:00:00'), to: at('10:00:00') },
      at('09:00:00.000'),
      at('10:00:00.000'),
    ],
    // A browser's clock may be ahead.
    [
      { from: at('10:00:00'), to: at('11:00:30') },
      at('10:00:00.000'),
      at('11:00:00.000'),
    ],
  ])('reads %j', (range, from, to) => {
    const window = parseTimeRange(range, now);
    expect([window.from.toISOString(), window.to.toISOString()]).toEqual([
      from,
      to,
    ]);
  });

  it.each([
    { last: '4m' },
    { last: '25h' },
    { last: '1d' },
    { last: '-30m' },
    { last: '' },
    { from: at('10:00:00'), to: at('10:00:00') },
    { from: at('11:00:00'), to: at('10:00:00') },
    { from: at('10:00:00'), to: at('12:00:00') },
    { from: '2026-11-18T00:00:00Z', to: at('10:00:00') },
    { from: 'yesterday', to: 'now' },
  ])('refuses %j', range => {
    expect(() => parseTimeRange(range, now)).toThrow(
      expect.objectContaining({ name: 'InputError', reason: 'bad-time-range' }),
    );
  });
});
