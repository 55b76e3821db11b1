import {
  collect,
  eventually,
  scopeOf,
  startFakeStore,
} from '../__testUtils__/startFakeStore';
import { defaultVocabulary } from '../Vocabulary';
import { VictoriaMetricsStore } from './VictoriaMetricsStore';

type FakeStore = Awaited<ReturnType<typeof startFakeStore>>;

const window = {
  from: new Date('2026-11-20T18:00:00.000Z'),
  to: new Date('2026-11-20T19:00:00.000Z'),
};
const base = {
  scope: scopeOf('team-a-prod', 'ingress'),
  query: 'up or {namespace="team-b-prod"}',
};

function answer(resultType: string, result: unknown[]) {
  return JSON.stringify({ status: 'success', data: { resultType, result } });
}

describe('VictoriaMetricsStore', () => {
  let fake: FakeStore;

  afterEach(() => fake?.stop());

  async function storeAnswering(status: number, body: string) {
    fake = await startFakeStore(res => {
      res.writeHead(status).end(body);
    });
    return new VictoriaMetricsStore({
      cluster: 'sandbox',
      config: fake.config(),
      vocabulary: defaultVocabulary,
    });
  }

  it('should ask with the namespaces beside the text and read a matrix', async () => {
    const store = await storeAnswering(
      200,
      answer('matrix', [
        {
          metric: { namespace: 'ingress', pod: 'p' },
          values: [
            [1795197600, '0.5'],
            [1795197615, 'NaN'],
            [1795197630, '+Inf'],
          ],
        },
      ]),
    );
    await expect(
      store.queryRange({ ...base, window, stepSeconds: 15 }),
    ).resolves.toEqual({
      series: [
        {
          labels: { namespace: 'ingress', pod: 'p' },
          points: [
            [1795197600, 0.5],
            [1795197630, Infinity],
          ],
        },
      ],
      truncated: false,
    });
    expect(fake.requests[0].path).toBe('/api/v1/query_range');
    expect(Object.fromEntries(fake.requests[0].form)).toMatchObject({
      query: base.query,
      'extra_filters[]': '{namespace=~"^(?:team-a-prod|ingress)$"}',
      start: '1795197600.000',
      end: '1795201200.000',
      step: '15s',
    });
  });

  it('should ask for fresh samples only where the window ends about now', async () => {
    const store = await storeAnswering(
      200,
      answer('vector', [{ metric: {}, value: [1, '42'] }]),
    );
    await expect(store.query({ ...base, at: new Date() })).resolves.toEqual({
      samples: [{ labels: {}, value: 42 }],
      truncated: false,
    });
    await store.query({ ...base, at: new Date(Date.now() - 3_600_000) });
    expect(fake.requests.map(r => r.form.get('latency_offset'))).toEqual([
      '1ms',
      null,
    ]);
    expect(fake.requests.map(r => r.form.get('nocache'))).toEqual(['1', null]);
  });

  it('should cut after a thousand series and say so', async () => {
    const result = Array.from({ length: 1_001 }, (_, i) => ({
      metric: { i: String(i) },
      value: [1, '1'],
    }));
    const store = await storeAnswering(200, answer('vector', result));
    const { samples, truncated } = await store.query({
      ...base,
      at: window.to,
    });
    expect(samples).toHaveLength(1_000);
    expect(truncated).toBe(true);
  });

  it('should not hand out a series of another namespace, whatever the server says', async () => {
    const store = await storeAnswering(
      200,
      answer('vector', [
        { metric: { namespace: 'team-b-prod' }, value: [1, '1'] },
      ]),
    );
    await expect(store.query({ ...base, at: window.to })).rejects.toMatchObject(
      { name: 'NotAllowedError' },
    );
  });

  const filters = '{namespace=~"^(?:team-a-prod|ingress)$"}';

  it('should list series and values of labels inside the namespaces', async () => {
    const store = await storeAnswering(
      200,
      JSON.stringify({
        status: 'success',
        data: [{ __name__: 'up', namespace: 'ingress' }],
      }),
    );
    await expect(
      store.series({ ...base, query: 'up', window }),
    ).resolves.toEqual({
      series: [{ __name__: 'up', namespace: 'ingress' }],
      truncated: false,
    });
    await store.labelValues({
      scope: base.scope,
      label: 'pod',
      window,
      limit: 5,
    });
    expect(
      fake.requests.map(({ path, form }) => [
        path.split('?')[0],
        form.get('match[]'),
        form.get('extra_filters[]'),
        form.get('limit'),
      ]),
    ).toEqual([
      ['/api/v1/series', 'up', filters, '1001'],
      ['/api/v1/label/pod/values', filters, filters, '6'],
    ]);
    await expect(
      store.labelValues({
        scope: base.scope,
        label: '../query',
        window,
        limit: 5,
      }),
    ).rejects.toMatchObject({ name: 'InputError' });
  });

  it.each([
    ['of another namespace', { namespace: 'team-b-prod' }],
    ['without the label', { pod: 'p' }],
  ])('should not list or export a series %s', async (_name, metric) => {
    const store = await storeAnswering(
      200,
      JSON.stringify({ status: 'success', data: [metric] }),
    );
    await expect(
      store.series({ ...base, query: '{}', window }),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
    await fake.stop();
    const exporting = await storeAnswering(
      200,
      JSON.stringify({ metric, values: [1], timestamps: [1] }),
    );
    await expect(
      collect(exporting.export({ ...base, query: '{}', window })),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
  });

  it('should export one line at a time and stop at the server when the reader leaves', async () => {
    const line = (value: unknown) =>
      `${JSON.stringify({
        metric: { __name__: 'up', namespace: 'ingress' },
        values: [1.5, value],
        timestamps: [1795197600000, 1795197615000],
      })}\n`;
    fake = await startFakeStore(res => {
      res.write(line(null));
      res.write(line('Infinity'));
    });
    const store = new VictoriaMetricsStore({
      cluster: 'sandbox',
      config: fake.config(),
      vocabulary: defaultVocabulary,
    });
    const points = [];
    for await (const one of store.export({ ...base, query: 'up', window })) {
      points.push(one.points);
      if (points.length === 2) {
        break;
      }
    }
    expect(points).toEqual([
      [[1795197600, 1.5]],
      [
        [1795197600, 1.5],
        [1795197615, Infinity],
      ],
    ]);
    expect(fake.requests[0].form.get('extra_filters[]')).toBe(filters);
    await eventually(() => fake.closedEarly.length === 1);
  });

  it.each([
    ['{"metric":{"namespace":"ingress"},"val', 'cut its answer off'],
    ['x'.repeat(5 * 1024 * 1024), 'more than 4194304 bytes'],
  ])('should take the export %.20s for an error', async (body, message) => {
    const store = await storeAnswering(200, body);
    await expect(
      collect(store.export({ ...base, query: 'up', window })),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    [
      422,
      '{"status":"error","errorType":"422","error":"unsupported function \\"x\\""}',
      'InputError',
      'unsupported function "x"',
    ],
    [
      200,
      '{"status":"success","data":{"resultType":"vector","resu',
      'ServiceUnavailableError',
      'cut its answer off',
    ],
    [200, '{"status":"success"}', 'ServiceUnavailableError', 'unknown shape'],
    [200, answer('string', []), 'ServiceUnavailableError', 'unknown shape'],
    [200, answer('matrix', []), 'InputError', 'a range of samples'],
  ])('should report %s %s as %s', async (status, body, name, message) => {
    const store = await storeAnswering(status, body);
    await expect(store.query({ ...base, at: window.to })).rejects.toMatchObject(
      {
        name,
        message: expect.stringContaining(message),
      },
    );
  });

  it.each([
    ['an inverted window', { window: { from: window.to, to: window.from } }],
    ['an empty window', { window: { from: window.to, to: window.to } }],
    [
      'a window without times',
      { window: { from: new Date(NaN), to: window.to } },
    ],
    ['too fine a step', { window: { from: new Date(0), to: window.to } }],
    ['a broken step', { stepSeconds: 0.5 }],
    ['an empty query', { query: ' ' }],
  ])('should refuse %s', async (_name, wrong) => {
    const store = await storeAnswering(200, answer('matrix', []));
    await expect(
      store.queryRange({ ...base, window, stepSeconds: 15, ...wrong }),
    ).rejects.toMatchObject({ name: 'InputError' });
    expect(fake.requests).toHaveLength(0);
  });
});
