import { Point } from '@internal/analysis';
import { measured, signal, steady } from '../../__testUtils__/snapshot';
import { MetricEvidence } from './MetricEvidence';
import { SignalKind } from './MetricFacts';

const ratio = { kind: 'memory-of-limit', unit: 'ratio' } as const;
/** Fills up, is killed, and fills up again; before the window it was higher once. */
const sawtooth: Point[] = [
  [0, 0.99],
  [60, 0.5],
  [120, 0.97],
  [180, 0.2],
  [240, 0.6],
];

function evidenceOf(restarts: number) {
  const queries = new Proxy({} as Record<SignalKind, () => string>, {
    get: (_, kind) => () => `query of ${String(kind)}`,
  });
  const evidence = new MetricEvidence({
    cluster: 'sandbox',
    queries: { signals: queries, callees: queries } as never,
    context: { window: { from: 60, to: 240 }, stepSeconds: 60, until: 240 },
  });
  const memory = steady(0.6, { ...ratio, evidence: [] });
  const facts = measured('cart', {
    'memory-of-limit': memory,
    restarts: signal(restarts, 0, {
      kind: 'restarts',
      unit: 'restarts',
      anomalous: restarts > 0,
      evidence: [],
    }),
  });
  evidence.addService({ facts, curves: { 'memory-of-limit': sawtooth } });
  return { memory, list: evidence.list };
}

describe('MetricEvidence', () => {
  it('shows the memory of what restarts, with its peak in the window, although no shift is in it', () => {
    const { memory, list } = evidenceOf(2);
    expect(list[memory.evidence[0]]).toMatchObject({
      title: 'cart: memory use of its limit peaked at 97.0 %',
      query: 'query of memory-of-limit',
      series: [{ name: 'cart: memory use of its limit', points: sawtooth }],
    });
  });

  it('does not show the memory of what runs as always', () => {
    const { memory, list } = evidenceOf(0);
    expect(memory.evidence).toEqual([]);
    expect(list).toEqual([]);
  });
});
