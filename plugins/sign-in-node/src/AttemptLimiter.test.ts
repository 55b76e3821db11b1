import { AttemptLimiter } from './AttemptLimiter';

describe('AttemptLimiter', () => {
  it('should lock a key for the rest of its window, and no other', () => {
    let now = 0;
    const limiter = new AttemptLimiter({
      limit: 2,
      windowMs: 100,
      now: () => now,
    });
    limiter.count('a');
    expect(limiter.waitMs('a')).toBe(0);
    now = 40;
    limiter.count('a');
    expect([limiter.waitMs('a'), limiter.waitMs('b')]).toEqual([60, 0]);
    now = 100;
    expect(limiter.waitMs('a')).toBe(0);
    limiter.count('a');
    expect(limiter.waitMs('a')).toBe(0);
    limiter.count('a');
    expect(limiter.waitMs('a')).toBe(100);
    limiter.clear('a');
    expect(limiter.waitMs('a')).toBe(0);
  });

  it('should remember a bounded number of keys', () => {
    const limiter = new AttemptLimiter({
      limit: 1,
      windowMs: 100,
      now: () => 0,
    });
    limiter.count('first');
    for (let i = 0; i < 10_000; i++) limiter.count(`${i}`);
    expect([limiter.waitMs('first'), limiter.waitMs('9999')]).toEqual([0, 100]);
  });
});
