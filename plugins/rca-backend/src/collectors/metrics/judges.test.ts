import { Point } from '@internal/analysis';
import { fillRatio, fillWithZero, maximum, thinOut } from './curves';
import { judgeAvailable, judgeDesired, judgeRestarts } from './judgeWorkload';
import { resolvePeer } from './resolvePeer';

const at = (seconds: number) => new Date(seconds * 1000).toISOString();
/** Levels as `[points, value]`, 15 s apart. */
const curve = (...levels: Array<[number, number]>): Point[] =>
  levels
    .flatMap(([points, value]) => Array<number>(points).fill(value))
    .map((value, i): Point => [i * 15, value]);

describe('judgeRestarts', () => {
  const window = { from: 0, to: 3600 };
  it.each([
    ['nothing', [[]], undefined],
    [
      'old counts that stand still',
      [curve([240, 7])],
      { current: 0, anomalous: false },
    ],
    [
      'a restart a minute ago',
      [curve([236, 0], [4, 1])],
      { current: 1, anomalous: true, onset: at(3540) },
    ],
    [
      'a restart long ago',
      [curve([20, 0], [220, 1])],
      { current: 1, anomalous: false },
    ],
    [
      'a pod that appeared with restarts',
      [curve([240, 0]), curve([240, 2]).slice(230)],
      { current: 2, anomalous: true, onset: at(3450) },
    ],
    [
      'a counter that fell with its pod',
      [curve([230, 5], [10, 0])],
      { current: 0, anomalous: false },
    ],
  ])('should judge %s', (_name, pods, expected) => {
    const judged = judgeRestarts(pods, window);
    expect(
      judged && {
        current: judged.signal.current,
        anomalous: judged.signal.anomalous,
        ...(judged.signal.shift && { onset: judged.signal.shift.onset }),
      },
    ).toEqual(expected);
  });
});

describe('judgeDesired', () => {
  it.each([
    [
      'a steady number',
      curve([240, 3]),
      { anomalous: false, baseline: 3, current: 3 },
    ],
    [
      'a scale-up',
      curve([200, 2], [40, 4]),
      { anomalous: false, baseline: 2, current: 4 },
    ],
    [
      'a scale-down to none',
      curve([200, 2], [40, 0]),
      { anomalous: true, baseline: 2, current: 0 },
    ],
    ['none from the start', curve([240, 0]), { anomalous: false, current: 0 }],
  ])('should judge %s', (_name, points, expected) => {
    expect(judgeDesired(points)!.signal).toMatchObject(expected);
  });
});

describe('judgeAvailable', () => {
  const desired = curve([240, 2]);
  it.each([
    ['all there', curve([240, 2]), false, 0],
    ['one missing for five minutes', curve([220, 2], [20, 1]), true, 0.5],
    ['none for five minutes', curve([220, 2], [20, 0]), true, 1],
    ['a gap as short as a rollout', curve([238, 2], [2, 0]), false, 0],
    ['a gap that is over', curve([200, 2], [20, 0], [20, 2]), false, 0],
  ])('should judge %s', (_name, points, anomalous, strength) => {
    const judged = judgeAvailable(points, desired)!;
    expect(judged.signal.anomalous).toBe(anomalous);
    expect(anomalous ? judged.strength : 0).toBe(strength);
  });
  it('should not miss replicas that nobody wants', () => {
    expect(
      judgeAvailable(curve([240, 0]), curve([240, 0]))!.signal.anomalous,
    ).toBe(false);
  });
});

describe('curves', () => {
  it('should fill gaps and ends with zero, but not before the start or after the newest data', () => {
    expect(
      fillWithZero(
        [
          [30, 5],
          [60, 6],
        ],
        15,
        100,
      ),
    ).toEqual([
      [30, 5],
      [45, 0],
      [60, 6],
      [75, 0],
      [90, 0],
    ]);
    expect(fillWithZero([], 15, 100)).toEqual([]);
  });
  it('should have a ratio wherever there is traffic', () => {
    expect(
      fillRatio(
        [[30, 0.5]],
        [
          [15, 2],
          [30, 2],
          [45, 0],
          [60, 1],
        ],
      ),
    ).toEqual([
      [15, 0],
      [30, 0.5],
      [60, 0],
    ]);
  });
  it('should take the worst pod and keep the newest points', () => {
    expect(
      maximum([
        [
          [15, 1],
          [30, 4],
        ],
        [
          [30, 2],
          [45, 3],
        ],
      ]),
    ).toEqual([
      [15, 1],
      [30, 4],
      [45, 3],
    ]);
    const thinned = thinOut(curve([1201, 1]), 500);
    expect(thinned.length).toBeLessThanOrEqual(500);
    expect(thinned.at(-1)).toEqual([18_000, 1]);
  });
});

describe('resolvePeer', () => {
  const options = {
    callerNamespace: 'team-a-staging',
    scope: {
      $$type: '@internal/TenantScope' as const,
      userEntityRef: 'user:default/1',
      cluster: 'c',
      namespaces: ['team-a-prod', 'team-a-staging'],
    },
    targets: [
      { service: 'checkout', namespace: 'team-a-prod', isSubject: true },
    ],
    homes: new Map([['checkout', new Set(['team-a-prod', 'team-a-staging'])]]),
  };
  it.each([
    ['checkout', 'checkout', 'team-a-staging'],
    ['checkout:8080', 'checkout', 'team-a-staging'],
    ['checkout.team-a-prod', 'checkout', 'team-a-prod'],
    ['ledger.team-b-prod.svc.cluster.local:80', 'ledger', 'team-b-prod'],
    ['payments', 'payments', undefined],
    ['api.example.com:443', 'api.example.com', undefined],
    ['example.com', 'example.com', undefined],
  ])('should resolve %s', (address, callee, calleeNamespace) => {
    expect(resolvePeer({ ...options, address })).toEqual({
      callee,
      ...(calleeNamespace && { calleeNamespace }),
    });
  });
  it('should take the dependency where the caller has no such workload itself', () => {
    expect(
      resolvePeer({
        ...options,
        callerNamespace: 'ingress',
        address: 'checkout',
      }),
    ).toEqual({ callee: 'checkout', calleeNamespace: 'team-a-prod' });
  });
});
