import { MemoryMetricStore } from './MemoryMetricStore';
import { buildFilter } from './metricsql/selectors';

const SCRAPE_MS = 15_000;
const START = Date.UTC(2026, 10, 20);

describe('MemoryMetricStore', () => {
  const everything = [[buildFilter('__name__', '=~', '.+')]];

  it('should keep samples in order, for the retention only, in flat memory', () => {
    const store = new MemoryMetricStore({ retentionMs: 10 * SCRAPE_MS });
    const labels = Object.freeze({ __name__: 'up', pod: 'a', empty: '' });
    for (let i = 0; i < 1000; i++)
      store.addSample(labels, START + i * SCRAPE_MS, i);
    const [{ labels: stored, samples }] = store.search(everything);
    expect(stored).toEqual({ __name__: 'up', pod: 'a' });
    expect(samples.size).toBe(11);
    expect([...samples.slice(-Infinity, Infinity).values]).toEqual([
      989, 990, 991, 992, 993, 994, 995, 996, 997, 998, 999,
    ]);

    store.addSample(labels, START + 995.5 * SCRAPE_MS, 42);
    store.addSample(labels, START + 999 * SCRAPE_MS, 7);
    store.addSample(labels, START, 1);
    const { times, values } = samples.slice(
      START + 995 * SCRAPE_MS,
      START + 999 * SCRAPE_MS,
    );
    expect([...values]).toEqual([42, 996, 997, 998, 7]);
    expect(times[0]).toBe(START + 995.5 * SCRAPE_MS);
  });

  it('should forget series that have ended, and find those that begin anew', () => {
    const store = new MemoryMetricStore({ retentionMs: 60_000 });
    const old = Object.freeze({ __name__: 'up', pod: 'old' });
    store.addSample(old, START, 1);
    for (let i = 0; i < 100; i++) {
      store.addSample({ __name__: 'up', pod: `p${i}` }, START + i * 60_000, 1);
    }
    expect(store.seriesCount).toBeLessThan(12);
    store.addSample(old, START + 100 * 60_000, 2);
    const found = store.search([[buildFilter('pod', '=', 'old')]]);
    expect(
      found.map(({ samples }) => [
        ...samples.slice(-Infinity, Infinity).values,
      ]),
    ).toEqual([[2]]);
  });

  it('should select by every operator, in alternatives, and only where there are samples', () => {
    const store = new MemoryMetricStore();
    for (const [pod, ns] of [
      ['a1', 'x'],
      ['a2', 'x'],
      ['b1', 'y'],
      ['c1', ''],
    ]) {
      store.addSample({ __name__: 'm', pod, ns }, START, 1);
      store.addSample({ __name__: 'm', pod, ns }, START + 3_600_000, 1);
    }
    const find = (...alternatives: ReturnType<typeof buildFilter>[][]) =>
      store
        .search(alternatives)
        .map(({ labels }) => labels.pod)
        .sort();
    expect(
      find([buildFilter('ns', '=', 'x'), buildFilter('pod', '!=', 'a1')]),
    ).toEqual(['a2']);
    expect(find([buildFilter('ns', '=', '')])).toEqual(['c1']);
    expect(find([buildFilter('pod', '=~', 'a.|c')])).toEqual(['a1', 'a2']);
    expect(
      find([buildFilter('pod', '!~', 'a.*')], [buildFilter('pod', '=', 'a1')]),
    ).toEqual(['a1', 'b1', 'c1']);
    expect(store.search(everything, START + 1, START + 3_599_999)).toEqual([]);
  });
});
