import fc from 'fast-check';
import { compareRates } from './compareRates';

const HOUR = 3600;
const FIVE_MINUTES = 300;

describe('compareRates', () => {
  it.each([
    ['never seen', 0, 0, 'none', false],
    ['steady', 1200, 100, 'none', false],
    ['steady and rare', 12, 1, 'none', false],
    ['first seen, once', 0, 1, 'new', false],
    ['first seen, often', 0, 8, 'new', true],
    ['gone, and rare before', 3, 0, 'vanished', false],
    ['gone, and common before', 240, 0, 'vanished', true],
    ['ten times as often', 120, 100, 'rate-up', true],
    ['a tenth', 1200, 10, 'rate-down', true],
  ])('should call %s right', (_name, before, after, change, significant) => {
    expect(
      compareRates(
        { count: before, seconds: HOUR },
        { count: after, seconds: FIVE_MINUTES },
      ),
    ).toMatchObject({ change, significant });
  });

  it('should see the mirror image when before and after change places', () => {
    const mirror = {
      new: 'vanished',
      vanished: 'new',
      'rate-up': 'rate-down',
      'rate-down': 'rate-up',
      none: 'none',
    };
    const observation = fc.record({
      count: fc.nat({ max: 500 }),
      seconds: fc.integer({ min: 1, max: HOUR }),
    });
    fc.assert(
      fc.property(observation, observation, (a, b) => {
        const there = compareRates(a, b);
        const back = compareRates(b, a);
        expect(back.change).toBe(mirror[there.change]);
        expect(back.score).toBeCloseTo(there.score, 9);
      }),
    );
  });
});
