import { scopeOf, startFakeStore } from '../__testUtils__/startFakeStore';
import { defaultVocabulary } from '../Vocabulary';
import { PrometheusStore } from './PrometheusStore';

const window = {
  from: new Date('2026-11-20T18:00:00.000Z'),
  to: new Date('2026-11-20T19:00:00.000Z'),
};
const scope = scopeOf('team-a-prod', 'ingress');
const matcher = 'namespace=~"^(?:team-a-prod|ingress)$"';

function success(data: unknown) {
  return JSON.stringify({ status: 'success', data });
}

describe('PrometheusStore', () => {
  let fake: Awaited<ReturnType<typeof startFakeStore>>;

  afterEach(() => fake?.stop());

  async function storeAnswering(...answers: unknown[]) {
    fake = await startFakeStore((res, _request, attempt) => {
      res.end(success(answers[Math.min(attempt, answers.length) - 1]));
    });
    return new PrometheusStore({
      cluster: 'sandbox',
      config: fake.config(),
      vocabulary: defaultVocabulary,
    });
  }

  it('should write the namespaces into every selector, and nowhere else', async () => {
    const store = await storeAnswering(
      { resultType: 'matrix', result: [] },
      { resultType: 'scalar', result: [1, '0.5'] },
    );
    await store.queryRange({
      scope,
      query: 'sum(rate(x[5m])) / y{namespace!="a"} # z',
      window,
      stepSeconds: 60,
    });
    expect(Object.fromEntries(fake.requests[0].form)).toEqual({
      query: `sum(rate(x{${matcher}}[5m])) / y{${matcher},namespace!="a"}  `,
      start: '1795197600.000',
      end: '1795201200.000',
      step: '60s',
      timeout: '5000ms',
    });
    await expect(
      store.query({ scope, query: '1/2', at: window.to }),
    ).resolves.toEqual({
      samples: [{ labels: {}, value: 0.5 }],
      truncated: false,
    });
  });

  it('should confine what has no expression', async () => {
    const store = await storeAnswering(
      [{ __name__: 'up', namespace: 'ingress' }],
      ['a', 'b', 'c'],
      ['ingress', 'team-b-prod'],
    );
    await expect(
      store.series({ scope, query: 'up', window }),
    ).resolves.toMatchObject({ truncated: false });
    const labelValues = (label: string) =>
      store.labelValues({ scope, label, window, limit: 2 });
    await expect(labelValues('__name__')).resolves.toEqual({
      values: ['a', 'b'],
      truncated: true,
    });
    await expect(labelValues('namespace')).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    expect(fake.requests.map(({ path }) => path.split('?')[0])).toEqual([
      '/api/v1/series',
      '/api/v1/label/__name__/values',
      '/api/v1/label/namespace/values',
    ]);
    expect(fake.requests.map(({ form }) => form.getAll('match[]'))).toEqual([
      [`up{${matcher}}`],
      [`{${matcher}}`],
      [`{${matcher}}`],
    ]);
  });

  it('should export series one by one', async () => {
    const store = await storeAnswering(
      [{ __name__: 'up', namespace: 'ingress', 'a.b': '"}' }],
      {
        resultType: 'matrix',
        result: [
          {
            metric: { __name__: 'up', namespace: 'ingress' },
            values: [
              [1795197599.9, '0'],
              [1795197600, '1'],
            ],
          },
        ],
      },
    );
    const series = [];
    for await (const one of store.export({ scope, query: 'up', window })) {
      series.push(one);
    }
    expect(series).toEqual([
      {
        labels: { __name__: 'up', namespace: 'ingress' },
        points: [[1795197600, 1]],
      },
    ]);
    expect(fake.requests[1].form.get('query')).toBe(
      `{${matcher},__name__="up",namespace="ingress","a.b"="\\"}"}[3600000ms]`,
    );
  });

  it.each(['x default 0', 'x\r or y', 'info(x)', 'sum(x'])(
    'should not ask the server %j',
    async query => {
      const store = await storeAnswering();
      await expect(
        store.query({ scope, query, at: window.to }),
      ).rejects.toMatchObject({ name: 'InputError' });
      await expect(
        store.series({ scope, query, window }),
      ).rejects.toMatchObject({ name: 'InputError' });
      expect(fake.requests).toHaveLength(0);
    },
  );

  it.each([
    [{ isPartial: true }, true],
    [{ warnings: ['1 of 2 stores did not answer'] }, true],
    [{ warnings: ['PromQL warning: bucket label is missing'] }, false],
    [{ isPartial: false, warnings: [] }, false],
  ])(
    'should take %j for an answer that is cut: %s',
    async (said, truncated) => {
      fake = await startFakeStore(res => {
        const data = { resultType: 'vector', result: [] };
        res.end(JSON.stringify({ status: 'success', data, ...said }));
      });
      const store = new PrometheusStore({
        cluster: 'sandbox',
        config: fake.config(),
        vocabulary: defaultVocabulary,
      });
      await expect(
        store.query({ scope, query: 'x', at: window.to }),
      ).resolves.toEqual({ samples: [], truncated });
    },
  );

  it.each([
    [
      {
        resultType: 'vector',
        result: [{ metric: { namespace: 'team-b-prod' }, value: [1, '1'] }],
      },
      'NotAllowedError',
    ],
    [{ resultType: 'matrix', result: [] }, 'InputError'],
    [{ resultType: 'string', result: [1, 'a'] }, 'ServiceUnavailableError'],
  ])('should take %j for %s', async (answer, name) => {
    const store = await storeAnswering(answer);
    await expect(
      store.query({ scope, query: 'x', at: window.to }),
    ).rejects.toMatchObject({ name });
  });

  it('should not hand out stored series without the label', async () => {
    const store = await storeAnswering([{ __name__: 'node_load1' }]);
    await expect(
      store.series({ scope, query: '{}', window }),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
  });
});
