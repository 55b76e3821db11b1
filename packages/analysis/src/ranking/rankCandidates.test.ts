import fc from 'fast-check';
import { rankCandidates, RankingInput } from './rankCandidates';

const chain = [
  { from: 'web', to: 'shop' },
  { from: 'shop', to: 'cart' },
  { from: 'shop', to: 'stock' },
  { from: 'cart', to: 'redis' },
];

function ranking(input: Omit<RankingInput, 'symptom'> & { symptom?: string }) {
  return rankCandidates({ symptom: 'shop', ...input }).map(c =>
    [c.rank, c.id, c.tied ? 'tied' : ''].join(' ').trim(),
  );
}

describe('rankCandidates', () => {
  it('should prefer the deepest anomalous dependency and show the way to the symptom', () => {
    const ranked = rankCandidates({
      symptom: 'web',
      edges: chain,
      candidates: [
        { id: 'web', strength: 1 },
        { id: 'shop', strength: 1 },
        { id: 'cart', strength: 0.9 },
        { id: 'redis', strength: 0.9 },
        { id: 'stock', strength: 0 },
      ],
    });
    expect(ranked).toHaveLength(4);
    expect(ranked[0]).toMatchObject({
      id: 'redis',
      rank: 1,
      tied: false,
      path: ['redis', 'cart', 'shop', 'web'],
      explainedBy: [],
      explanation:
        'an unbroken chain of anomalies leads from the symptom to it; nothing that it depends on is anomalous',
    });
    expect(ranked.find(c => c.id === 'cart')!.explainedBy).toEqual(['redis']);
  });

  it.each([
    [
      'the symptom itself when its dependencies are as always',
      [
        { id: 'shop', strength: 0.8 },
        { id: 'cart', strength: 0.05 },
      ],
      chain,
      ['1 shop', '2 cart'],
    ],
    [
      'a dependency by how it looks from outside',
      [
        { id: 'shop', strength: 0.8 },
        { id: 'cart', strength: 0.9 },
        { id: 'stock', strength: 0.9 },
      ],
      [
        { from: 'shop', to: 'cart', strength: 0 },
        { from: 'shop', to: 'stock', strength: 0.9 },
      ],
      ['1 stock', '2 cart', '3 shop'],
    ],
    [
      'a dependency over an unconnected stranger',
      [
        { id: 'stranger', strength: 1 },
        { id: 'cart', strength: 0.8 },
      ],
      chain,
      ['1 cart', '2 stranger'],
    ],
    [
      'what came before the symptom over what came after',
      [
        { id: 'shop', strength: 0.2, onset: 1000 },
        { id: 'cart', strength: 0.9, onset: 990 },
        { id: 'stock', strength: 0.9, onset: 2000 },
      ],
      chain,
      ['1 cart', '2 stock', '3 shop'],
    ],
    [
      'nobody where the data tell two apart in nothing',
      [
        { id: 'stock', strength: 0.7 },
        { id: 'cart', strength: 0.7 },
      ],
      chain,
      ['1 cart tied', '1 stock tied'],
    ],
    [
      'nobody in a cycle without onsets',
      [
        { id: 'shop', strength: 0.7 },
        { id: 'cart', strength: 0.7 },
      ],
      [
        { from: 'shop', to: 'cart', strength: 1 },
        { from: 'cart', to: 'shop', strength: 1 },
      ],
      ['1 cart tied', '1 shop tied'],
    ],
  ])('should prefer %s', (_name, candidates, edges, expected) => {
    expect(ranking({ candidates, edges, onsetTolerance: 60 })).toEqual(
      expected,
    );
  });

  it('should not read anything into names or order', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const strength = fc.double({ min: 0, max: 1, noNaN: true });
    const world = fc.record({
      strengths: fc.tuple(strength, strength, strength, strength, strength),
      edges: fc.array(
        fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 4 }), strength),
        { maxLength: 12 },
      ),
      names: fc.shuffledSubarray(ids, { minLength: 5 }),
    });
    fc.assert(
      fc.property(world, ({ strengths, edges, names }) => {
        const scores = (name: (i: number) => string, reverse: boolean) => {
          const input = {
            symptom: name(0),
            candidates: strengths.map((s, i) => ({ id: name(i), strength: s })),
            edges: edges.map(([from, to, s]) => ({
              from: name(from),
              to: name(to),
              strength: s,
            })),
          };
          if (reverse) {
            input.candidates.reverse();
            input.edges.reverse();
          }
          return rankCandidates(input).map(c => c.score);
        };
        const straight = scores(i => ids[i], false);
        const renamed = scores(i => names[i], true);
        expect(renamed).toEqual(straight);
        expect(straight.every(s => s >= 0 && s <= 1)).toBe(true);
      }),
    );
  });
});
