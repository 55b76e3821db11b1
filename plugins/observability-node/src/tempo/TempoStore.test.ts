import {
  eventually,
  scopeOf,
  startFakeStore,
} from '../__testUtils__/startFakeStore';
import { defaultVocabulary } from '../Vocabulary';
import { TempoStore } from './TempoStore';

type FakeStore = Awaited<ReturnType<typeof startFakeStore>>;
type Handler = Parameters<typeof startFakeStore>[0];

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const START = 1_795_231_962n;
const window = {
  from: new Date('2026-11-21T03:00:00.400Z'),
  to: new Date('2026-11-21T04:00:00.400Z'),
};
const search = {
  scope: scopeOf('team-a-prod'),
  service: 'checkout',
  window,
  limit: 10,
};

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');
const nanoseconds = (ms: number) =>
  String(START * 1_000_000_000n + BigInt(ms * 1e6));
const text = (key: string, stringValue: string) => ({
  key,
  value: { stringValue },
});

function span(spanId: string, parentSpanId: string, overrides: object = {}) {
  return {
    traceId: base64(TRACE),
    spanId: base64(spanId),
    ...(parentSpanId && { parentSpanId: base64(parentSpanId) }),
    name: 'POST /checkout',
    kind: 'SPAN_KIND_SERVER',
    startTimeUnixNano: nanoseconds(0),
    endTimeUnixNano: nanoseconds(100),
    status: {},
    ...overrides,
  };
}

function batch(service: string, namespace: unknown, ...spans: object[]) {
  return {
    resource: {
      attributes: [
        text('service.name', service),
        { key: 'k8s.namespace.name', value: namespace },
        text('k8s.pod.name', `${service}-1`),
      ],
    },
    scopeSpans: [{ scope: { name: 'x' }, spans }],
  };
}

const A = 'a000000000000001';
const B = 'b000000000000001';
const C = 'c000000000000001';
const ownNamespace = { stringValue: 'team-a-prod' };

/** As Tempo's first API writes it: ids in base64, enums by their names. */
const batches = [
  batch(
    'checkout',
    ownNamespace,
    span(A, '', {
      endTimeUnixNano: nanoseconds(400),
      status: { code: 'STATUS_CODE_ERROR', message: 'boom' },
      attributes: [
        { key: 'n', value: { intValue: '42' } },
        { key: 'big', value: { intValue: '9223372036854775807' } },
        { key: 'd', value: { doubleValue: 1.5 } },
        { key: 'yes', value: { boolValue: true } },
        {
          key: 'list',
          value: { arrayValue: { values: [{ stringValue: 'a' }, {}] } },
        },
        { key: 'map', value: { kvlistValue: { values: [text('k', 'v')] } } },
        { key: 'raw', value: { bytesValue: 'AAE=' } },
        { key: 'none' },
      ],
      events: [
        {
          timeUnixNano: nanoseconds(5),
          name: 'exception',
          attributes: [text('exception.type', 'E')],
        },
      ],
      links: [{ traceId: base64('f'.repeat(32)), spanId: base64(B) }],
    }),
    span(C, B, { kind: 'SPAN_KIND_CONSUMER' }),
  ),
  batch(
    'payments',
    { stringValue: 'team-b-prod' },
    span(B, A, {
      name: 'POST /pay',
      attributes: [text('k8s.namespace.name', 'team-a-prod')],
    }),
  ),
];

describe('TempoStore', () => {
  let fake: FakeStore | undefined;

  afterEach(async () => {
    await fake?.stop();
    fake = undefined;
  });

  async function storeWith(handler: Handler): Promise<[TempoStore, FakeStore]> {
    fake = await startFakeStore(handler);
    const store = new TempoStore({
      cluster: 'sandbox',
      config: fake.config(),
      vocabulary: defaultVocabulary,
    });
    return [store, fake];
  }

  function found(...ids: string[]) {
    return JSON.stringify({
      traces: ids.map(traceID => ({
        traceID,
        rootServiceName: 'secret-service',
        rootTraceName: 'GET /secret',
        durationMs: 99_999,
      })),
      metrics: {},
    });
  }

  it('should search by the attributes of the resource and read the traces found', async () => {
    const [store, server] = await storeWith((res, { path }) => {
      if (path.startsWith('/api/search')) {
        // Without its leading zeros, twice, and one that is gone meanwhile.
        res.end(found(TRACE.slice(1), TRACE, 'f'.repeat(32)));
      } else if (path === `/api/traces/${TRACE}`) {
        res.end(JSON.stringify({ batches }));
      } else {
        res.statusCode = 404;
        res.end('trace not found');
      }
    });
    const { traces, truncated } = await store.search({
      ...search,
      scope: scopeOf('team-a-prod', 'team-a-staging'),
      service: 'check"out\\',
      operation: 'a && b = "c" }',
      minDuration: 0.25,
      onlyErrors: true,
    });
    expect([traces, truncated]).toEqual([[], false]);
    const url = new URL(server.requests[0].path, 'http://x');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      q: '{ (resource.k8s.namespace.name = "team-a-prod" || resource.k8s.namespace.name = "team-a-staging") && resource.service.name = "check\\"out\\\\" && name = "a && b = \\"c\\" }" && duration >= 250us && status = error }',
      start: '1795230000',
      end: '1795233601',
      limit: '11',
      spss: '1',
    });
    expect(
      server.requests
        .map(({ path }) => path)
        .slice(1)
        .sort(),
    ).toEqual([`/api/traces/${TRACE}`, `/api/traces/${'f'.repeat(32)}`]);

    const own = await store.search(search);
    expect(own.traces).toHaveLength(1);
    expect(JSON.stringify(own)).not.toMatch(/secret|\/pay|team-b|99999/);
    await expect(store.operations(search)).resolves.toEqual(['POST /checkout']);
  });

  it('should understand ids, kinds and values of both ways to write OTLP', async () => {
    const numbered = {
      trace: {
        resourceSpans: [
          batch('checkout', ownNamespace, {
            ...span(A, ''),
            traceId: TRACE.toUpperCase(),
            spanId: A.toUpperCase(),
            parentSpanId: '0000000000000000',
            kind: 3,
            status: { code: 2 },
            endTimeUnixNano: nanoseconds(-50),
          }),
        ],
      },
      status: 'COMPLETE',
    };
    const [store] = await storeWith((res, { path }) =>
      res.end(JSON.stringify(path.includes(TRACE) ? { batches } : numbered)),
    );
    const trace = await store.trace({ scope: search.scope, traceId: TRACE });
    expect(trace).toMatchObject({
      traceId: TRACE,
      start: '2026-11-21T03:32:42.000Z',
      durationMs: 400,
      hiddenSpans: 1,
    });
    expect(trace.spans).toEqual([
      {
        spanId: A,
        service: 'checkout',
        namespace: 'team-a-prod',
        pod: 'checkout-1',
        operation: 'POST /checkout',
        kind: 'server',
        start: '2026-11-21T03:32:42.000Z',
        durationMs: 400,
        failed: true,
        statusText: 'boom',
        attributes: {
          n: '42',
          big: '9223372036854775807',
          d: '1.5',
          yes: 'true',
          list: '["a",null]',
          map: '{"k":"v"}',
          raw: '{"base64":"AAE="}',
          none: '',
          'resource.service.name': 'checkout',
          'resource.k8s.namespace.name': 'team-a-prod',
          'resource.k8s.pod.name': 'checkout-1',
        },
        events: [
          {
            time: '2026-11-21T03:32:42.005Z',
            name: 'exception',
            attributes: { 'exception.type': 'E' },
          },
        ],
      },
      expect.objectContaining({
        spanId: C,
        kind: 'consumer',
        parentHidden: true,
      }),
    ]);
    // The answer is of another trace than asked for.
    await expect(
      store.trace({ scope: search.scope, traceId: 'e'.repeat(32) }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    numbered.trace.resourceSpans[0].scopeSpans[0].spans[0] = {
      ...numbered.trace.resourceSpans[0].scopeSpans[0].spans[0],
      traceId: 'e'.repeat(32),
    } as never;
    const other = await store.trace({
      scope: search.scope,
      traceId: 'e'.repeat(32),
    });
    expect(other.spans).toEqual([
      expect.objectContaining({
        spanId: A,
        kind: 'client',
        failed: true,
        durationMs: 0,
      }),
    ]);
    expect(other.spans[0].parentId).toBeUndefined();
  });

  it.each([
    ['a list', { arrayValue: { values: [ownNamespace] } }],
    ['a map', { kvlistValue: { values: [text('team-a-prod', 'x')] } }],
    ['bytes', { bytesValue: 'team-a-prod' }],
    ['nothing', {}],
    ['another team', { stringValue: 'team-a-b-prod' }],
  ])(
    'should hide a trace whose namespace is %s like one that is not there',
    async (_, value) => {
      const [store] = await storeWith((res, { path }) => {
        if (path.startsWith('/api/search')) {
          res.end(found(TRACE));
        } else if (path.includes(TRACE)) {
          res.end(
            JSON.stringify({
              batches: [batch('checkout', value, span(A, ''))],
            }),
          );
        } else {
          res.statusCode = 404;
          res.end();
        }
      });
      const hidden = await store
        .trace({ scope: search.scope, traceId: TRACE })
        .catch(error => error);
      const missing = await store
        .trace({ scope: search.scope, traceId: '1'.repeat(32) })
        .catch(error => error);
      expect(hidden.name).toBe('NotFoundError');
      expect(hidden.message.replace(TRACE, '1'.repeat(32))).toBe(
        missing.message,
      );
      await expect(store.search(search)).resolves.toEqual({
        traces: [],
        truncated: false,
      });
    },
  );

  it('should take a number for no name, though a namespace may be called so', async () => {
    const [store] = await storeWith(res =>
      res.end(
        JSON.stringify({
          batches: [batch('x', { intValue: '42' }, span(A, ''))],
        }),
      ),
    );
    await expect(
      store.trace({ scope: scopeOf('42'), traceId: TRACE }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('should read few traces at once, not more than asked for, and stop when the caller leaves', async () => {
    const ids = Array.from({ length: 11 }, (_, i) =>
      `${i.toString(16)}${TRACE.slice(1)}`.replace(/^0/, 'f'),
    );
    const [store, server] = await storeWith((res, { path }) => {
      if (path.startsWith('/api/search')) {
        res.end(found(...ids));
      } else if (server.requests.length > 6) {
        return;
      } else {
        res.end(JSON.stringify({ batches }));
      }
    });
    const caller = new AbortController();
    const work = store.search({ ...search, signal: caller.signal });
    await eventually(() => server.requests.length === 10);
    caller.abort(new Error('left'));
    await expect(work).rejects.toThrow('left');
    await eventually(() => server.closedEarly.length === 4);
    expect(server.requests).toHaveLength(10);
    expect(server.mostOpen).toBe(4);
  });

  it.each([
    [
      'a search in another shape',
      '{"traces":{}}',
      '{}',
      'a search in an unknown shape',
    ],
    [
      'ids that are paths',
      '{"traces":[{"traceID":"../x"}]}',
      '{}',
      'a search in an unknown shape',
    ],
    [
      'a trace in another shape',
      found(TRACE),
      '{"batches":7}',
      'a trace in an unknown shape',
    ],
    [
      'a trace that is a text',
      found(TRACE),
      '"x"',
      'a trace in an unknown shape',
    ],
    ['half a trace', found(TRACE), '{"batches":[', 'cut its answer off'],
  ])('should fail on %s', async (_, searched, read, message) => {
    const [store] = await storeWith((res, { path }) =>
      res.end(path.startsWith('/api/search') ? searched : read),
    );
    await expect(store.search(search)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining(message),
    });
  });
});
