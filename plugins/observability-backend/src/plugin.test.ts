import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  AnomalyList,
  LogLine,
  LogLines,
  LogPatterns,
  LogTailEvent,
  LogVolume,
  MarksAnswer,
  MetricPanel,
} from '@internal/plugin-observability-common';
import { AddressInfo } from 'node:net';
import { Knex } from 'knex';
import request from 'supertest';
import { createTestDatabases } from './__testUtils__/databases';
import { ALICE, BOB, startPortal } from './__testUtils__/startPortal';

jest.setTimeout(120_000);

const CHECKOUT = 'component:default/checkout';
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

function without<T extends object>(object: T, key: keyof T): Partial<T> {
  const { [key]: left, ...rest } = object;
  return rest as Partial<T>;
}

describe('observabilityPlugin', () => {
  const databases = createTestDatabases();
  let knex: Knex;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  const about = (more: object = {}) => ({
    entityRef: CHECKOUT,
    window: portal.window,
    ...more,
  });
  async function ask<T>(path: string, body: object): Promise<T> {
    const response = await portal.post(path, body);
    expect([response.status, response.body.error]).toEqual([200, undefined]);
    return response.body;
  }

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = await startPortal({
      knex,
      faults: ['slow-cart-redis', 'bad-image-products'],
    });
  });
  afterAll(() => portal?.stop());
  beforeEach(() =>
    portal.permissions.authorize.mockResolvedValue([
      { result: AuthorizeResult.ALLOW },
    ]),
  );

  it('says what a workload is and which stores it has', async () => {
    const { body } = await portal.get(`target?entityRef=${CHECKOUT}`);
    expect(body).toEqual({
      entityRef: CHECKOUT,
      cluster: 'sandbox',
      namespace: 'team-a-prod',
      service: 'checkout',
      stores: {
        logs: { language: 'logsql', traceIdField: 'trace_id' },
        metrics: { language: 'metricsql' },
        traces: {},
      },
    });
  });

  it('counts and pages through exactly the lines of the workload', async () => {
    const cart = about({ entityRef: 'component:default/cart' });
    const volume = await ask<LogVolume>('logs/volume', cart);
    const counted = volume.levels.flatMap(({ counts }) => counts);
    expect(counted.reduce((sum, n) => sum + n, 0)).toBe(volume.total);
    // Another workload's pods begin with the same letters.
    expect(volume.query).toContain('!("kubernetes.pod_name":="cart-redis-"*)');

    const whole = await ask<LogLines>('logs/lines', { ...cart, limit: 1_000 });
    expect(whole.nextCursor).toBeUndefined();
    expect(whole.lines).toHaveLength(volume.total);
    expect(
      new Set(whole.lines.map(({ pod }) => pod?.split('-')[1])),
    ).not.toContain('redis');
    const paged: LogLine[] = [];
    let cursor: string | undefined;
    do {
      const page: LogLines = await ask('logs/lines', {
        ...cart,
        limit: 37,
        ...(cursor && { cursor }),
      });
      paged.push(...page.lines);
      cursor = page.nextCursor;
    } while (cursor);
    const keys = (lines: LogLine[]) =>
      lines.map(({ time, message, pod }) => `${time} ${pod} ${message}`);
    expect(new Set(keys(paged)).size).toBe(new Set(keys(whole.lines)).size);
    expect(keys(paged).sort()).toEqual(keys(whole.lines).sort());

    const edited = await ask<LogLines>('logs/lines', {
      ...cart,
      query: 'level:error',
      limit: 5,
    });
    expect(edited.query).toBe('level:error');
    expect(edited.lines.map(({ level }) => level)).toContain('error');
    const fields = await ask<{ values: Array<{ value: string }> }>(
      'logs/fields',
      { ...cart, field: 'level' },
    );
    expect(fields.values.map(({ value }) => value)).toContain('info');
  });

  it('groups lines into patterns, marks new ones, and finds their lines again', async () => {
    const answer = await ask<LogPatterns>('logs/patterns', about());
    expect(answer.sample.read).toBe(answer.sample.of);
    const timeouts = answer.patterns.find(({ example }) =>
      example.includes('HttpTimeoutException'),
    )!;
    expect(timeouts).toMatchObject({ isNew: true, level: 'error' });
    expect(timeouts.trend).toHaveLength(24);
    expect(timeouts.trend.reduce((sum, n) => sum + n)).toBe(timeouts.count);
    expect(timeouts.trend.slice(0, 12).every(n => n === 0)).toBe(true);
    expect(Date.parse(timeouts.firstSeen)).toBeGreaterThanOrEqual(
      // Requests that were under way met the fault as well.
      portal.injectedAt - 30_000,
    );
    expect(answer.patterns[0]).toMatchObject({ isNew: false, level: 'info' });
    const found = await ask<LogLines>(
      'logs/lines',
      about({ filter: timeouts.filter, limit: 1_000 }),
    );
    expect(found.lines).toHaveLength(timeouts.count);
    expect(found.query).toContain('checkout-');
    // A query of one's own is narrowed by it, whatever stages that has.
    const query = '* | filter level:error or level:info';
    const own = await ask<LogLines>(
      'logs/lines',
      about({ query, filter: timeouts.filter, limit: 1_000 }),
    );
    expect(own.query).toBe(query);
    expect(own.lines.length).toBeGreaterThanOrEqual(timeouts.count);
    expect(
      own.lines.filter(({ message }) => !message.includes('call to cart')),
    ).toEqual([]);
  });

  it('exports what is shown, without formulas', async () => {
    const csv = await portal.post(
      'logs/export',
      about({ format: 'csv', filter: { levels: ['error'] } }),
    );
    expect(csv.status).toBe(200);
    expect(csv.headers).toMatchObject({
      'content-disposition': 'attachment; filename="checkout-logs.csv"',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store, no-transform',
    });
    const rows = csv.text.split('\n').filter(row => /^(time|\d{4}-)/.test(row));
    const { total } = await ask<LogVolume>(
      'logs/volume',
      about({ filter: { levels: ['error'] } }),
    );
    expect(rows).toHaveLength(total + 1);
    expect(rows[1]).toMatch(/^\d{4}-.*,error,checkout-/);
  });

  it('draws panels and says what is unusual in numbers', async () => {
    const { panels } = (await portal.get('metrics/panels')).body;
    expect(panels.map(({ id }: { id: string }) => id)).toEqual([
      'request-rate',
      'error-ratio',
      'latency',
      'call-rate',
      'call-error-ratio',
      'call-latency',
      'cpu',
      'cpu-throttling',
      'memory',
      'replicas',
      'restarts',
    ]);
    for (const { id } of panels) {
      const panel = await ask<MetricPanel>(
        'metrics/panel',
        about({ panel: id }),
      );
      // Each query of the catalogue finds something in a company that has it all.
      expect([id, panel.series.length > 0]).toEqual([id, true]);
      expect(panel.queries.length).toBeGreaterThan(0);
      for (const { points } of panel.series) {
        expect(points.length).toBeLessThanOrEqual(260);
        expect(points[0][0]).toBeGreaterThanOrEqual(
          Date.parse(portal.window.from) / 1_000,
        );
      }
    }
    const calls = await ask<MetricPanel>(
      'metrics/panel',
      about({ panel: 'call-latency' }),
    );
    const slow = calls.anomalies.find(({ series }) => series === 'cart')!;
    expect(slow).toMatchObject({ kind: 'level-shift', direction: 'up' });
    expect(
      Math.abs(Date.parse(slow.from) - portal.injectedAt),
    ).toBeLessThanOrEqual(90_000);
    expect(slow.explanation).toMatch(
      /^cart rose to .* (s|ms) since 2\d{3}-\d\d-\d\d \d\d:\d\d UTC; .* ms.* was usual in the .* before\.$/,
    );
    expect(calls.anomalies.map(({ series }) => series)).not.toContain('orders');

    const own = await ask<MetricPanel>(
      'metrics/query',
      about({ query: 'count by (namespace) (kube_pod_status_phase)' }),
    );
    // A query of one's own sees the namespace and nothing else.
    expect(own.series.map(({ labels }) => labels)).toEqual([
      { namespace: 'team-a-prod' },
    ]);
    const names = await ask<{ names: string[] }>(
      'metrics/names',
      about({ label: 'namespace' }),
    );
    expect(names.names).toEqual(['team-a-prod']);
  });

  it('marks rollouts, and finds traces through the workload', async () => {
    const products = await ask<MarksAnswer>(
      'marks',
      about({ entityRef: 'component:default/products' }),
    );
    expect(products.problems).toEqual([]);
    const rollout = products.marks.find(({ kind }) => kind === 'rollout')!;
    expect(rollout.title).toMatch(/^Rollout of products to revision \d+$/);
    expect(Math.abs(Date.parse(rollout.time) - portal.injectedAt)).toBeLessThan(
      60_000,
    );

    const found = await portal.post(
      'traces/search',
      about({ limit: 20, minDuration: 500 }),
    );
    expect(found.status).toBe(200);
    const durations = found.body.traces.map(
      ({ durationMs }: { durationMs: number }) => durationMs,
    );
    expect(durations.length).toBeGreaterThan(0);
    expect(durations).toEqual([...durations].sort((a, b) => b - a));
    expect(found.body.operations[0]).toMatchObject({
      operation: 'POST /api/checkout',
    });
    const { traceId } = found.body.traces[0];
    const trace = await portal.post('traces/trace', {
      entityRef: CHECKOUT,
      traceId,
    });
    expect(trace.body.traceId).toBe(traceId);
    expect(
      trace.body.spans.every(
        (span: { namespace?: string }) => span.namespace === 'team-a-prod',
      ),
    ).toBe(true);
    expect(
      (await portal.post('traces/trace', { entityRef: CHECKOUT, traceId }, BOB))
        .status,
    ).toBe(403);
  });

  const readRoutes: Array<[path: string, more: object]> = [
    ['marks', {}],
    ['logs/volume', {}],
    ['logs/patterns', {}],
    ['logs/lines', {}],
    ['logs/fields', {}],
    ['logs/tail', {}],
    ['logs/export', { format: 'text' }],
    ['metrics/panel', { panel: 'latency' }],
    ['metrics/query', { query: 'up' }],
    ['metrics/names', {}],
    ['traces/search', {}],
  ];

  it.each(readRoutes)('keeps others out of %s', async (path, more) => {
    const service = mockCredentials.service.header();
    const send = (header?: string) => {
      const post = request(portal.server).post(`/api/observability/${path}`);
      return (header ? post.set('Authorization', header) : post).send(
        about(more),
      );
    };
    expect((await send()).status).toBe(401);
    // The permission framework would let a service pass.
    expect((await send(service)).status).toBe(403);

    const refused = async (body: object, user?: string) => {
      const response = await portal.post(path, body, user);
      expect(response.body.error.name).toBe('NotAllowedError');
      return [response.status, response.body.error.reason];
    };
    const denied = [403, 'namespace-denied'];
    expect(await refused(about(more), BOB)).toEqual(denied);
    for (const namespace of ['team-b-prod', 'kube-system', 'no-such']) {
      expect(await refused(about({ ...more, namespace }))).toEqual(denied);
    }
    expect(await refused(about({ ...more, cluster: 'other' }))).toEqual(denied);

    portal.permissions.authorize.mockResolvedValue([
      { result: AuthorizeResult.DENY },
    ]);
    expect((await portal.post(path, about(more))).status).toBe(403);
    // Not even what is wrong with the request.
    expect((await portal.post(path, {})).status).toBe(403);
  });

  it.each([
    ['logs/lines', { entityRef: 'component:default/missing' }, 404],
    ['logs/lines', { entityRef: 'component:default/nowhere' }, 400],
    ['logs/lines', { entityRef: 'a b' }, 400],
    ['logs/lines', { namespace: '../kube-system' }, 400],
    ['logs/lines', { limit: 1_001 }, 400],
    ['logs/lines', { extra: 1 }, 400],
    ['logs/lines', { cursor: 'AAAA' }, 400],
    [
      'logs/lines',
      {
        cursor: Buffer.from('99999 2026-01-01T00:00:00Z').toString('base64url'),
      },
      400,
    ],
    ['logs/lines', { query: 'options(ignore_global_time_filter=true) *' }, 400],
    ['logs/lines', { query: '(' }, 400],
    ['logs/lines', { query: 'x'.repeat(20_001) }, 400],
    [
      'logs/volume',
      { window: { from: '2026-01-01T00:00:00Z', to: '2026-03-01T00:00:00Z' } },
      400,
    ],
    [
      'logs/volume',
      { window: { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' } },
      400,
    ],
    ['metrics/panel', { panel: 'constructor' }, 404],
    ['metrics/query', { query: 'sum(' }, 400],
    ['metrics/names', { label: 'a b' }, 400],
    ['traces/trace', { window: undefined, traceId: 'xyz' }, 400],
  ])('refuses %s with %j', async (path, more, status) => {
    const response = await portal.post(path, about(more));
    expect(response.status).toBe(status);
    expect(response.body.error.message).not.toBe('');
  });

  it('offers the same to tools, with the same boundary', async () => {
    const invoke = (id: string, input: object, user = ALICE) =>
      portal.actions.invoke({
        id: `test:${id}`,
        input: { entityRef: CHECKOUT, ...input } as never,
        credentials: mockCredentials.user(user),
      });
    const logs = await invoke('query-logs', { last: '1h', levels: ['error'] });
    expect(logs.output).toMatchObject({
      query: expect.stringContaining('checkout-'),
      lines: expect.arrayContaining([
        expect.objectContaining({ level: 'error' }),
      ]),
    });
    const patterns = await invoke('log-patterns', { last: '30m' });
    expect(
      (
        patterns.output as { patterns: Array<{ template: string }> }
      ).patterns.map(({ template }) => template),
    ).toContainEqual(expect.stringMatching(/^call to cart failed/));
    const metrics = await invoke('query-metrics', { panel: 'call-latency' });
    expect(metrics.output).toMatchObject({
      unit: 'seconds',
      anomalies: expect.arrayContaining([expect.stringMatching(/^cart rose/)]),
    });
    expect([...portal.actions.actions.keys()]).toEqual([
      'test:query-logs',
      'test:log-patterns',
      'test:query-metrics',
      'test:list-anomalies',
    ]);
    for (const [id, more] of [
      ['query-logs', {}],
      ['log-patterns', {}],
      ['query-metrics', { panel: 'latency' }],
    ] as const) {
      await expect(invoke(id, more, BOB)).rejects.toThrow('You may not read');
      await expect(
        invoke(id, { ...more, namespace: 'team-b-prod' }),
      ).rejects.toThrow('You may not read');
      await expect(invoke(id, { ...more, last: '32d' })).rejects.toThrow(
        'Invalid last',
      );
      await expect(
        portal.actions.invoke({
          id: `test:${id}`,
          input: { entityRef: CHECKOUT, ...more } as never,
          credentials: mockCredentials.service(),
        }),
      ).rejects.toThrow('signed-in users only');
    }
  });

  describe('anomalies', () => {
    const scan = () =>
      portal.scheduler.triggerTask('observability-scan-anomalies');
    const scanAgain = async () => {
      await knex('scan_cursor').update({ next_at: new Date(0) });
      await scan();
    };
    const list = async (query = '', user = ALICE): Promise<AnomalyList> => {
      const { status, body } = await portal.get(
        `anomalies?limit=100${query}`,
        user,
      );
      expect([status, body.error]).toEqual([200, undefined]);
      return body;
    };
    const MUTE = {
      cluster: 'sandbox',
      namespace: 'team-a-prod',
      service: 'checkout',
      reason: 'Known since yesterday',
      days: 7,
    };

    it('finds what is unusual, says it in numbers, and tells the owners once', async () => {
      await scan();
      const { items, scans } = await list();
      expect(scans).toEqual([
        {
          cluster: 'sandbox',
          namespace: 'team-a-prod',
          lastScanAt: expect.any(String),
          problems: [],
        },
      ]);
      expect(items.map(({ onset }) => onset)).toEqual(
        items
          .map(({ onset }) => onset)
          .sort()
          .reverse(),
      );
      const calls = items.find(
        ({ service, subject }) =>
          service === 'checkout' && subject === 'call-latency',
      )!;
      expect(calls).toMatchObject({
        entityRef: CHECKOUT,
        signal: 'metric',
        kind: 'level-shift',
        direction: 'up',
        state: 'open',
        explanation: expect.stringMatching(
          /^Latency of calls \(p95\) of checkout: cart rose to .* s since .* UTC; .* ms was usual in the 8\d min before\.$/,
        ),
        query: expect.stringContaining('http_client_request_duration'),
      });
      expect(calls.points.length).toBeLessThanOrEqual(60);
      expect(
        Math.abs(Date.parse(calls.onset) - portal.injectedAt),
      ).toBeLessThan(90_000);
      expect(
        items.find(
          ({ signal, title }) =>
            signal === 'log' && title.startsWith('call to cart failed'),
        ),
      ).toMatchObject({ service: 'checkout', kind: 'new-template' });
      const marked = await ask<MarksAnswer>('marks', about());
      expect(marked.marks).toContainEqual({
        time: calls.onset,
        kind: 'anomaly',
        title: calls.explanation,
      });
      // What the metrics do not know of the catalog: no entity, but found.
      expect(items.map(({ service }) => service)).toContain('cart-redis');

      await scanAgain();
      const again = await list();
      const ids = again.items.map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining([calls.id]));
      const told = portal.notify.mock.calls.map(
        ([{ recipients, payload }]) =>
          `${recipients.entityRef} ${payload.link}`,
      );
      const toldTeamA =
        'group:default/team-a /anomalies?cluster=sandbox&namespace=team-a-prod';
      expect(told.filter(text => text === toldTeamA)).toHaveLength(1);
      // A scan may be wrong about payments as well, which is their own affair.
      const toldTeamB =
        'group:default/team-b /anomalies?cluster=sandbox&namespace=team-b-prod';
      expect([toldTeamA, toldTeamB]).toEqual(expect.arrayContaining(told));
      // Payments has no fault of its own.
      const bobs = await list('', BOB);
      expect(bobs.scans.map(({ namespace }) => namespace)).toEqual([
        'team-b-prod',
      ]);
      expect(
        bobs.items.every(({ namespace }) => namespace === 'team-b-prod'),
      ).toBe(true);
      const tool = await portal.actions.invoke({
        id: 'test:list-anomalies',
        input: { entityRef: CHECKOUT } as never,
        credentials: mockCredentials.user(ALICE),
      });
      expect(
        (
          tool.output as { anomalies: Array<{ service: string }> }
        ).anomalies.map(({ service }) => service),
      ).toContain('checkout');
    });

    it('pages, narrows, and hides what a former owner left', async () => {
      const { items } = await list();
      const paged: string[] = [];
      let cursor = '';
      do {
        const page: AnomalyList = (
          await portal.get(`anomalies?limit=3${cursor}`)
        ).body;
        paged.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : '';
      } while (cursor);
      expect(paged).toEqual(items.map(({ id }) => id));
      const logs = await list(`&signal=log&entityRef=${CHECKOUT}`);
      expect(logs.items.length).toBeGreaterThan(0);
      for (const { service, signal } of logs.items) {
        expect([service, signal]).toEqual(['checkout', 'log']);
      }
      // A cursor of somebody else's page leads into nobody else's rows.
      const [first] = items;
      const forged = Buffer.from(
        `${new Date(Date.parse(first.onset) + 1).toISOString()} ${first.id}`,
      ).toString('base64url');
      expect((await list(`&cursor=${forged}`, BOB)).items).toEqual(
        (await list('', BOB)).items,
      );
      for (const bad of ['x', forged.slice(1), `${forged}AA`]) {
        expect((await portal.get(`anomalies?cursor=${bad}`)).status).toBe(400);
      }
      expect((await list('&namespace=team-a-prod', BOB)).items).toEqual([]);
      expect(
        (await portal.get(`anomalies?entityRef=${CHECKOUT}`, BOB)).status,
      ).toBe(403);

      await knex('anomalies')
        .where({ id: first.id })
        .update({ owner: 'group:default/team-z' });
      const left = await list();
      expect(left.items.map(({ id }) => id)).not.toContain(first.id);
    });

    it('mutes for the owners, and for nobody else', async () => {
      const before = await list();
      const created = await portal.post('anomalies/mutes', MUTE);
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject({
        ...without(MUTE, 'days'),
        createdBy: ALICE,
      });
      const muted = await list();
      expect(muted.items.map(({ service }) => service)).not.toContain(
        'checkout',
      );
      const all = await list('&muted=true');
      expect(all.items).toHaveLength(before.items.length);
      expect(
        all.items.find(({ service }) => service === 'checkout')!.muted,
      ).toEqual(created.body);

      const { id } = created.body;
      expect((await portal.get('anomalies/mutes')).body.items).toEqual([
        created.body,
      ]);
      expect((await portal.get('anomalies/mutes', BOB)).body.items).toEqual([]);
      const foreign = await portal.remove(`anomalies/mutes/${id}`, BOB);
      const unknown = await portal.remove(`anomalies/mutes/${UNKNOWN_ID}`, BOB);
      expect([foreign.status, unknown.status]).toEqual([404, 404]);
      expect(foreign.body.error.message.replace(id, UNKNOWN_ID)).toBe(
        unknown.body.error.message,
      );
      expect((await portal.remove(`anomalies/mutes/x'--`)).status).toBe(404);
      expect((await portal.post('anomalies/mutes', MUTE, BOB)).status).toBe(
        403,
      );
      for (const bad of [
        { ...MUTE, days: 91 },
        { ...MUTE, reason: ' ' },
        { ...MUTE, reason: 'a\u0000b' },
        { ...MUTE, createdBy: BOB },
      ]) {
        expect((await portal.post('anomalies/mutes', bad)).status).toBe(400);
      }
      expect((await portal.remove(`anomalies/mutes/${id}`)).status).toBe(204);
      expect((await list()).items).toHaveLength(before.items.length);
    });
  });

  it('follows new lines until the caller leaves', async () => {
    const address = portal.server.address() as AddressInfo | null;
    const { port } = address ?? { port: await listen() };
    const leave = new AbortController();
    const response = await fetch(
      `http://127.0.0.1:${port}/api/observability/logs/tail`,
      {
        method: 'POST',
        headers: {
          Authorization: mockCredentials.user.header(ALICE),
          'Content-Type': 'application/json',
        },
        body: JSON.stringify(about()),
        signal: leave.signal,
      },
    );
    expect(response.headers.get('content-type')).toContain(
      'application/x-ndjson',
    );
    const events: LogTailEvent[] = [];
    const reader = response.body!.getReader();
    let rest = '';
    const isOver = () => events.some(({ kind }) => kind === 'line');
    const { sandbox } = portal;
    const life = setInterval(
      () => sandbox.advanceTo(sandbox.world.clock.now() + 2_000),
      100,
    );
    while (!isOver()) {
      const { value } = await reader.read();
      const lines = (rest + new TextDecoder().decode(value)).split('\n');
      rest = lines.pop()!;
      events.push(...lines.filter(Boolean).map(line => JSON.parse(line)));
    }
    clearInterval(life);
    leave.abort();
    expect(events[0]).toEqual({ kind: 'alive' });
    expect(events.find(({ kind }) => kind === 'line')).toMatchObject({
      line: { pod: expect.stringMatching(/^checkout-/) },
    });

    async function listen() {
      await new Promise<void>(resolve =>
        portal.server.listen(0, '127.0.0.1', resolve),
      );
      return (portal.server.address() as AddressInfo).port;
    }
  });

  it('names the store that does not answer', async () => {
    for (const [path, store, more] of [
      ['logs/lines', 'logs', {}],
      ['metrics/panel', 'metrics', { panel: 'latency' }],
      ['logs/export', 'logs', { format: 'csv' }],
    ] as const) {
      const { status, body } = await portal.post(
        path,
        about({ ...more, cluster: 'down' }),
      );
      expect(status).toBe(503);
      expect(body.error).toMatchObject({ reason: 'store-unavailable', store });
      expect(body.error.message).toContain("of cluster 'down'");
    }
    const marks = await ask<MarksAnswer>('marks', about({ cluster: 'down' }));
    expect(marks).toMatchObject({
      problems: [expect.stringMatching(/^Kubernetes /)],
    });
    const traces = await portal.post(
      'traces/search',
      about({ cluster: 'down' }),
    );
    expect([traces.status, traces.body.error.reason]).toEqual([
      404,
      'no-store',
    ]);
  });
});
