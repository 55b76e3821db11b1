import type { Span, SpanDescription } from '../../types';
import { MemoryTraceStore } from './MemoryTraceStore';
import { StoredTrace } from './StoredTrace';

const START_US = Date.UTC(2026, 10, 20) * 1000;
const SECOND_US = 1_000_000;

const description: SpanDescription = Object.freeze({
  resource: Object.freeze({ 'service.name': 'cart' }),
  kind: 'server',
  name: 'GET /cart',
  attributes: {},
  failed: false,
});
const span = (startUs: number, parent = -1): Span => ({
  description,
  parent,
  startUs,
  durationUs: 2_000,
  variable: 7,
});
const idOf = (index: number) => index.toString(16).padStart(32, '0');
const ids = (traces: Iterable<StoredTrace>) =>
  [...traces].map(({ traceId }) => parseInt(traceId, 16));
const any = () => true;
const ever = { service: 'cart', startUs: 0, endUs: Infinity };

describe('MemoryTraceStore', () => {
  it('should keep so many spans, whole traces only, and forget the oldest', () => {
    const store = new MemoryTraceStore({ maxSpans: 3_000 });
    for (let i = 1; i <= 5_000; i++) {
      const startUs = START_US + i * SECOND_US;
      store.addTrace(idOf(i), [span(startUs), span(startUs + 500, 0)]);
    }
    expect(store.size).toEqual({ traces: 1_500, spans: 3_000 });
    expect(store.get(idOf(3_500))).toBeUndefined();
    expect(ids(store.all())[0]).toBe(3_501);
    const { parent, startUs, durationUs, variable } = store
      .get(idOf(3_501))!
      .span(1);
    expect({ parent, startUs, durationUs, variable }).toEqual({
      parent: 0,
      startUs: START_US + 3_501 * SECOND_US + 500,
      durationUs: 2_000,
      variable: 7,
    });
  });

  it('should keep them for so long, counted from the newest', () => {
    const store = new MemoryTraceStore({ retentionMs: 10_000 });
    for (let i = 1; i <= 100; i++) {
      store.addTrace(idOf(i), [span(START_US + i * SECOND_US)]);
    }
    expect(ids(store.all())).toEqual(
      Array.from({ length: 11 }, (_, i) => 90 + i),
    );
    store.addTrace(idOf(101), [span(START_US + 1e6 * SECOND_US)]);
    expect(store.size).toEqual({ traces: 1, spans: 1 });
    expect(store.services()).toEqual(['cart']);
    expect(store.operations('cart')).toEqual([
      { name: 'GET /cart', spanKind: 'server' },
    ]);
  });

  it('should find the newest first, also when they came in another order', () => {
    const store = new MemoryTraceStore();
    for (const i of [3, 1, 4, 2]) {
      store.addTrace(idOf(i), [span(START_US + i * SECOND_US)]);
    }
    store.addTrace(idOf(5), []);
    expect(ids(store.find({ ...ever, limit: 3 }, any))).toEqual([4, 3, 2]);
    expect(ids(store.find({ ...ever, limit: 0 }, any))).toEqual([4, 3, 2, 1]);
    const early = { ...ever, endUs: START_US + 1.5 * SECOND_US, limit: 9 };
    expect(ids(store.find(early, any))).toEqual([1]);
    expect(store.find({ ...ever, service: 'x', limit: 9 }, any)).toEqual([]);
  });
});
