import {
  eventually,
  scopeOf,
  startFakeStore,
} from '../__testUtils__/startFakeStore';
import { defaultVocabulary } from '../Vocabulary';
import { JaegerStore } from './JaegerStore';
import { VictoriaTracesStore } from './VictoriaTracesStore';

type FakeStore = Awaited<ReturnType<typeof startFakeStore>>;
type Handler = Parameters<typeof startFakeStore>[0];

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const OTHER = '1af7651916cd43dd8448eb211c80319c';
const START_US = 1_795_231_962_620_000;
const window = {
  from: new Date('2026-11-21T03:00:00.000Z'),
  to: new Date('2026-11-21T04:00:00.000Z'),
};
const search = {
  scope: scopeOf('team-a-prod'),
  service: 'checkout',
  window,
  limit: 10,
};

const tag = (key: string, value: unknown) => ({
  key,
  type: typeof value === 'boolean' ? 'bool' : 'string',
  value,
});

function process(serviceName: string, namespace?: string) {
  return {
    serviceName,
    tags: [
      ...(namespace ? [tag('k8s.namespace.name', namespace)] : []),
      tag('k8s.pod.name', `${serviceName}-1`),
    ],
  };
}

function span(spanID: string, processID: string, overrides: object = {}) {
  return {
    traceID: TRACE,
    spanID,
    operationName: 'POST /checkout',
    references: [],
    startTime: START_US,
    duration: 400_000,
    tags: [tag('span.kind', 'server')],
    logs: [],
    processID,
    warnings: null,
    ...overrides,
  };
}

/** Of a real Jaeger 1.76, shortened. */
function checkoutTrace() {
  return {
    traceID: TRACE,
    spans: [
      span('a1', 'p1', {
        tags: [
          tag('error', true),
          tag('otel.scope.name', 'x'),
          tag('otel.status_code', 'ERROR'),
          tag('otel.status_description', 'boom'),
          tag('span.kind', 'server'),
        ],
        logs: [
          {
            timestamp: START_US + 10,
            fields: [tag('event', 'exception'), tag('exception.type', 'E')],
          },
        ],
      }),
      span('b1', 'p2', {
        operationName: 'POST /pay',
        startTime: START_US + 1,
        references: [{ refType: 'CHILD_OF', traceID: TRACE, spanID: 'a1' }],
        tags: [tag('k8s.namespace.name', 'team-a-prod'), tag('secret', 's')],
      }),
      span('a2', 'p1', {
        startTime: START_US + 2,
        operationName: 'callback',
        references: [
          { refType: 'FOLLOWS_FROM', traceID: OTHER, spanID: 'a1' },
          { refType: 'CHILD_OF', traceID: TRACE, spanID: 'b1' },
        ],
      }),
    ],
    processes: {
      p1: process('checkout', 'team-a-prod'),
      p2: process('payments', 'team-b-prod'),
    },
    warnings: null,
  };
}

const answer = (...data: unknown[]) =>
  JSON.stringify({ data, total: 0, limit: 0, offset: 0, errors: null });

describe('JaegerStore', () => {
  let fake: FakeStore | undefined;

  afterEach(async () => {
    await fake?.stop();
    fake = undefined;
  });

  async function storeWith<T extends JaegerStore>(
    handler: Handler,
    Store: new (
      options: ConstructorParameters<typeof JaegerStore>[0],
    ) => T = JaegerStore as never,
    path = '',
  ): Promise<[T, FakeStore]> {
    fake = await startFakeStore(handler);
    const config = fake.config();
    const store = new Store({
      cluster: 'sandbox',
      config: { ...config, url: new URL(path, config.url) },
      vocabulary: defaultVocabulary,
    });
    return [store, fake];
  }

  function queriesOf(server: FakeStore) {
    return server.requests.map(({ path }) => {
      const url = new URL(path, 'http://x');
      return { path: url.pathname, ...Object.fromEntries(url.searchParams) };
    });
  }

  it('should ask for one namespace at a time and merge what they answer', async () => {
    const [store, server] = await storeWith((res, { path }) =>
      res.end(
        path.includes('staging')
          ? answer(checkoutTrace())
          : answer(checkoutTrace(), {
              traceID: OTHER,
              spans: [
                span('c1', 'p1', {
                  traceID: OTHER,
                  startTime: START_US + 5_000,
                }),
              ],
              processes: { p1: process('checkout', 'team-a-prod') },
            }),
      ),
    );
    const { traces, truncated } = await store.search({
      ...search,
      scope: scopeOf('team-a-prod', 'team-a-staging'),
      minDuration: 0.5,
      operation: 'POST /checkout',
    });
    expect(traces.map(({ traceId }) => traceId)).toEqual([OTHER, TRACE]);
    expect(truncated).toBe(false);
    const query = {
      path: '/api/traces',
      service: 'checkout',
      operation: 'POST /checkout',
      start: '1795230000000000',
      end: '1795233600000000',
      minDuration: '500us',
      limit: '11',
    };
    expect(queriesOf(server)).toEqual(
      expect.arrayContaining([
        { ...query, tags: '{"k8s.namespace.name":"team-a-prod"}' },
        { ...query, tags: '{"k8s.namespace.name":"team-a-staging"}' },
      ]),
    );
    expect(server.requests).toHaveLength(2);
    expect(traces[1]).toMatchObject({ hiddenSpans: 1, durationMs: 400.002 });
    expect(traces[1].spans).toEqual([
      expect.objectContaining({
        spanId: 'a1',
        kind: 'server',
        failed: true,
        statusText: 'boom',
        pod: 'checkout-1',
        attributes: expect.not.objectContaining({ 'span.kind': 'server' }),
        events: [
          {
            time: '2026-11-21T03:32:42.620010Z',
            name: 'exception',
            attributes: { 'exception.type': 'E' },
          },
        ],
      }),
      expect.objectContaining({ spanId: 'a2', parentHidden: true }),
    ]);
    expect(JSON.stringify(traces)).not.toMatch(/secret|\/pay|team-b/);
  });

  it('should not believe what the store found', async () => {
    const found = (spans: unknown[], processes: unknown) => ({
      traceID: (spans[0] as { traceID: string }).traceID,
      spans,
      processes,
    });
    const own = { p1: process('checkout', 'team-a-prod') };
    const [store] = await storeWith(res =>
      res.end(
        answer(
          // Another team's, found by a tag that it wrote itself.
          found(
            [
              span('b1', 'p1', {
                tags: [tag('k8s.namespace.name', 'team-a-prod')],
              }),
            ],
            { p1: process('checkout', 'team-b-prod') },
          ),
          // The hidden span is the one that was looked for, not the visible one.
          found(
            [
              span('a1', 'p1', { traceID: OTHER }),
              span('b1', 'p2', { traceID: OTHER }),
            ],
            {
              p1: process('cart', 'team-a-prod'),
              p2: process('checkout', 'team-b-prod'),
            },
          ),
          // Of no process, or of one that only an object of JavaScript has.
          found([span('a1', 'p9')], own),
          found([span('a1', 'toString')], own),
          found([span('a1', '__proto__')], own),
        ),
      ),
    );
    await expect(store.search(search)).resolves.toEqual({
      traces: [],
      truncated: false,
    });
  });

  it('should find errors and slow spans among the visible ones only', async () => {
    const [store, server] = await storeWith(res =>
      res.end(answer(checkoutTrace())),
    );
    const failed = await store.search({ ...search, onlyErrors: true });
    expect(failed.traces).toHaveLength(1);
    expect(queriesOf(server)[0]).toMatchObject({
      tags: '{"k8s.namespace.name":"team-a-prod","error":"true"}',
    });
    const none = await store.search({
      ...search,
      onlyErrors: true,
      operation: 'callback',
    });
    expect(none.traces).toEqual([]);
    expect(
      (await store.search({ ...search, minDuration: 401 })).traces,
    ).toEqual([]);
    await expect(store.operations(search)).resolves.toEqual([
      'POST /checkout',
      'callback',
    ]);
    expect(queriesOf(server).every(({ path }) => path === '/api/traces')).toBe(
      true,
    );
  });

  it('should say that more was there', async () => {
    const [store] = await storeWith(res =>
      res.end(
        answer(
          ...Array.from({ length: 3 }, (_, index) => ({
            ...checkoutTrace(),
            traceID: `${index}${TRACE.slice(1)}`,
            spans: [span('a', 'p1', { traceID: `${index}${TRACE.slice(1)}` })],
          })),
        ),
      ),
    );
    const { traces, truncated } = await store.search({ ...search, limit: 2 });
    expect([traces.length, truncated]).toEqual([2, true]);
  });

  it('should not tell a hidden trace from one that is not there', async () => {
    const [store] = await storeWith((res, { path }) => {
      if (path.includes(OTHER)) {
        res.statusCode = 404;
        res.end(
          '{"data":null,"errors":[{"code":404,"msg":"trace not found"}]}',
        );
      } else {
        res.end(answer(checkoutTrace()));
      }
    });
    const outsider = scopeOf('team-a-b-prod');
    const hidden = await store
      .trace({ scope: outsider, traceId: TRACE })
      .catch(error => error);
    const missing = await store
      .trace({ scope: outsider, traceId: OTHER })
      .catch(error => error);
    expect(hidden).toMatchObject({ name: 'NotFoundError' });
    expect(hidden.message.replace(TRACE, OTHER)).toBe(missing.message);
    expect(Object.keys(hidden)).toEqual(Object.keys(missing));

    const trace = await store.trace({
      scope: scopeOf('team-b-prod'),
      traceId: TRACE.toUpperCase(),
    });
    expect(trace.spans.map(({ operation }) => operation)).toEqual([
      'POST /pay',
    ]);
    expect(trace.hiddenSpans).toBe(2);
  });

  it.each([
    ['a path', { traceId: '../services' }],
    ['an encoded path', { traceId: '..%2fservices'.padEnd(16, '0') }],
    ['a query', { traceId: '0af7651916cd43d?x' }],
    ['a wrong length', { traceId: TRACE.slice(1) }],
    ['two ids', { traceId: [TRACE, TRACE] as unknown as string }],
    ['nothing', { traceId: '' }],
  ])(
    'should refuse %s as an id before anything is asked',
    async (_, { traceId }) => {
      const [store, server] = await storeWith(res => res.end(answer()));
      await expect(
        store.trace({ scope: scopeOf('team-a-prod'), traceId }),
      ).rejects.toMatchObject({ name: 'InputError' });
      expect(server.requests).toEqual([]);
    },
  );

  it.each([
    ['no scope', { scope: undefined as never }, 'NotAllowedError'],
    ['an empty scope', { scope: scopeOf() }, 'NotAllowedError'],
    [
      'another cluster',
      { scope: { ...scopeOf('a'), cluster: 'b' } },
      'NotAllowedError',
    ],
    ['no service', { service: '' }, 'InputError'],
    ['too many', { limit: 201 }, 'InputError'],
    ['a negative duration', { minDuration: -1 }, 'InputError'],
    ['a duration that is none', { minDuration: NaN }, 'InputError'],
    [
      'an inverted window',
      { window: { from: window.to, to: window.from } },
      'InputError',
    ],
  ])('should refuse %s', async (_, overrides, name) => {
    const [store, server] = await storeWith(res => res.end(answer()));
    await expect(
      store.search({ ...search, ...overrides }),
    ).rejects.toMatchObject({ name });
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['another shape', '{"data":[{"traceID":"x"}]}', 'unknown shape'],
    ['data that is no list', '{"data":{}}', 'unknown shape'],
    [
      'an error beside the data',
      '{"data":[],"errors":[{"code":500,"msg":"shard down"}]}',
      'shard down',
    ],
    [
      'half an answer',
      answer(checkoutTrace()).slice(0, 200),
      'cut its answer off',
    ],
  ])('should fail on %s', async (_, body, message) => {
    const [store] = await storeWith(res => res.end(body));
    await expect(store.search(search)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining(message),
    });
  });

  it('should survive spans that are nothing like spans', async () => {
    const [store] = await storeWith(res =>
      res.end(
        answer({
          traceID: TRACE,
          spans: [
            span('a1', 'p1', {
              tags: [null, 1, { key: 5 }],
              logs: [null, {}],
              references: {},
            }),
            span('a2', 'p1', { startTime: -5, duration: 'x' }),
            span('a3', 'p1', {
              startTime: START_US,
              duration: -7,
              references: [null, { spanID: 7 }],
            }),
            span('a4', 'p1', { startTime: 1e300 }),
          ],
          processes: { p1: process('checkout', 'team-a-prod'), p2: null },
        }),
      ),
    );
    const trace = await store.trace({
      scope: scopeOf('team-a-prod'),
      traceId: TRACE,
    });
    expect(
      trace.spans.map(({ spanId, durationMs }) => [spanId, durationMs]),
    ).toEqual([
      ['a1', 400],
      ['a3', 0],
    ]);
    expect(trace.truncated).toBe(true);
  });

  it('should stop all searches when the caller leaves', async () => {
    const [store, server] = await storeWith(() => {});
    const caller = new AbortController();
    const work = store.search({
      ...search,
      scope: scopeOf('n1', 'n2', 'n3', 'n4', 'n5', 'n6'),
      signal: caller.signal,
    });
    await eventually(() => server.requests.length === 4);
    caller.abort(new Error('left'));
    await expect(work).rejects.toThrow('left');
    await eventually(() => server.closedEarly.length === 4);
    expect(server.requests).toHaveLength(4);
  });

  it('should ask VictoriaTraces by the attribute of the resource', async () => {
    const [store, server] = await storeWith(
      res =>
        res.end('{"data":[],"errors":null,"limit":0,"offset":0,"total":0}'),
      VictoriaTracesStore,
      'select/jaeger/',
    );
    await expect(store.search(search)).resolves.toEqual({
      traces: [],
      truncated: false,
    });
    expect(queriesOf(server)[0]).toMatchObject({
      path: '/select/jaeger/api/traces',
      tags: '{"resource_attr:k8s.namespace.name":"team-a-prod"}',
    });
    await expect(
      store.trace({ scope: search.scope, traceId: TRACE }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });
});
