import {
  eventually,
  scopeOf,
  startFakeStore,
} from '../__testUtils__/startFakeStore';
import { StoreConfig } from '../config';
import { defaultVocabulary } from '../Vocabulary';
import { VictoriaLogsStore } from './VictoriaLogsStore';

type FakeStore = Awaited<ReturnType<typeof startFakeStore>>;
type Handler = Parameters<typeof startFakeStore>[0];

const window = {
  from: new Date('2026-11-20T18:00:00.000Z'),
  to: new Date('2026-11-20T19:00:00.000Z'),
};
const base = { scope: scopeOf('team-a-prod'), query: '*', window };

function line(time: string, message: string, namespace = 'team-a-prod') {
  return `${JSON.stringify({
    _time: time,
    _msg: message,
    level: 'error',
    'kubernetes.pod_namespace': namespace,
    'kubernetes.pod_name': 'cart-7d9f8c5b6d-x2x4z',
    'kubernetes.container_name': 'cart',
    trace_id: 't1',
  })}\n`;
}

describe('VictoriaLogsStore', () => {
  let fake: FakeStore | undefined;

  afterEach(async () => {
    await fake?.stop();
    fake = undefined;
  });

  async function storeWith(
    handler: Handler,
    overrides?: Partial<StoreConfig>,
  ): Promise<[VictoriaLogsStore, FakeStore]> {
    fake = await startFakeStore(handler);
    const store = new VictoriaLogsStore({
      cluster: 'sandbox',
      config: fake.config(overrides),
      vocabulary: defaultVocabulary,
    });
    return [store, fake];
  }

  it('should ask with the scope and the window beside the text, and map the lines', async () => {
    const [store, server] = await storeWith(
      res => res.end(line('2026-11-20T18:25:00Z', 'connection refused')),
      { headers: { AccountID: '20', Authorization: 'Bearer t' } },
    );
    const { records, truncated } = await store.query({
      ...base,
      scope: scopeOf('team-a-prod', 'ingress'),
      query: 'error or _time:7d',
      limit: 10,
    });
    expect(truncated).toBe(false);
    expect(records).toEqual([
      {
        time: '2026-11-20T18:25:00Z',
        message: 'connection refused',
        level: 'error',
        namespace: 'team-a-prod',
        pod: 'cart-7d9f8c5b6d-x2x4z',
        container: 'cart',
        traceId: 't1',
        fields: expect.objectContaining({ trace_id: 't1' }),
      },
    ]);
    const [request] = server.requests;
    expect(request.path).toBe('/select/logsql/query');
    expect(request.headers).toMatchObject({
      accountid: '20',
      authorization: 'Bearer t',
      'content-type': expect.stringContaining('x-www-form-urlencoded'),
    });
    expect(Object.fromEntries(request.form)).toEqual({
      query: 'error or _time:7d',
      start: '2026-11-20T18:00:00.000Z',
      end: '2026-11-20T19:00:00.000Z',
      limit: '11',
      timeout: '5000ms',
      extra_filters: '{"kubernetes.pod_namespace":["team-a-prod","ingress"]}',
    });
  });

  it('should keep the newest lines in order of time, not of text', async () => {
    const [store] = await storeWith(res =>
      res.end(
        line('2026-11-20T18:25:00.1Z', 'third') +
          line('2026-11-20T18:25:00Z', 'first') +
          line('2026-11-20T18:25:00.000000001Z', 'second'),
      ),
    );
    const { records, truncated } = await store.query({ ...base, limit: 2 });
    expect(records.map(r => r.message)).toEqual(['second', 'third']);
    expect(truncated).toBe(true);
  });

  it.each([
    'options(ignore_global_time_filter=true) *',
    'OPTIONS (ignore_global_time_filter=true) *',
    'options\t\n(x=y) *',
    'options\u0085(x=y) *',
    'options # a comment )\n(x=y) *',
    'options#\n#\n(x=y) *',
    'opt\u0130ons(x=y) *',
    '* | union (options(ignore_global_time_filter=true) *)',
    'app:in(options(x=y) * | fields app)',
    '* | stream_context before 10',
    '* | Stream_Context after 10',
    '',
    '  \n',
    `"${'x'.repeat(20_000)}"`,
  ])('should refuse %j before it reaches the server', async query => {
    const [store, server] = await storeWith(res => res.end());
    await expect(
      store.query({ ...base, query, limit: 1 }),
    ).rejects.toMatchObject({ name: 'InputError' });
    await expect(
      store.hits({ ...base, query, stepSeconds: 60 }),
    ).rejects.toMatchObject({ name: 'InputError' });
    expect(server.requests).toHaveLength(0);
  });

  it.each([
    '* or kubernetes.pod_namespace:team-b-prod',
    '* | union (kubernetes.pod_namespace:team-b-prod)',
    'x:in(* | fields x)',
    '*"}&extra_filters={"a":"b"}&start=0',
    '* # extra_filters=',
    'options and (more)',
  ])('should pass %j on as it is, the filters beside it', async query => {
    const [store, server] = await storeWith(res => res.end());
    await store.query({
      ...base,
      query,
      filter: { phrases: ['a" or *'], levels: ['error'] },
      limit: 1,
    });
    const { form } = server.requests[0];
    expect(form.getAll('query')).toEqual([query]);
    expect(form.getAll('extra_stream_filters')).toEqual([
      'i("a\\" or *"*) "level":="error"',
    ]);
    expect(form.getAll('extra_filters')).toEqual([
      '{"kubernetes.pod_namespace":["team-a-prod"]}',
    ]);
    expect(form.getAll('start')).toEqual(['2026-11-20T18:00:00.000Z']);
  });

  it.each([
    ['no scope', undefined],
    [
      'something that only looks like a scope',
      { ...scopeOf('team-a-prod'), $$type: 'x' },
    ],
    [
      'a scope of another cluster',
      { ...scopeOf('team-a-prod'), cluster: 'other' },
    ],
    ['an empty scope', scopeOf()],
    ['a namespace that is none', scopeOf('team-a-prod', '')],
    ['a namespace that is a pattern', scopeOf('.*')],
    ['a namespace with a line end', scopeOf('team-a-prod\n')],
  ])('should refuse %s', async (_name, scope: any) => {
    const [store, server] = await storeWith(res => res.end());
    await expect(
      store.query({ ...base, scope, limit: 1 }),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
    expect(server.requests).toHaveLength(0);
  });

  it('should not hand out a line of another namespace, whatever the server says', async () => {
    const [store] = await storeWith(res =>
      res.end(line('2026-11-20T18:25:00Z', 'secret', 'team-a-b-prod')),
    );
    await expect(store.query({ ...base, limit: 5 })).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
  });

  it.each([
    [
      400,
      'text/plain',
      'cannot parse query [x]',
      'InputError',
      'cannot parse query [x]',
    ],
    [
      422,
      'application/json',
      '{"status":"error","error":"missing pipe"}',
      'InputError',
      'refused the query: missing pipe',
    ],
    [
      400,
      'text/plain',
      'unsupported path requested: "/x"',
      'ServiceUnavailableError',
      'check its url',
    ],
    [
      401,
      'text/plain',
      '',
      'NotAllowedError',
      "refused the portal's credentials",
    ],
    [
      403,
      'text/html',
      '<h1>no</h1>',
      'NotAllowedError',
      "refused the portal's credentials",
    ],
    [
      404,
      'text/html',
      'nothing here',
      'ServiceUnavailableError',
      'check its url',
    ],
    [
      429,
      'text/plain',
      'slow down',
      'ServiceUnavailableError',
      'answered 429: slow down',
    ],
    [
      500,
      'text/plain',
      'panic',
      'ServiceUnavailableError',
      'answered 500: panic',
    ],
    [
      503,
      'text/plain',
      "the request couldn't be executed in 5 seconds",
      'ServiceUnavailableError',
      "couldn't be executed",
    ],
  ])(
    'should map %s (%s %j) to %s and not ask again',
    async (status, type, body, name, message) => {
      const [store, server] = await storeWith(res => {
        res.writeHead(status, { 'Content-Type': type }).end(body);
      });
      const failure = store.query({ ...base, limit: 1 });
      await expect(failure).rejects.toMatchObject({
        name,
        message: expect.stringContaining(message),
      });
      expect(server.requests).toHaveLength(1);
    },
  );

  it.each([502, 503, 504])('should ask again after %s', async status => {
    const [store, server] = await storeWith((res, _request, attempt) => {
      res.writeHead(attempt < 3 ? status : 200).end();
    });
    await expect(store.query({ ...base, limit: 1 })).resolves.toEqual({
      records: [],
      truncated: false,
    });
    expect(server.requests).toHaveLength(3);
  });

  it('should ask again after a lost connection and give up after three attempts', async () => {
    const [store, server] = await storeWith(res => {
      res.destroy();
    });
    await expect(store.query({ ...base, limit: 1 })).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('is not reachable'),
    });
    expect(server.requests).toHaveLength(3);
  });

  it('should not follow a redirect with its credentials', async () => {
    const [store, server] = await storeWith(res => {
      res.writeHead(307, { Location: '/elsewhere' }).end();
    });
    await expect(store.query({ ...base, limit: 1 })).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
    expect(server.requests.every(r => !r.path.includes('elsewhere'))).toBe(
      true,
    );
  });

  it.each([
    ['a connection that dies between lines', (res: any) => res.destroy()],
    [
      'a connection that dies inside a line',
      (res: any) => res.write('{"_msg":"ha', () => res.destroy()),
    ],
    ['an end inside a line', (res: any) => res.end('{"_msg":"ha')],
  ])(
    'should take %s for an error and never ask again',
    async (_name, breakOff) => {
      const [store, server] = await storeWith(res => {
        res.write(line('2026-11-20T18:25:00Z', 'one'), () =>
          setTimeout(() => breakOff(res), 20),
        );
      });
      await expect(store.query({ ...base, limit: 5 })).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining('cut its answer off'),
      });
      expect(server.requests).toHaveLength(1);
    },
  );

  it('should take a cut answer with status 200 for an error in hits as well', async () => {
    const [store] = await storeWith(res => {
      res.write('{"hits":[', () => setTimeout(() => res.destroy(), 20));
    });
    await expect(
      store.hits({ ...base, stepSeconds: 60 }),
    ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
  });

  it('should hand out lines before the answer is complete and cancel what is not wanted', async () => {
    const [store, server] = await storeWith(res => {
      const text = line('2026-11-20T18:25:00Z', 'grüße');
      // Cut inside the ü to see that bytes, not characters, are put together.
      const bytes = Buffer.from(text);
      const middle = bytes.indexOf('ü') + 1;
      res.write(bytes.subarray(0, middle), () =>
        setTimeout(() => res.write(bytes.subarray(middle)), 20),
      );
    });
    for await (const record of store.stream(base)) {
      expect(record.message).toBe('grüße');
      break;
    }
    await eventually(() => server.closedEarly.length === 1);
  });

  it('should stop at the server when the caller aborts', async () => {
    const [store, server] = await storeWith(() => {});
    const controller = new AbortController();
    const reason = new Error('the tab was closed');
    const query = store.query({
      ...base,
      limit: 1,
      signal: controller.signal,
    });
    await eventually(() => server.requests.length === 1);
    controller.abort(reason);
    await expect(query).rejects.toBe(reason);
    await eventually(() => server.closedEarly.length === 1);
    await expect(
      store.query({ ...base, limit: 1, signal: controller.signal }),
    ).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  it('should give a slow server its deadline and no more, the reading included', async () => {
    const [store, server] = await storeWith(
      res => {
        const timer = setInterval(
          () => res.write(line('2026-11-20T18:25:00Z', 'drip')),
          20,
        );
        res.on('close', () => clearInterval(timer));
      },
      { deadlineMs: 200 },
    );
    await expect(store.query({ ...base, limit: 999 })).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('did not answer within 200 ms'),
    });
    await eventually(() => server.closedEarly.length === 1);
  });

  it('should bound what the server sees and what waits', async () => {
    const [store, server] = await storeWith(
      res => {
        setTimeout(() => res.end(), 50);
      },
      { maxConcurrency: 2, maxQueue: 3 },
    );
    const results = await Promise.allSettled(
      Array.from({ length: 7 }, () => store.query({ ...base, limit: 1 })),
    );
    const refused = results.filter(r => r.status === 'rejected');
    expect(refused).toHaveLength(2);
    expect(refused[0].reason).toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('too many queries are waiting'),
    });
    expect(server.requests).toHaveLength(5);
    expect(server.mostOpen).toBe(2);

    // The slots are free again, also after a caller that left while waiting.
    const controller = new AbortController();
    const abandoned = Array.from({ length: 3 }, () =>
      store.query({ ...base, limit: 1, signal: controller.signal }),
    );
    controller.abort();
    await Promise.allSettled(abandoned);
    await expect(store.query({ ...base, limit: 1 })).resolves.toBeDefined();
  });

  it('should count lines over time and fill the empty buckets', async () => {
    const [store, server] = await storeWith(res =>
      res.end(
        JSON.stringify({
          hits: [
            {
              fields: { level: 'error' },
              timestamps: ['2026-11-20T18:20:00Z', '2026-11-20T17:50:00Z'],
              values: [2, 1],
              total: 3,
            },
          ],
        }),
      ),
    );
    const hits = await store.hits({
      ...base,
      window: { from: new Date('2026-11-20T17:55:00Z'), to: window.to },
      stepSeconds: 600,
      groupBy: 'level',
    });
    expect(hits).toHaveLength(1);
    expect(hits[0]).toMatchObject({ group: { level: 'error' }, total: 3 });
    expect(
      hits[0].buckets.map(b => [b.start.toISOString().slice(11, 16), b.count]),
    ).toEqual([
      ['17:50', 1],
      ['18:00', 0],
      ['18:10', 0],
      ['18:20', 2],
      ['18:30', 0],
      ['18:40', 0],
      ['18:50', 0],
    ]);
    expect(server.requests[0].form.get('step')).toBe('600s');
    await expect(store.hits({ ...base, stepSeconds: 1 })).rejects.toMatchObject(
      { name: 'InputError' },
    );
  });
});
