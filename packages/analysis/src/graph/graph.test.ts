import { ownShares } from './ownShares';
import { reachableFrom } from './reachableFrom';

describe('ownShares', () => {
  it.each([
    [
      'a chain: only the deepest has its own',
      { site: 20, pay: 20, bank: 20 },
      [
        ['site', 'pay'],
        ['pay', 'bank'],
      ],
      { site: 0, pay: 0, bank: 1 },
    ],
    [
      'a caller that adds to what it gets',
      { site: 40, pay: 10 },
      [['site', 'pay']],
      { site: 0.75, pay: 1 },
    ],
    [
      'a shared callee: divided by what its callers have too much',
      { a: 30, b: 10, db: 40 },
      [
        ['a', 'db'],
        ['b', 'db'],
      ],
      { a: 0, b: 0, db: 1 },
    ],
    ['nothing too much', { a: 0 }, [['a', 'b']], { a: 0 }],
    ['a call to itself', { a: 5 }, [['a', 'a']], { a: 1 }],
    [
      'a circle',
      { a: 5, b: 5 },
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      { a: 0, b: 0 },
    ],
  ])('should know %s', (_name, excess, edges, shares) => {
    const result = ownShares(
      new Map(Object.entries(excess)),
      edges.map(([from, to]) => ({ from, to })),
    );
    expect(Object.fromEntries(result)).toEqual(shares);
  });
});

describe('reachableFrom', () => {
  it('should follow calls, circles included', () => {
    const edges = ['ab', 'bc', 'ca', 'dc'].map(([from, to]) => ({ from, to }));
    expect([...reachableFrom('a', edges)].sort()).toEqual(['a', 'b', 'c']);
    expect([...reachableFrom('x', edges)]).toEqual(['x']);
  });
});
