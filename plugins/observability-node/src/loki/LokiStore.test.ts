import {
  eventually,
  scopeOf,
  SeenRequest,
  startFakeStore,
} from '../__testUtils__/startFakeStore';
import { StoreConfig } from '../config';
import { LogRecord } from '../LogStore';
import { defaultVocabulary } from '../Vocabulary';
import { LokiStore } from './LokiStore';

type FakeStore = Awaited<ReturnType<typeof startFakeStore>>;
type Handler = Parameters<typeof startFakeStore>[0];
type Line = [bigint, string];

const window = {
  from: new Date('2026-11-20T18:00:00.000Z'),
  to: new Date('2026-11-20T19:00:00.000Z'),
};
const FROM_NS = BigInt(window.from.getTime()) * 1_000_000n;
const TO_NS = BigInt(window.to.getTime()) * 1_000_000n;
const base = { scope: scopeOf('team-a-prod'), query: '{}', window };
const labels = {
  namespace: 'team-a-prod',
  pod: 'cart-1',
  container: 'cart',
  detected_level: 'error',
  trace_id: 't1',
};

function success(data: object, more: object = {}) {
  return JSON.stringify({ status: 'success', data, ...more });
}

function streams(lines: Line[], stream: object = labels, more?: object) {
  const values = lines.map(([time, line]) => [String(time), line]);
  return success(
    { resultType: 'streams', result: [{ stream, values }], stats: {} },
    more,
  );
}

/** Answers ranges as Loki does: from `start` on, before `end`, no more than `limit`. */
function serve(lines: Line[]) {
  return ({ form }: SeenRequest): string => {
    const isInside = ([time]: Line) =>
      time >= BigInt(form.get('start')!) && time < BigInt(form.get('end')!);
    const sorted = lines
      .filter(isInside)
      .sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
    if (form.get('direction') === 'backward') {
      sorted.reverse();
    }
    return streams(sorted.slice(0, Number(form.get('limit'))));
  };
}

describe('LokiStore', () => {
  let fake: FakeStore | undefined;

  afterEach(async () => {
    await fake?.stop();
    fake = undefined;
  });

  async function storeWith(
    handler: Handler,
    overrides?: Partial<StoreConfig>,
  ): Promise<[LokiStore, FakeStore]> {
    fake = await startFakeStore(handler);
    const store = new LokiStore({
      cluster: 'sandbox',
      config: fake.config(overrides),
      vocabulary: defaultVocabulary,
    });
    return [store, fake];
  }

  it('should ask with the scope in the selector and the window beside the query, and map the lines', async () => {
    const [store, server] = await storeWith(
      res =>
        res.end(
          success({
            resultType: 'streams',
            result: [
              { stream: labels, values: [[String(FROM_NS + 5n), 'refused']] },
              {
                stream: { namespace: 'ingress', level: 'warn' },
                values: [
                  // As servers write it that keep metadata apart.
                  [
                    String(FROM_NS + 1n),
                    'slow',
                    { structuredMetadata: { user: 'u1' }, parsed: {} },
                  ],
                ],
              },
            ],
          }),
        ),
      { headers: { 'X-Scope-OrgID': 'company' } },
    );
    const { records, truncated } = await store.query({
      ...base,
      scope: scopeOf('team-a-prod', 'ingress'),
      query: '{app="cart"} |= "x"',
      limit: 10,
    });
    expect(truncated).toBe(false);
    expect(records).toEqual<LogRecord[]>([
      {
        time: '2026-11-20T18:00:00.000000001Z',
        message: 'slow',
        level: 'warn',
        namespace: 'ingress',
        pod: undefined,
        container: undefined,
        traceId: undefined,
        fields: { namespace: 'ingress', level: 'warn', user: 'u1' },
      },
      {
        time: '2026-11-20T18:00:00.000000005Z',
        message: 'refused',
        level: 'error',
        namespace: 'team-a-prod',
        pod: 'cart-1',
        container: 'cart',
        traceId: 't1',
        fields: labels,
      },
    ]);
    const [request] = server.requests;
    expect(request.path).toBe('/loki/api/v1/query_range');
    expect(request.headers).toMatchObject({ 'x-scope-orgid': 'company' });
    expect(Object.fromEntries(request.form)).toEqual({
      query: '{namespace=~"team-a-prod|ingress", app="cart"} |= "x"',
      direction: 'backward',
      limit: '11',
      start: String(FROM_NS),
      end: String(TO_NS),
    });
  });

  it.each([
    ['another namespace', { ...labels, namespace: 'team-b-prod' }],
    ['a namespace that is longer', { ...labels, namespace: 'team-a-prod-2' }],
    ['no namespace', { pod: 'x' }],
  ])('should refuse an answer with a line of %s', async (_, stream) => {
    const [store] = await storeWith((res, { form }) =>
      res.end(
        form.has('direction')
          ? streams([[FROM_NS, 'x']], stream)
          : success({
              resultType: 'vector',
              result: [{ metric: stream, value: [1, '1'] }],
            }),
      ),
    );
    const refused = { name: 'NotAllowedError' };
    const field = { field: 'pod', limit: 5 };
    const read = async () => {
      for await (const record of store.tail(base)) {
        return record;
      }
      return undefined;
    };
    await expect(store.query({ ...base, limit: 5 })).rejects.toMatchObject(
      refused,
    );
    await expect(store.fieldNames(base)).rejects.toMatchObject(refused);
    await expect(
      store.fieldValues({ ...base, ...field }),
    ).rejects.toMatchObject(refused);
    await expect(
      store.hits({ ...base, stepSeconds: 60 }),
    ).rejects.toMatchObject(refused);
    await expect(read()).rejects.toMatchObject(refused);
  });

  it.each([
    ['no scope', { scope: undefined as never }, 'NotAllowedError'],
    ['an empty scope', { scope: scopeOf() }, 'NotAllowedError'],
    ['a hostile scope', { scope: scopeOf('a"} or {x="y') }, 'NotAllowedError'],
    [
      'another cluster',
      { scope: { ...base.scope, cluster: 'b' } },
      'NotAllowedError',
    ],
    ['an empty query', { query: ' ' }, 'InputError'],
    ['a metric query', { query: 'rate({a="b"}[1m])' }, 'InputError'],
    [
      'an inverted window',
      { window: { from: window.to, to: window.from } },
      'InputError',
    ],
  ])('should ask nothing for %s', async (_, overrides, name) => {
    const [store, server] = await storeWith(res => res.end(streams([])));
    const question = { ...base, ...overrides };
    const asked = [
      store.query({ ...question, limit: 5 }),
      store.hits({ ...question, stepSeconds: 60 }),
      store.fieldNames(question),
      store.fieldValues({ ...question, field: 'pod', limit: 5 }),
      store.stream(question).next(),
    ];
    for (const answer of asked) {
      await expect(answer).rejects.toMatchObject({ name });
    }
    expect(server.requests).toEqual([]);
  });

  it('should page through more lines than one answer holds, each once', async () => {
    // 2,600 lines, 300 to a nanosecond, so that pages end within one.
    const lines = Array.from(
      { length: 2_600 },
      (_, index): Line => [
        FROM_NS + BigInt(Math.floor(index / 300)),
        `line ${index}`,
      ],
    );
    const answer = serve(lines);
    const [store, server] = await storeWith((res, request) =>
      res.end(answer(request)),
    );
    const all = await store.query({ ...base, limit: 5_000 });
    expect(new Set(all.records.map(({ message }) => message)).size).toBe(2_600);
    expect(all.records).toHaveLength(2_600);
    expect(all.truncated).toBe(false);
    expect(
      server.requests.every(({ form }) => Number(form.get('limit')) <= 1_000),
    ).toBe(true);

    const newest = await store.query({ ...base, limit: 1_500 });
    expect([newest.records.length, newest.truncated]).toEqual([1_500, true]);
    expect(newest.records.at(-1)!.time).toBe('2026-11-20T18:00:00.000000008Z');

    let streamed = 0;
    const before = server.requests.length;
    for await (const record of store.stream({ ...base, limit: 1_200 })) {
      streamed += record.namespace === 'team-a-prod' ? 1 : 0;
    }
    expect(streamed).toBe(1_200);
    expect(server.requests).toHaveLength(before + 2);
  });

  it('should say when one nanosecond has more lines than can be read, or Loki that some are missing', async () => {
    const many = Array.from(
      { length: 1_200 },
      (_, index): Line => [FROM_NS + 7n, `line ${index}`],
    );
    const answer = serve([...many, [FROM_NS, 'older']]);
    const [store] = await storeWith((res, request) =>
      res.end(
        request.form.get('query')!.includes('warn')
          ? streams([[FROM_NS, 'x']], labels, {
              warnings: ['an ingester is gone'],
            })
          : answer(request),
      ),
    );
    const { records, truncated } = await store.query({ ...base, limit: 5_000 });
    expect([records.length, records[0].message, truncated]).toEqual([
      1_001,
      'older',
      true,
    ]);
    const partial = await store.query({
      ...base,
      query: '{} |= "warn"',
      limit: 5,
    });
    expect(partial.truncated).toBe(true);
    await expect(
      store.hits({ ...base, query: '{} |= "warn"', stepSeconds: 60 }),
    ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
  });

  it('should count lines in whole buckets, by a level that two labels tell', async () => {
    const seconds = (minute: number) =>
      window.from.getTime() / 1000 + minute * 60;
    const [store, server] = await storeWith(res =>
      res.end(
        success({
          resultType: 'matrix',
          result: [
            {
              metric: { namespace: 'team-a-prod', detected_level: 'error' },
              values: [
                [seconds(1), '5'],
                [seconds(60), '2'],
              ],
            },
            {
              metric: { namespace: 'team-a-prod', level: 'error' },
              values: [[seconds(1), '1']],
            },
            {
              metric: { namespace: 'team-a-prod' },
              values: [[seconds(2), '30']],
            },
          ],
        }),
      ),
    );
    const hits = await store.hits({
      ...base,
      stepSeconds: 60,
      groupBy: 'level',
    });
    expect(Object.fromEntries(server.requests[0].form)).toEqual({
      query:
        'sum by (detected_level, level, namespace) (count_over_time({namespace="team-a-prod"} [60000ms] offset 1ms))',
      start: String(FROM_NS + 60_000_000_000n),
      end: String(TO_NS),
      step: '60s',
    });
    expect(hits.map(({ group, total }) => [group, total])).toEqual([
      [{ level: '' }, 30],
      [{ level: 'error' }, 8],
    ]);
    expect(hits[1].buckets).toHaveLength(60);
    expect(hits[1].buckets[0]).toEqual({ start: window.from, count: 6 });
    expect(hits[1].buckets[59].count).toBe(2);
    expect(hits[0].buckets[1].count).toBe(30);

    const [all] = await store.hits({ ...base, stepSeconds: 60 });
    expect([all.group, all.total]).toEqual([{}, 38]);
    await expect(
      store.hits({ ...base, stepSeconds: 60, groupBy: 'a) or (x' }),
    ).rejects.toMatchObject({ name: 'InputError' });
    await expect(store.hits({ ...base, stepSeconds: 1 })).rejects.toMatchObject(
      {
        name: 'InputError',
      },
    );
  });

  it('should count buckets that the window cuts by their own range', async () => {
    const [store, server] = await storeWith((res, { path, form }) => {
      const seconds = Number(form.get('time') ?? form.get('start')) / 1e9;
      const metric = { namespace: 'team-a-prod' };
      res.end(
        path.endsWith('/query')
          ? success({
              resultType: 'vector',
              result: [{ metric, value: [seconds, '3'] }],
            })
          : success({
              resultType: 'matrix',
              result: [{ metric, values: [[seconds, '10']] }],
            }),
      );
    });
    const at = (ms: number) => new Date(window.from.getTime() + ms);
    const [hits] = await store.hits({
      ...base,
      window: { from: at(10_500), to: at(130_000) },
      stepSeconds: 60,
    });
    expect(hits.buckets).toEqual([
      { start: at(0), count: 3 },
      { start: at(60_000), count: 10 },
      { start: at(120_000), count: 3 },
    ]);
    const asked = server.requests.map(({ form }) => [
      /\[\w+\]/.exec(form.get('query')!)![0],
      form.get('time') ?? form.get('start'),
    ]);
    expect(asked.sort()).toEqual([
      ['[10000ms]', String(FROM_NS + 130_000_000_000n)],
      ['[49500ms]', String(FROM_NS + 60_000_000_000n)],
      ['[60000ms]', String(FROM_NS + 120_000_000_000n)],
    ]);
    const inOne = { from: at(61_000), to: at(65_000) };
    const [within] = await store.hits({
      ...base,
      window: inOne,
      stepSeconds: 60,
    });
    expect(within.buckets).toEqual([{ start: at(60_000), count: 3 }]);
  });

  it('should fold groups beyond the limit together', async () => {
    const [store] = await storeWith(res =>
      res.end(
        success({
          resultType: 'matrix',
          result: Array.from({ length: 250 }, (_, index) => ({
            metric: { namespace: 'team-a-prod', user: `u${index}` },
            values: [[window.to.getTime() / 1000, String(index + 1)]],
          })),
        }),
      ),
    );
    const hits = await store.hits({
      ...base,
      stepSeconds: 3600,
      groupBy: 'user',
    });
    expect(hits).toHaveLength(201);
    expect(hits[0]).toMatchObject({ group: { user: 'u249' }, total: 250 });
    // 1 + 2 + … + 50
    expect(hits[200]).toMatchObject({ group: {}, total: 1_275 });
    expect(hits[200].buckets).toEqual([{ start: window.from, count: 1_275 }]);
  });

  it('should count values, and read a sample where Loki finds too many', async () => {
    const [store, server] = await storeWith((res, { form }) => {
      if (form.has('direction')) {
        res.end(
          streams(
            [
              [FROM_NS, 'a'],
              [FROM_NS + 1n, 'b'],
            ],
            labels,
          ),
        );
      } else if (form.get('query')!.includes('user')) {
        res.statusCode = 400;
        res.end(
          'maximum number of series (500) reached for a single query; consider …\n',
        );
      } else {
        res.end(
          success({
            resultType: 'vector',
            result: [
              {
                metric: { namespace: 'team-a-prod', pod: 'cart-1' },
                value: [1, '5'],
              },
              {
                metric: { namespace: 'ingress', pod: 'cart-1' },
                value: [1, '2'],
              },
              {
                metric: { namespace: 'ingress', pod: 'cart-2' },
                value: [1, '6'],
              },
              { metric: { namespace: 'ingress' }, value: [1, '99'] },
            ],
          }),
        );
      }
    });
    const question = { ...base, scope: scopeOf('team-a-prod', 'ingress') };
    await expect(
      store.fieldValues({
        ...question,
        field: 'kubernetes.pod_name',
        limit: 1,
      }),
    ).resolves.toEqual({
      values: [{ value: 'cart-1', hits: 7 }],
      truncated: true,
    });
    expect(Object.fromEntries(server.requests[0].form)).toEqual({
      query:
        'topk(4, sum by (pod, namespace) (count_over_time({namespace=~"team-a-prod|ingress"} [3600000ms] offset 1ms)))',
      time: String(TO_NS),
    });
    await expect(
      store.fieldValues({ ...question, field: 'user', limit: 5 }),
    ).resolves.toEqual({ values: [], truncated: false });
    await expect(store.fieldNames(question)).resolves.toEqual({
      values: Object.keys(labels)
        .sort()
        .map(value => ({ value, hits: 2 })),
      truncated: false,
    });
    await expect(
      store.hits({ ...question, stepSeconds: 60, groupBy: 'user' }),
    ).rejects.toThrow('group by a field with fewer values');
  });

  it('should follow new lines, those of earlier times among them, each once', async () => {
    const now = () => BigInt(Date.now()) * 1_000_000n;
    const lines: Line[] = [[now() - 60_000_000_000n, 'before']];
    const [store, server] = await storeWith((res, request) => {
      if (server.requests.length === 2) {
        lines.push([now(), 'one'], [now() + 1n, 'two']);
      } else if (server.requests.length === 3) {
        lines.push([now() - 1_500_000_000n, 'late']);
      }
      res.end(serve(lines)(request));
    });
    const caller = new AbortController();
    const messages: string[] = [];
    const read = async () => {
      for await (const { message } of store.tail({
        ...base,
        signal: caller.signal,
      })) {
        messages.push(message);
        if (message === 'late') {
          caller.abort(new Error('left'));
        }
      }
    };
    await expect(read()).rejects.toThrow('left');
    expect(messages).toEqual(['one', 'two', 'late']);
    expect(server.requests[0].form.get('direction')).toBe('forward');
    const asked = server.requests.length;
    await new Promise(resolve => setTimeout(resolve, 1_200));
    expect(server.requests).toHaveLength(asked);
  });

  it('should follow a flood page by page without a pause', async () => {
    const now = BigInt(Date.now()) * 1_000_000n;
    const lines = Array.from(
      { length: 2_500 },
      (_, index): Line => [
        now + 1_000_000_000n + BigInt(Math.floor(index / 10)),
        `line ${index}`,
      ],
    );
    const answer = serve(lines);
    const [store, server] = await storeWith((res, request) =>
      res.end(answer(request)),
    );
    const seen = new Set<string>();
    for await (const { message } of store.tail(base)) {
      seen.add(message);
      if (seen.size === 2_500) {
        break;
      }
    }
    expect(server.requests.length).toBeLessThanOrEqual(3);
  });

  it('should have places for so many followers', async () => {
    const [store] = await storeWith(res => res.end(streams([])), {
      maxTails: 1,
    });
    const caller = new AbortController();
    const first = store.tail({ ...base, signal: caller.signal }).next();
    await expect(store.tail(base).next()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('too many live tails'),
    });
    caller.abort(new Error('left'));
    await expect(first).rejects.toThrow('left');
    const next = new AbortController();
    const second = store.tail({ ...base, signal: next.signal }).next();
    setTimeout(() => next.abort(new Error('left too')), 50);
    await expect(second).rejects.toThrow('left too');
  });

  it('should end the request when the caller leaves', async () => {
    const [store, server] = await storeWith(() => {});
    const caller = new AbortController();
    const work = store.query({ ...base, limit: 5, signal: caller.signal });
    await eventually(() => server.requests.length === 1);
    caller.abort(new Error('left'));
    await expect(work).rejects.toThrow('left');
    await eventually(() => server.closedEarly.length === 1);
  });

  it.each([
    [
      429,
      'too many outstanding requests',
      'ServiceUnavailableError',
      'too many outstanding requests',
    ],
    [400, 'parse error at line 1', 'InputError', 'parse error at line 1'],
    [
      400,
      'max entries limit per query exceeded, limit > max_entries_limit_per_query (1000 > 500)',
      'InputError',
      'needs a max_entries_limit_per_query of 1000',
    ],
    [
      400,
      'the query time range exceeds the limit (query length: 1440h1m0s, limit: 30d1h)',
      'InputError',
      'choose a shorter time window',
    ],
    [401, 'no org id', 'NotAllowedError', 'refused the portal'],
    [
      200,
      '{"status":"success","data":{"resultType":"matrix","result":[]}}',
      'ServiceUnavailableError',
      'unknown shape',
    ],
    [200, streams([[-1n, 'x']]), 'ServiceUnavailableError', 'unknown shape'],
    [
      200,
      streams([[1n, 'x']]).slice(0, 50),
      'ServiceUnavailableError',
      'cut its answer off',
    ],
  ])(
    'should explain an answer of %s %s',
    async (status, body, name, message) => {
      const [store] = await storeWith(res => {
        res.statusCode = status;
        res.end(body);
      });
      await expect(store.query({ ...base, limit: 5 })).rejects.toMatchObject({
        name,
        message: expect.stringContaining(message),
      });
    },
  );
});
