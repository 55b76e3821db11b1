import fc from 'fast-check';
import { splitCosts } from './absoluteCosts';
import { medianInPlace, selectInPlace } from './select';
import { median } from './statistics';

const costOf = (values: readonly number[]) => {
  const center = median(values);
  return values.reduce((sum, value) => sum + Math.abs(value - center), 0);
};
const numbers = fc.array(fc.integer({ min: -50, max: 50 }));

describe('splitCosts', () => {
  it('should agree with the definition, for prefixes and suffixes', () => {
    fc.assert(
      fc.property(numbers, values => {
        const { before, after } = splitCosts(Float64Array.from(values));
        for (let i = 0; i <= values.length; i++) {
          expect(before[i]).toBeCloseTo(costOf(values.slice(0, i)), 6);
          expect(after[i]).toBeCloseTo(costOf(values.slice(i)), 6);
        }
      }),
    );
  });

  it('should keep small deviations of large values', () => {
    const values = Float64Array.from(
      { length: 1_000 },
      (_, i) => 1e12 + (i % 2),
    );
    expect(splitCosts(values).before[1_000]).toBe(500);
  });
});

describe('selectInPlace', () => {
  it('should agree with sorting', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1 }),
        fc.nat(),
        (all, i) => {
          const place = i % all.length;
          const sorted = [...all].sort((a, b) => a - b);
          expect(selectInPlace(Float64Array.from(all), place)).toBe(
            sorted[place],
          );
          expect(medianInPlace(Float64Array.from(all))).toBe(median(all));
        },
      ),
    );
    expect(medianInPlace(new Float64Array())).toBeNaN();
  });
});
