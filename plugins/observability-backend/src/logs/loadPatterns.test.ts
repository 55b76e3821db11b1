import {
  LogHits,
  LogQuery,
  LogRecord,
  LogStore,
} from '@internal/plugin-observability-node';
import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import { loadPatterns } from './loadPatterns';
import { LogQuestion } from './LogQuestion';

const START = Date.parse('2026-11-20T10:00:00Z');
const HOUR_MS = 3_600_000;

/** A store that holds lines by time and says which questions it was asked. */
class FakeStore {
  readonly asked: string[] = [];
  readonly #lines: Array<{ at: number; record: LogRecord }>;

  constructor(lines: Array<[ms: number, message: string, level?: string]>) {
    const sorted = [...lines].sort(([a], [b]) => a - b);
    this.#lines = sorted.map(([ms, message, level]) => ({
      at: START + ms,
      record: {
        time: new Date(START + ms).toISOString(),
        message,
        level,
        fields: {},
      },
    }));
  }

  #find({ window }: Pick<LogQuery, 'window'>) {
    return this.#lines
      .filter(({ at }) => at >= +window.from && at < +window.to)
      .map(({ record }) => record);
  }

  async hits({ window, stepSeconds }: LogQuery & { stepSeconds: number }) {
    const step = stepSeconds * 1_000;
    const counts = new Map<number, number>();
    for (const { time } of this.#find({ window })) {
      const start = Math.floor(Date.parse(time) / step) * step;
      counts.set(start, (counts.get(start) ?? 0) + 1);
    }
    const buckets = [...counts].map(([start, count]) => ({
      start: new Date(start),
      count,
    }));
    return buckets.length === 0
      ? []
      : ([{ group: {}, buckets, total: 0 }] as LogHits[]);
  }

  async *stream(options: LogQuery) {
    this.asked.push('stream');
    yield* this.#find(options);
  }

  async query(options: LogQuery & { limit: number }) {
    this.asked.push(`query ${options.limit}`);
    const found = this.#find(options);
    return {
      records: found.slice(-options.limit),
      truncated: found.length > options.limit,
    };
  }
}

function ask(store: FakeStore): LogQuestion {
  return {
    store: store as unknown as LogStore,
    scope: mockTenantScope(),
    query: '*',
    window: { from: new Date(START), to: new Date(START + HOUR_MS) },
    levelField: 'level',
    signal: new AbortController().signal,
  };
}

/** So many lines, evenly over an hour that begins at `from`. */
function spread(count: number, from: number, message: string, level: string) {
  return Array.from({ length: count }, (_, i): [number, string, string] => [
    from + Math.floor((i * HOUR_MS) / count),
    message.replace('#', String(i)),
    level,
  ]);
}

describe('loadPatterns', () => {
  it('should tell new, vanished and changed templates from those that stay', async () => {
    const store = new FakeStore([
      ...spread(200, -HOUR_MS, 'GET /carts/# took #ms', 'info'),
      ...spread(210, 0, 'GET /carts/# took #ms', 'info'),
      ...spread(20, -HOUR_MS, 'retrying payment #', 'warn'),
      ...spread(90, 0, 'retrying payment #', 'warn'),
      ...spread(30, -HOUR_MS, 'cache warmed with # prices', 'info'),
      ...spread(3, 0, 'ledger refused entry #: disk is full', 'error'),
    ]);
    const answer = await loadPatterns(ask(store), 10);
    expect(answer.sample).toEqual({ read: 303, of: 303 });
    expect(store.asked).toEqual(['stream', 'stream']);
    const seen = answer.patterns.map(
      ({ example, count, isNew, change, level }) => ({
        ...{ text: example.split(' ')[0], count, isNew, change, level },
      }),
    );
    expect(seen).toEqual([
      {
        text: 'GET',
        count: 210,
        isNew: false,
        change: undefined,
        level: 'info',
      },
      { text: 'retrying', count: 90, isNew: false, change: 4.5, level: 'warn' },
      {
        text: 'ledger',
        count: 3,
        isNew: true,
        change: undefined,
        level: 'error',
      },
    ]);
    expect(answer.vanished).toMatchObject([{ count: 30, level: 'info' }]);
    for (const { trend, count } of answer.patterns) {
      expect(trend).toHaveLength(24);
      expect(trend.reduce((sum, n) => sum + n)).toBe(count);
    }
    expect(answer.baselineProblem).toBeUndefined();
  });

  it('should read a part of each slice of many lines, and count as if it were all', async () => {
    const store = new FakeStore([
      ...spread(24_000, 0, 'GET /carts/# ok', 'info'),
      ...spread(6_000, 0, 'POST /carts failed with #', 'error'),
      ...spread(30_000, -HOUR_MS, 'GET /carts/# ok', 'info'),
    ]);
    const answer = await loadPatterns(ask(store), 10);
    expect(answer.sample.of).toBe(30_000);
    expect(answer.sample.read).toBeLessThanOrEqual(20_000);
    const [ok, failed] = answer.patterns;
    expect(ok.count).toBeGreaterThan(23_500);
    expect(ok.count).toBeLessThan(24_500);
    expect(failed).toMatchObject({ isNew: true, level: 'error' });
    expect(Math.min(...ok.trend)).toBeGreaterThan(0.8 * Math.max(...ok.trend));
  });

  it('should say why nothing is said about changes', async () => {
    const fresh = new FakeStore(spread(10, 0, 'started in #ms', 'info'));
    expect(await loadPatterns(ask(fresh), 10)).toMatchObject({
      patterns: [{ isNew: false }],
      vanished: [],
      baselineProblem: 'The window before has no lines to compare with',
    });
    const silent = new FakeStore(spread(9, -HOUR_MS, 'bye #', 'info'));
    expect(await loadPatterns(ask(silent), 10)).toMatchObject({
      patterns: [],
      sample: { read: 0, of: 0 },
    });
  });
});
