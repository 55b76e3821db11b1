import fc from 'fast-check';
import { estimateOnset } from './estimateOnset';

const tolerance = 120;

describe('estimateOnset', () => {
  it.each([
    ['no votes', [], undefined],
    ['votes without weight', [{ at: 1, weight: 0 }], undefined],
    ['one vote', [{ at: 10, weight: 2 }], { at: 10, support: 1, votes: 1 }],
    [
      'a stray early vote',
      [
        { at: 0, weight: 1 },
        { at: 1000, weight: 1 },
        { at: 1030, weight: 1 },
        { at: 1060, weight: 1 },
      ],
      { at: 1000, support: 0.75, votes: 3 },
    ],
    [
      'two groups of equal weight',
      [
        { at: 900, weight: 1 },
        { at: 100, weight: 1 },
      ],
      { at: 100, support: 0.5, votes: 1 },
    ],
  ])('should handle %s', (_name, votes, expected) => {
    expect(estimateOnset(votes, { tolerance })).toEqual(expected);
  });

  it('should move with time and not with the order of votes', () => {
    const vote = fc.record({
      at: fc.integer({ min: 0, max: 5000 }),
      weight: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(
        fc.array(vote, { minLength: 1 }),
        fc.integer({ min: -1000, max: 1000 }),
        (votes, delay) => {
          const onset = estimateOnset(votes, { tolerance })!;
          const moved = [...votes]
            .reverse()
            .map(v => ({ ...v, at: v.at + delay }));
          expect(estimateOnset(moved, { tolerance })).toEqual({
            ...onset,
            at: onset.at + delay,
          });
          expect(votes.some(v => v.at === onset.at)).toBe(true);
        },
      ),
    );
  });
});
