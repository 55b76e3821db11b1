import fc from 'fast-check';
import { NearestValues } from './NearestValues';
import { PeakMute } from './PeakMute';
import { RollingDeviation } from './RollingDeviation';
import { RollingMean } from './RollingMean';
import { TailHistogram } from './TailHistogram';

/** Any numbers, and few different ones, so that there are ties. */
const values = fc.oneof(
  fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 90 }),
  fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 90 }),
);
const sizes = fc.integer({ min: 1, max: 20 });

const meanOf = (all: readonly number[]) =>
  all.reduce((sum, value) => sum + value, 0) / all.length;
/** The smallest number that leaves this share below it. */
const quantileOf = (all: readonly number[], q: number) =>
  [...all].sort((a, b) => a - b)[Math.floor(q * all.length)];

describe('bounded statistics', () => {
  it('should agree with the exact mean, deviation and peak of the latest values', () => {
    fc.assert(
      fc.property(values, sizes, (all, size) => {
        const mean = new RollingMean(size);
        const deviation = new RollingDeviation(size);
        const mute = new PeakMute(size);
        all.forEach((value, i) => {
          const latest = all.slice(Math.max(0, i + 1 - size), i + 1);
          const exact = meanOf(latest);
          mean.add(value);
          expect(mean.mean).toBeCloseTo(exact, 6);
          expect(mean.count).toBe(latest.length);
          const spread = Math.sqrt(meanOf(latest.map(x => (x - exact) ** 2)));
          // Relative to what was in the window.
          const scale = Math.max(1, ...all.map(Math.abs));
          expect(Math.abs(deviation.add(value) - spread) / scale).toBeLessThan(
            1e-5,
          );
          const earlier = all.slice(Math.max(0, i - size), i);
          const peak = Math.max(-Infinity, ...earlier);
          expect(mute.next(value)).toBe(peak >= value ? 0 : value);
        });
      }),
    );
  });

  it('should find the nearest of the latest values', () => {
    fc.assert(
      fc.property(values, sizes, (all, rows) => {
        const nearest = new NearestValues(rows);
        all.forEach((value, i) => {
          // What was seen since the last time but one that room was made.
          const first = Math.max(0, (Math.floor(i / rows) - 1) * rows);
          const known = all.slice(first, i);
          const distances = known.map(one => Math.abs(one - value));
          expect(Math.abs(nearest.add(value, 0))).toBe(
            known.length === 0 ? 0 : Math.min(...distances),
          );
        });
      }),
      { numRuns: 300 },
    );
    // Many blocks, cut and filled again; values within the tolerance are one.
    const many = new NearestValues(1_000);
    for (let i = 0; i < 5_000; i++) {
      const distance = many.add((i * 377) % 1_000, 0);
      expect(distance > 0).toBe(i > 0 && i < 1_000);
    }
    expect(many.add(500.25, 0.5)).toBe(0.25);
    expect(many.add(500.5, 0.125)).toBe(0.5);
  });

  it('should know what is usual and rare within 1.6 percent', () => {
    const positive = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), {
      minLength: 1,
      maxLength: 120,
    });
    fc.assert(
      fc.property(positive, all => {
        const histogram = new TailHistogram();
        const worths = all.map(value => histogram.add(value));
        for (const [found, q] of [
          [histogram.usual, 0.9],
          [histogram.rare, 0.99],
        ]) {
          const exact = quantileOf(all, q);
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(
            0.016 * exact + 1e-12,
          );
        }
        expect(worths.slice(0, 100).every(worth => worth === 0)).toBe(true);
        expect(worths.every(worth => worth >= 0 && worth <= 10)).toBe(true);
      }),
    );
    const calm = new TailHistogram();
    for (let i = 0; i < 1_000; i++) {
      calm.add(0);
    }
    expect(calm.add(1e-3)).toBe(5);
    expect(calm.add(Number.MAX_VALUE)).toBe(5);
    expect(calm.add(0)).toBe(0);
  });
});
