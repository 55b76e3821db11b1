import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { createVictoriaLogsApi, MemoryLogStore } from '../logs';
import { createVictoriaMetricsApi, MemoryMetricStore } from '../metrics';
import { StoredRow } from '../logs/LogRow';
import { buildFilter } from '../metrics/metricsql/selectors';
import { VictoriaLogsPush } from './VictoriaLogsPush';
import { VictoriaMetricsPush } from './VictoriaMetricsPush';

const clock = { now: () => Date.now() };

describe('push sinks', () => {
  let server: Server;
  let url: string;
  const serve = async (listener: RequestListener) => {
    server = createServer(listener);
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  });

  it('should bring every sample and line across with its time', async () => {
    const metrics = new MemoryMetricStore();
    await serve(createVictoriaMetricsApi({ store: metrics, clock }));
    const now = Date.now();
    const sink = new VictoriaMetricsPush({ url: `${url}/` });
    const labels = Object.freeze({ __name__: 'm', tricky: 'a"b\\c\nd' });
    for (let i = 0; i < 25_000; i++)
      sink.addSample(labels, now - 25_000 + i, i / 3);
    await sink.makeSearchable();
    const [series] = metrics.search([[buildFilter('__name__', '=', 'm')]]);
    expect(series.labels).toEqual(labels);
    expect(series.samples.size).toBe(25_000);
    expect(series.samples.slice(now - 2, now - 1).values[0]).toBe(24_999 / 3);
    server.closeAllConnections();
    server.close();

    const logs = new MemoryLogStore();
    await serve(createVictoriaLogsApi({ store: logs, clock }));
    const lines = new VictoriaLogsPush({ url });
    const fields = {
      'kubernetes.pod_namespace': 'ns',
      'kubernetes.pod_name': 'p',
      level: 'info',
    };
    for (let i = 0; i < 12_000; i++)
      lines.addLine(now - i, { _msg: `line ${i}`, ...fields });
    lines.addLine(now, { _msg: 'x'.repeat(300 * 1024), ...fields });
    await lines.makeSearchable();
    const stored: StoredRow[] = [];
    logs.visit(row => stored.push(row));
    expect(stored).toHaveLength(12_001);
    expect(stored[5].time.ms).toBe(now - 5);
    expect(stored[5].get('_stream')).toBe(
      '{kubernetes.pod_name="p",kubernetes.pod_namespace="ns"}',
    );
  });

  it('should tell failures, retry what may pass, and go on afterwards', async () => {
    const answers = [503, 204, 400, 204];
    await serve((_, response) => {
      response.statusCode = answers.shift()!;
      response.end('why');
    });
    const heard: string[] = [];
    const sink = new VictoriaMetricsPush({
      url,
      onError: error => heard.push(error.message),
    });
    sink.addSample({ __name__: 'm' }, 1, 1);
    await sink.flush();
    sink.addSample({ __name__: 'm' }, 2, 1);
    await expect(sink.flush()).rejects.toThrow(
      /did not take 1 lines .* after 1 attempts: 400 why$/,
    );
    expect(heard).toHaveLength(1);
    sink.addSample({ __name__: 'm' }, 3, 1);
    await sink.flush();
    expect(answers).toEqual([]);
  });

  it('should refuse more than it can hold', async () => {
    await serve(() => {});
    const sink = new VictoriaLogsPush({ url });
    expect(() => {
      for (let i = 0; i < 600_000; i++) sink.addLine(i, { _msg: '' });
    }).toThrow(/lines wait to be sent; call flush\(\) between bursts/);
  });
});
