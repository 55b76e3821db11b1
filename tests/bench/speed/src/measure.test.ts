import { formatRate, measureByTurns, rateOf, verdict } from './measure';

describe('measureByTurns', () => {
  it('should warm up, then go by turns, and count units per second', () => {
    const calls: string[] = [];
    const spin = (name: string) => () => {
      calls.push(name);
      for (const end = Date.now() + 5; Date.now() < end; );
    };
    const found = measureByTurns({ a: spin('a'), b: spin('b') }, 100, 3);
    expect(calls.join('')).toBe('abababab');
    for (const { cpu, clock } of [found.a, found.b]) {
      expect(cpu.least).toBeLessThanOrEqual(cpu.median);
      expect(cpu.median).toBeLessThanOrEqual(cpu.most);
      // 100 units in at least 4 ms; how much longer says nothing about the code.
      expect(clock.most).toBeLessThan(25_000);
    }
  });

  it('should say figures and targets in millions', () => {
    const rate = rateOf([3e6, 1e6, 2e6]);
    expect(rate).toEqual({ median: 2e6, least: 1e6, most: 3e6 });
    expect(formatRate('x', { cpu: rate, clock: rate }, 'lines')).toMatch(
      /^x +2\.00 M lines\/s by CPU \(1\.00-3\.00\), 2\.00 by the clock$/,
    );
    expect(verdict(rate, 2e6)).toBe('target 2 M met');
    expect(verdict(rate, 5e6)).toBe('target 5 M MISSED');
  });
});
