import {
  Answer,
  creditAt,
  creditByName,
  figuresOf,
  priorFloor,
  randomFloor,
} from './ranking';
import { missesOf, reliabilityTable } from './rankingTable';
import { wilson } from './wilson';

const answer: Answer = [
  { name: 'a', score: 5 },
  { name: 'b', score: 3 },
  { name: 'c', score: 3 },
  { name: 'd', score: 3 },
  { name: 'e', score: 1 },
  // Of a name given twice the higher score counts.
  { name: 'a', score: 0 },
];

describe('creditAt', () => {
  it.each([
    ['a', 1, 1],
    ['b', 1, 0],
    ['b', 2, 1 / 3],
    ['d', 3, 2 / 3],
    ['c', 4, 1],
    ['e', 4, 0],
    ['e', 5, 1],
    ['not in the answer', 5, 0],
  ])('should share ties: %s at %d is %d', (truth, k, credit) => {
    expect(creditAt(answer, truth, k)).toBeCloseTo(credit);
  });

  it('should break ties by name only where asked', () => {
    expect(creditByName(answer.slice(0, 5), 'b', 2)).toBe(1);
    expect(creditByName(answer.slice(0, 5), 'c', 2)).toBe(0);
  });
});

describe('figures and floors', () => {
  it('should count an empty answer as a miss', () => {
    expect(
      figuresOf([
        { truth: 'a', answer },
        { truth: 'a', answer: [] },
      ]),
    ).toMatchObject({ n: 2, ac1: 0.5, ac5: 0.5, empty: 0.5 });
    expect(figuresOf([])).toMatchObject({ n: 0, ac1: 0 });
  });

  it('should compute the random and the prior floor', () => {
    const candidates = ['a', 'b', 'c', 'd'];
    expect(
      randomFloor([
        { truth: 'a', candidates },
        { truth: 'none of them', candidates },
      ]),
    ).toMatchObject({ ac1: 0.125, ac3: 0.375, ac5: 0.5 });
    // a: 2 of 4, then b and c tied.
    expect(priorFloor(['a', 'a', 'b', 'c'])).toMatchObject({
      ac1: 0.5,
      ac3: 1,
    });
  });

  it('should know the Wilson interval', () => {
    const [low, high] = wilson(0.5, 28);
    expect(low).toBeCloseTo(0.3263, 3);
    expect(high).toBeCloseTo(0.6737, 3);
    expect(wilson(1, 28)[1]).toBe(1);
    expect(wilson(0, 0)).toEqual([0, 1]);
  });

  it('should name misses and failures, and compare confidence with truth', () => {
    const base = { type: 't', answer };
    const outcomes = [
      { ...base, name: 'right', truth: 'a', confidence: 0.9 },
      { ...base, name: 'tied', truth: 'c', confidence: 0.7 },
      { ...base, name: 'broken', truth: 'a', answer: [], error: 'Error: x' },
    ];
    expect(missesOf('run', outcomes)).toEqual([
      'run | tied | place 2',
      'run | broken | failed: Error: x',
    ]);
    const { rows } = reliabilityTable('reliability', outcomes);
    expect(rows.at(-1)).toEqual(['Brier score', '3', '', '0.167']);
  });
});
