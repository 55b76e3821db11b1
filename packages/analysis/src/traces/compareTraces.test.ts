import { Faults, SyntheticCompany } from '../__testUtils__/SyntheticCompany';
import { compareTraces } from './compareTraces';
import type { Span } from './types';

const reference = SyntheticCompany.run({ seed: 1, from: 0 }).spans;

function evidenceOf(faults: Faults, change = (spans: Span[]) => spans) {
  const { spans } = SyntheticCompany.run({ seed: 2, from: 1e6, faults });
  return compareTraces(reference, change(spans)).evidence.sort(
    (a, b) => b.nats - a.nats,
  );
}

describe('compareTraces', () => {
  it('should find nothing in requests like before', () => {
    expect(evidenceOf({})[0].nats).toBeLessThan(3);
  });

  it.each(['gateway', 'shop', 'cart', 'account', 'stock', 'price'])(
    'should find a slow network at %s by the links on which it shows',
    entity => {
      const all = evidenceOf({ networkDelay: { entity, ms: 30 } });
      const [first, second] = all.filter(({ kind }) => kind === 'network');
      expect(first.entity).toBe(entity);
      expect(first.nats).toBeGreaterThan(Math.max(3, second.nats + 1));
      expect(first.summary).toMatch(/\d ms, \d/);
      // A slow network is nobody's own time.
      const own = all.filter(({ kind }) => kind === 'self-time');
      expect(own[0].nats).toBeLessThan(2);
    },
  );

  it('should need few requests', () => {
    const run = (seed: number, faults: Faults) =>
      SyntheticCompany.run({ seed, from: 0, requests: 3, faults }).spans;
    const networkDelay = { entity: 'cart', ms: 60 };
    const { evidence } = compareTraces(run(4, {}), run(5, { networkDelay }));
    const [first] = evidence
      .filter(({ kind }) => kind === 'network')
      .sort((a, b) => b.nats - a.nats);
    expect(first.entity).toBe('cart');
    expect(first.nats).toBeGreaterThan(3);
  });

  it('should find who is slow itself, not who waits for it', () => {
    const own = evidenceOf({ slow: { entity: 'stock', factor: 4 } }).filter(
      ({ kind }) => kind === 'self-time',
    );
    expect(own[0].entity).toBe('stock');
    expect(own[0].nats).toBeGreaterThan(3);
    expect(own[1].nats).toBeLessThan(1);
  });

  it('should not mind clocks that disagree', () => {
    const skewed = (spans: Span[]) =>
      spans.map(span => ({
        ...span,
        startMs: span.startMs + (span.entity === 'stock' ? 5_000 : 0),
      }));
    const [first] = evidenceOf(
      { networkDelay: { entity: 'stock', ms: 30 } },
      skewed,
    );
    expect(first).toMatchObject({ entity: 'stock', kind: 'network' });
  });

  it('should find who no longer calls its callee', () => {
    const [first] = evidenceOf({ returnsEarly: { entity: 'shop' } });
    expect(first).toMatchObject({ entity: 'shop', kind: 'path' });
    expect(first.nats).toBeGreaterThan(10);
  });

  it('should find a call that fails on its way by the missing span of the callee', () => {
    const [first] = evidenceOf({}, spans =>
      spans.filter(({ operation }) => operation !== '/cart'),
    );
    expect(first).toMatchObject({ entity: 'shop', kind: 'path' });
  });

  it('should take spans with errors for another outcome, and see the calls', () => {
    const failing = (spans: Span[]) =>
      spans.map(span =>
        span.operation === '/price' ? { ...span, error: true } : span,
      );
    const [first] = evidenceOf({}, failing);
    expect(first.kind).toBe('path');
    expect(first.summary).toContain('price /price (error)');
    const { edges } = compareTraces(reference, []);
    expect(edges).toHaveLength(7);
    expect(edges).toContainEqual({ from: 'cart', to: 'stock' });
  });

  it('should survive broken traces', () => {
    const broken: Span[] = [
      ['a', 'b'],
      ['b', 'a'],
      ['c', 'c'],
      ['d', 'lost'],
    ].map(([spanId, parentId]) => ({
      traceId: 't',
      spanId,
      parentId,
      entity: spanId,
      operation: 'x',
      startMs: NaN,
      durationMs: -1,
    }));
    expect(() => compareTraces(broken, broken)).not.toThrow();
  });
});
