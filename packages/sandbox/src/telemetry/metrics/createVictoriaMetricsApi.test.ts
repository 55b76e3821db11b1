import request from 'supertest';
import { createVictoriaMetricsApi } from './createVictoriaMetricsApi';
import { MemoryMetricStore } from './MemoryMetricStore';

const NOW = Date.UTC(2026, 10, 20, 12);
const SCRAPE_MS = 15_000;
/** Of processor time: the clock on the wall also counts what else the machine does. */
const SPEED_LIMIT_MS = 200;

const processorMs = () => process.cpuUsage().user / 1000;

describe('createVictoriaMetricsApi', () => {
  let now = NOW;
  let store: MemoryMetricStore;
  const api = (flags = {}) =>
    createVictoriaMetricsApi({ store, clock: { now: () => now }, flags });
  const query = (params: object, path = 'query', flags = {}) =>
    request(api(flags)).post(`/api/v1/${path}`).type('form').send(params);

  beforeEach(() => {
    now = NOW;
    store = new MemoryMetricStore();
    for (let i = 0; i <= 240; i++) {
      const time = NOW - 3_600_000 + i * SCRAPE_MS;
      for (const ns of ['team-a', 'team-b']) {
        store.addSample({ __name__: 'requests_total', ns }, time, i * 3);
      }
    }
  });

  it('should hide samples by the virtual clock until they are as old as the latency offset', async () => {
    const value = async (params: object) =>
      (await query({ query: 'requests_total{ns="team-a"}', ...params })).body
        .data.result[0].value;
    expect(await value({})).toEqual([NOW / 1000, '714']);
    expect(await value({ latency_offset: '1ms' })).toEqual([NOW / 1000, '717']);
    expect(await value({ nocache: '1' })).toEqual([NOW / 1000, '720']);
    now += 30_000;
    expect(await value({})).toEqual([now / 1000, '720']);

    const range = {
      query: 'requests_total{ns="team-a"}',
      start: NOW / 1000 - 60,
      end: NOW / 1000,
      step: 15,
    };
    now = NOW;
    const { body } = await query(range, 'query_range');
    expect(
      body.data.result[0].values.map(([, text]: [number, string]) => text),
    ).toEqual(['708', '711', '714', '714', '714']);
  });

  it('should keep every selector inside the enforced filters, which the body cannot override', async () => {
    const enforced = { 'extra_filters[]': '{ns="team-b"}' };
    for (const text of [
      'sum by (ns) (requests_total)',
      'sum by (ns) (requests_total{ns="team-a" or ns="team-b"})',
      'sum by (ns) (requests_total) or sum by (ns) (rate(requests_total{ns!="team-b"}[5m]))',
      'max_over_time(sum by (ns) (requests_total)[10m:1m])',
    ]) {
      const { body } = await query({ query: text, ...enforced });
      expect(
        body.data.result.map(({ metric }: { metric: object }) => metric),
      ).toEqual([{ ns: 'team-b' }]);
    }
    const byUrl = await request(api())
      .post('/api/v1/query?extra_label=ns%3Dteam-b')
      .type('form')
      .send({ query: 'requests_total', extra_label: 'ns=team-a' });
    expect(
      byUrl.body.data.result.map(
        ({ metric }: { metric: { ns: string } }) => metric.ns,
      ),
    ).toEqual(['team-b']);
    const values = await query(enforced, 'label/ns/values');
    expect(values.body).toEqual({ status: 'success', data: ['team-b'] });
  });

  it('should answer what is wrong with a query by 422, and what it cannot do by name', async () => {
    const error = async (params: object, path?: string, flags?: object) => {
      const response = await query(params, path, flags);
      expect(response.body).toMatchObject({
        status: 'error',
        errorType: '422',
      });
      return response.body.error;
    };
    expect(await error({})).toBe('missing `query` arg');
    expect(await error({ query: 'nosuchfn(up)' })).toBe(
      `error when executing query="nosuchfn(up)" for (time=${
        NOW - 30_000
      }, step=300000): unsupported function "nosuchfn"`,
    );
    expect(
      await error(
        { query: 'sum(rate(foo[5m])', start: 1, end: 2, step: 60 },
        'query_range',
      ),
    ).toBe(
      'error when executing query="sum(rate(foo[5m])" on the time range (start=1000, end=2000, step=60000): argList: unexpected token ""; want ",", ")"; unparsed data: ""',
    );
    expect(
      await error({ query: 'requests_total' }, 'query', { maxSeries: 1 }),
    ).toMatch(/^cannot evaluate|the number of matching timeseries exceeds 1;/);
    expect(
      await error(
        { query: 'x', start: 0, end: 864000, step: 1 },
        'query_range',
      ),
    ).toMatch(
      /864001; the maximum number of points is 30000; \(see -search.maxPointsPerTimeseries command-line flag\)$/,
    );
    expect(await error({ query: `x${' '.repeat(20_000)}` })).toMatch(
      /^too long query; got 20001 bytes/,
    );
    expect(
      await error({ query: 'requests_total' }, 'query', {
        maxQueryDurationMs: -1,
      }),
    ).toMatch(/timeout exceeded/);
    const unknown = await request(api()).get(
      '/select/0/prometheus/api/v1/query',
    );
    expect([unknown.status, unknown.text]).toEqual([
      400,
      'unsupported path requested: "/select/0/prometheus/api/v1/query"\n',
    ]);
  });

  it('should import lines with their times, export and delete them', async () => {
    const text = `up{job="a"} 1 ${NOW}\nbroken {\nup{job="b"} NaN\n`;
    const imported = await request(api())
      .post('/api/v1/import/prometheus?extra_label=cluster=c1')
      .send(text);
    expect([imported.status, imported.text]).toEqual([204, '']);
    const exported = await query({ 'match[]': 'up{job="a"}' }, 'export');
    expect(JSON.parse(exported.text)).toEqual({
      metric: { __name__: 'up', cluster: 'c1', job: 'a' },
      values: [1],
      timestamps: [NOW],
    });
    await query({ 'match[]': 'up' }, 'admin/tsdb/delete_series');
    expect((await query({ 'match[]': 'up' }, 'series')).body).toEqual({
      status: 'success',
      data: [],
    });
  });

  it('should answer an hour at 15 s for 300 series quickly', async () => {
    for (let series = 0; series < 300; series++) {
      const labels = Object.freeze({
        __name__: 'cpu',
        pod: `p${series}`,
        ns: `n${series % 10}`,
      });
      for (let i = 0; i <= 240; i++)
        store.addSample(labels, NOW - 3_600_000 + i * SCRAPE_MS, i + series);
    }
    const range = {
      query: 'sum by (ns) (rate(cpu[5m]))',
      start: NOW / 1000 - 3600,
      end: NOW / 1000,
      step: 15,
    };
    await query(range, 'query_range');
    const started = processorMs();
    const { body } = await query(range, 'query_range');
    expect(processorMs() - started).toBeLessThan(SPEED_LIMIT_MS);
    expect(body.data.result).toHaveLength(10);
  });
});
