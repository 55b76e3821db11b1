import {
  Faults,
  randomNumbers,
  SyntheticCompany,
} from '../__testUtils__/SyntheticCompany';
import type { Point } from '../series';
import { rankRootCauses } from './rankRootCauses';
import type { EntitySeries, Incident, SignalKind } from './types';

const ENTITIES = ['gateway', 'shop', 'cart', 'account', 'stock', 'price'];
const MINUTE = 60_000;
const ONSET = 1_000_000_000;
const random = randomNumbers(11);

/** An hour of minutes, and the values after the onset. */
function series(
  entity: string,
  kind: SignalKind,
  level: number,
  after: number[] = [level, level, level],
): EntitySeries {
  const noisy = (value: number) => value * (0.9 + 0.2 * random());
  const points = Array.from({ length: 60 }, (_, i): Point => {
    return [ONSET + (i - 60) * MINUTE, noisy(level)];
  });
  after.forEach((value, i) => {
    points.push([ONSET + i * MINUTE, noisy(value)]);
  });
  return { entity, kind, points };
}

function signals(faults: Faults): Pick<Incident, 'logs' | 'traces'> {
  const before = SyntheticCompany.run({ seed: 1, from: 0 });
  const now = SyntheticCompany.run({ seed: 2, from: ONSET, faults });
  return {
    logs: { reference: before.lines, current: now.lines },
    traces: { reference: before.spans, current: now.spans },
  };
}

const calm = ENTITIES.flatMap(entity => [
  series(entity, 'cpu', 0.2),
  series(entity, 'memory', 0.4),
]);

describe('rankRootCauses', () => {
  it('should be sure of nobody where nothing is unusual, and silent where nothing is known', () => {
    const ranked = rankRootCauses({
      onset: ONSET,
      series: calm,
      ...signals({}),
    });
    expect(ranked[0]?.score ?? 0).toBeLessThan(0.25);
    expect(rankRootCauses({ onset: ONSET })).toEqual([]);
    expect(
      rankRootCauses({
        onset: ONSET,
        series: [{ entity: 'a', kind: 'cpu', points: [] }],
      }),
    ).toEqual([]);
  });

  it.each(ENTITIES)(
    'should find a slow network at %s, which no metric of it shows',
    entity => {
      const faults = { networkDelay: { entity, ms: 40 } };
      const { traces } = signals(faults);
      const ranked = rankRootCauses({ onset: ONSET, series: calm, traces });
      expect(ranked[0]).toMatchObject({ entity, rank: 1, tied: false });
      expect(ranked[0].evidence[0].kind).toBe('network');
    },
  );

  it('should find who consumes the processor, with and without traces', () => {
    const faults = { slow: { entity: 'stock', factor: 6 } };
    const busy = [
      ...calm.filter(({ entity, kind }) => `${entity}${kind}` !== 'stockcpu'),
      series('stock', 'cpu', 0.2, [0.3, 0.8, 0.9]),
    ];
    const { traces } = signals(faults);
    const [withTraces] = rankRootCauses({ onset: ONSET, series: busy, traces });
    const [without] = rankRootCauses({ onset: ONSET, series: busy });
    expect([withTraces.entity, without.entity]).toEqual(['stock', 'stock']);
    expect(withTraces.evidence.map(({ kind }) => kind).sort()).toEqual([
      'resource',
      'self-time',
    ]);
    expect(without.evidence.map(({ kind }) => kind)).toEqual(['resource']);
    expect(without.score).toBeGreaterThan(0.4);
    expect(withTraces.nats).toBeGreaterThan(without.nats + 2);
  });

  it.each([0, MINUTE])(
    'should find a code path that ends early, stated %d ms late',
    late => {
      const ranked = rankRootCauses({
        onset: ONSET + late,
        series: calm,
        ...signals({ returnsEarly: { entity: 'account' } }),
      });
      expect(ranked[0].entity).toBe('account');
      expect(ranked[0].score).toBeGreaterThan(0.9);
      expect(ranked[0].explanation).toMatch(/before, .* now/);
    },
  );

  it('should blame the one whose excess explains the symptom, not a small leaf or a caller', () => {
    const edges = [
      ['site', 'pay'],
      ['pay', 'bank'],
      ['site', 'mail'],
      ['robot', 'pay'],
    ].map(([from, to]) => ({ from, to }));
    const latency: Record<string, [number, number, number]> = {
      // before, after, requests
      site: [0.2, 0.5, 1_000],
      pay: [0.1, 0.4, 1_000],
      bank: [0.05, 0.35, 1_000],
      mail: [0.02, 0.3, 10],
      robot: [0.1, 0.4, 100],
    };
    const ranked = rankRootCauses({
      onset: ONSET,
      symptom: 'site',
      edges,
      series: Object.entries(latency).flatMap(([entity, [a, b, requests]]) => [
        series(entity, 'latency', a, [b, b, b]),
        series(entity, 'traffic', requests),
      ]),
    });
    expect(ranked.map(({ entity }) => entity).slice(0, 2)).toEqual([
      'bank',
      'mail',
    ]);
    expect(ranked[0].explanation).toContain('of the symptom');
    const robot = ranked.find(({ entity }) => entity === 'robot')!;
    expect(robot.explanation).toContain('does not depend on it');
  });

  it('should see failures of a few requests in a service that never fails', () => {
    const failing = (entity: string, after: number[]) => [
      series(entity, 'failure-share', 0, after),
      series(entity, 'traffic', 500),
    ];
    const [first] = rankRootCauses({
      onset: ONSET,
      series: [
        ...failing('a', [0.02, 0.03, 0.02]),
        ...failing('b', [0, 0, 0]),
        ...failing('c', [0.002, 0, 0]),
      ],
    });
    expect(first).toMatchObject({ entity: 'a' });
    expect(first.evidence[0].kind).toBe('failures');
  });

  it('should say that ties are ties, and depend on no name and no order', () => {
    const twins = ['x', 'y'].map(entity => ({
      ...series('x', 'cpu', 0.2, [0.9, 0.9, 0.9]),
      entity,
    }));
    twins[1] = { ...twins[0], entity: 'y' };
    const [first, second, third] = rankRootCauses({
      onset: ONSET,
      series: [...twins, ...calm],
    });
    expect([first, second].map(one => [one.rank, one.tied])).toEqual([
      [1, true],
      [1, true],
    ]);
    expect(third.rank).toBe(3);

    const incident = { onset: ONSET, series: calm };
    const { traces } = signals({ networkDelay: { entity: 'cart', ms: 40 } });
    const rename = <T extends { entity: string }>(items: readonly T[]): T[] =>
      items.map(item => ({
        ...item,
        entity: `${99 - ENTITIES.indexOf(item.entity)}`,
      }));
    const plain = rankRootCauses({ ...incident, traces });
    const renamed = rankRootCauses({
      onset: ONSET,
      series: rename([...calm].reverse()),
      traces: {
        reference: rename(traces!.reference),
        current: rename(traces!.current),
      },
    });
    const figures = (list: typeof plain) =>
      list.map(({ nats, score, rank }) => [nats, score, rank]);
    expect(figures(renamed)).toEqual(figures(plain));
  });
});
