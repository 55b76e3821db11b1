import { AddressInfo } from 'node:net';
import { createServer, Server } from 'node:http';
import request from 'supertest';
import { createVictoriaLogsApi } from './createVictoriaLogsApi';
import { MemoryLogStore } from './MemoryLogStore';

const NOW = Date.UTC(2026, 10, 20, 12);
/** Of processor time: the clock on the wall also counts what else the machine does. */
const SPEED_LIMIT_MS = 300;

const kubernetes = (namespace: string, pod: string) => ({
  'kubernetes.pod_namespace': namespace,
  'kubernetes.pod_name': pod,
  'kubernetes.container_name': 'app',
});

const processorMs = () => process.cpuUsage().user / 1000;

describe('createVictoriaLogsApi', () => {
  let now = NOW;
  let store: MemoryLogStore;
  const api = (flags = {}) =>
    createVictoriaLogsApi({ store, clock: { now: () => now }, flags });
  const ask = (params: object, endpoint = 'query', flags = {}) =>
    request(api(flags))
      .post(`/select/logsql/${endpoint}`)
      .type('form')
      .buffer(true)
      .parse((response, done) => {
        let text = '';
        response.on('data', chunk => (text += chunk));
        response.on('end', () => done(null, text));
        response.on('error', error => done(error, text));
      })
      .send(params);
  const messages = async (params: object) =>
    String((await ask(params)).body)
      .trim()
      .split('\n')
      .map(line => JSON.parse(line)._msg);

  beforeEach(() => {
    now = NOW;
    store = new MemoryLogStore();
    for (let i = 0; i < 10; i++) {
      const namespace = i % 2 === 0 ? 'team-a-prod' : 'team-a-b-prod';
      store.addLine(NOW - (10 - i) * 60_000, {
        _msg: `request ${i} failed`,
        level: i % 3 === 0 ? 'error' : 'info',
        ...kubernetes(namespace, `pod-${i % 4}`),
      });
    }
  });

  it('should answer the newest lines, oldest first, by the virtual clock', async () => {
    expect(await messages({ query: '*', limit: 2 })).toEqual([
      'request 8 failed',
      'request 9 failed',
    ]);
    expect(await messages({ query: '_time:150s | sort by (_time)' })).toEqual([
      'request 8 failed',
      'request 9 failed',
    ]);
    now += 60_000;
    expect(await messages({ query: '_time:150s | sort by (_time)' })).toEqual([
      'request 9 failed',
    ]);
  });

  it('should group by weeks from Monday and by calendar months', async () => {
    store.addLine(NOW - 30 * 86_400_000, { _msg: 'old' });
    const buckets = async (size: string) => {
      const query = `* | stats by (_time:${size}) count() n | sort by (_time)`;
      const { body } = await ask({ query });
      return String(body)
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)._time);
    };
    expect(await buckets('week')).toEqual([
      '2026-10-19T00:00:00Z',
      '2026-11-16T00:00:00Z',
    ]);
    expect(await buckets('month')).toEqual([
      '2026-10-01T00:00:00Z',
      '2026-11-01T00:00:00Z',
    ]);
  });

  it('should keep queries and their subqueries inside the enforced filters', async () => {
    const enforced = {
      extra_filters: '{"kubernetes.pod_namespace":["team-a-prod"]}',
    };
    for (const query of [
      '* or level:error',
      'level:info | union (*)',
      'level:in(* | fields level)',
      '"request 4" | stream_context before 9 after 9',
      'options(ignore_global_time_filter=true) *',
    ]) {
      const text = String(
        (
          await ask({
            query: `${query} | fields kubernetes.pod_namespace`,
            ...enforced,
          })
        ).body,
      );
      expect(new Set(text.trim().split('\n'))).toEqual(
        new Set(['{"kubernetes.pod_namespace":"team-a-prod"}']),
      );
    }
    const empty = await ask({
      query: '*',
      extra_filters: '{"kubernetes.pod_namespace":[]}',
    });
    expect([empty.status, empty.body]).toEqual([
      400,
      'missing query; context: []\n',
    ]);
  });

  it('should take an unknown pipe for a filter, but refuse a known one that it lacks', async () => {
    const trap = await ask({ query: '* | sorted by (_time)' });
    expect([trap.status, trap.body]).toEqual([200, '']);
    const lacking = await ask({ query: '* | extract "a <b>"' });
    expect([lacking.status, lacking.body]).toEqual([
      400,
      'cannot parse query [* | extract "a <b>"]: the sandbox does not support the pipe "extract"; context: [* | extract]\n',
    ]);
    const stats = await ask({ query: '*' }, 'stats_query');
    expect([stats.status, JSON.parse(String(stats.body))]).toEqual([
      422,
      {
        status: 'error',
        errorType: '422',
        error: 'missing `| stats ...` pipe in the query [*]',
      },
    ]);
    const json = await request(api())
      .post('/select/logsql/query')
      .send({ query: '*' });
    expect(json.text).toBe(
      'cannot parse query []: missing query; context: []\n',
    );
  });

  it('should answer 503 when a query takes too long', async () => {
    const slow = { maxQueryDurationMs: -1 };
    const query = await ask({ query: '*' }, 'query', slow);
    expect([query.status, query.body]).toEqual([
      503,
      expect.stringContaining("the request couldn't be executed in"),
    ]);
  });

  it('should keep no more lines than allowed, newest first, and fields of high cardinality apart', async () => {
    store = new MemoryLogStore({ maxLines: 10_000 });
    for (let i = 0; i < 30_000; i++) {
      store.addLine(NOW - 30_000 + i, {
        _msg: `line ${i}`,
        trace_id: `t${i}`,
        ...kubernetes('ns', 'pod'),
      });
    }
    expect(store.lineCount).toBeLessThanOrEqual(10_000 + 4096);
    expect(await messages({ query: 'trace_id:=t29999' })).toEqual([
      'line 29999',
    ]);
    expect((await ask({ query: 'trace_id:=t1' })).body).toBe('');
    store.addLine(NOW + 30 * 86_400_000, { _msg: 'much later' });
    for (let i = 0; i < 4096; i++)
      store.addLine(NOW + 30 * 86_400_000 + i, { _msg: 'filler' });
    expect(store.lineCount).toBeLessThan(2 * 4096 + 1);
  });

  describe('over a socket', () => {
    let server: Server;
    beforeEach(async () => {
      server = createServer(api());
      await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    });
    afterEach(async () => {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
    });

    it('should cut off an answer that has begun when its time is up', async () => {
      server.removeAllListeners('request');
      server.on('request', api({ maxQueryDurationMs: -1 }));
      const { port } = server.address() as AddressInfo;
      const response = await fetch(
        `http://127.0.0.1:${port}/select/logsql/hits?query=*&step=1m`,
      );
      expect(response.status).toBe(200);
      await expect(response.text()).rejects.toThrow('terminated');
    });

    it('should follow new lines and end when the client goes', async () => {
      const { port } = server.address() as AddressInfo;
      const controller = new AbortController();
      const response = await fetch(
        `http://127.0.0.1:${port}/select/logsql/tail?query=fresh&refresh_interval=20ms&offset=1ms`,
        { signal: controller.signal },
      );
      expect(response.headers.get('content-type')).toBe('application/x-ndjson');
      store.addLine(NOW + 10, {
        _msg: 'fresh line',
        ...kubernetes('ns', 'pod'),
      });
      now += 1000;
      const { value } = await response.body!.getReader().read();
      expect(JSON.parse(new TextDecoder().decode(value))).toMatchObject({
        _msg: 'fresh line',
      });
      controller.abort();
    });
  });

  it('should search 200 000 lines quickly', async () => {
    store = new MemoryLogStore();
    for (let i = 0; i < 200_000; i++) {
      store.addLine(NOW - 200_000 + i, {
        _msg: `request ${i} handled in ${i % 700} ms path /api/v1/items/${
          i % 5000
        }`,
        level: i % 50 === 0 ? 'error' : 'info',
        trace_id: `trace-${i}`,
        ...kubernetes(`team-${i % 3}-prod`, `pod-${i % 40}`),
      });
    }
    for (const query of [
      'level:error | stats count() n',
      '"items/42" | stats count() n',
      '_msg:~"items/1[0-9]+$" | stats count() n',
      '* | stats by (kubernetes.pod_name) count() n',
    ]) {
      const started = processorMs();
      expect((await ask({ query })).status).toBe(200);
      expect([query, processorMs() - started < SPEED_LIMIT_MS]).toEqual([
        query,
        true,
      ]);
    }
  });
});
