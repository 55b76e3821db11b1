import {
  collect,
  eventually,
  scopeOf,
  startFakeStore,
} from '../__testUtils__/startFakeStore';
import { defaultVocabulary } from '../Vocabulary';
import { VictoriaLogsStore } from './VictoriaLogsStore';

type Handler = Parameters<typeof startFakeStore>[0];

const window = {
  from: new Date('2026-11-20T18:00:00.000Z'),
  to: new Date('2026-11-20T19:00:00.000Z'),
};
const base = { scope: scopeOf('team-a-prod'), query: '* # all', window };
const filters = '{"kubernetes.pod_namespace":["team-a-prod"]}';

describe('VictoriaLogsStore, beyond lines', () => {
  let fake: Awaited<ReturnType<typeof startFakeStore>>;

  afterEach(() => fake?.stop());

  async function storeWith(handler: Handler) {
    fake = await startFakeStore(handler);
    return new VictoriaLogsStore({
      cluster: 'sandbox',
      config: fake.config({ deadlineMs: 300 }),
      vocabulary: defaultVocabulary,
    });
  }

  it('should name the fields that a filter can use, commonest first', async () => {
    const values = ['_time', '_stream', 'level', '_stream_id', '_msg'];
    const store = await storeWith(res =>
      res.end(
        JSON.stringify({
          values: values.map((value, hits) => ({ value, hits })),
        }),
      ),
    );
    await expect(store.fieldNames(base)).resolves.toEqual({
      values: [
        { value: '_msg', hits: 4 },
        { value: 'level', hits: 2 },
      ],
      truncated: false,
    });
    const [{ path, form }] = fake.requests;
    expect(path).toBe('/select/logsql/field_names');
    expect(form.get('extra_filters')).toBe(filters);
  });

  it('should count the values of a field, whatever it is called and however the text ends', async () => {
    const store = await storeWith(res =>
      res.end(
        '{"a\\") | x":"error","hits":"3"}\n{"hits":"2"}\n{"a\\") | x":"warn","hits":"1"}\n',
      ),
    );
    const options = { ...base, field: 'a") | x', limit: 2 };
    await expect(store.fieldValues(options)).resolves.toEqual({
      values: [
        { value: 'error', hits: 3 },
        { value: '', hits: 2 },
      ],
      truncated: true,
    });
    expect(Object.fromEntries(fake.requests[0].form)).toMatchObject({
      query: '* # all\n| top 3 by ("a\\") | x")',
      extra_filters: filters,
      start: '2026-11-20T18:00:00.000Z',
      end: '2026-11-20T19:00:00.000Z',
    });
    await expect(
      store.fieldValues({ ...options, limit: 0 }),
    ).rejects.toMatchObject({ name: 'InputError' });
    await expect(
      store.fieldValues({ ...options, field: '' }),
    ).rejects.toMatchObject({ name: 'InputError' });
  });

  it('should read the count of a field that is called like it', async () => {
    const store = await storeWith(res => res.end('{"hits":"x","hitss":"7"}'));
    await expect(
      store.fieldValues({ ...base, field: 'hits', limit: 1 }),
    ).resolves.toEqual({ values: [{ value: 'x', hits: 7 }], truncated: false });
  });

  it.each(['[]', '{"values":1}', '{"error":"x"}'])(
    'should not take %s for fields',
    async body => {
      const store = await storeWith(res => res.end(body));
      await expect(store.fieldNames(base)).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining('unknown shape'),
      });
    },
  );

  it('should follow new lines beyond the deadline until the reader leaves', async () => {
    const store = await storeWith(res => {
      res.writeHead(200);
      res.flushHeaders();
      setTimeout(
        () =>
          res.write(
            '{"_time":"2026-11-20T18:25:00Z","_msg":"new","kubernetes.pod_namespace":"team-a-prod"}\n',
          ),
        500,
      );
    });
    const { window: _window, ...live } = base;
    for await (const record of store.tail(live)) {
      expect(record).toMatchObject({
        message: 'new',
        namespace: 'team-a-prod',
      });
      break;
    }
    expect(Object.fromEntries(fake.requests[0].form)).toEqual({
      query: '* # all',
      extra_filters: filters,
    });
    await eventually(() => fake.closedEarly.length === 1);
  });

  it.each([
    [
      '{"_msg":"x","kubernetes.pod_namespace":"team-b-prod"}',
      'NotAllowedError',
      "outside the caller's namespaces",
    ],
    [
      'remoteAddr: "10.0.0.1:1"; requestURI: /select/logsql/tail?query=x; cannot get tail results for query ["x"]: missing _time field',
      'InputError',
      "VictoriaLogs of cluster 'sandbox' cannot follow this query: missing _time field",
    ],
    ['{"_msg":"x', 'ServiceUnavailableError', 'cut its answer off'],
  ])('should end a tail at %s', async (line, name, message) => {
    const store = await storeWith(res => res.end(`${line}\n`));
    await expect(collect(store.tail(base))).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });

  it('should refuse in a tail what it refuses elsewhere', async () => {
    const store = await storeWith(res => res.end());
    await expect(
      collect(store.tail({ ...base, query: 'options(x=y) *' })),
    ).rejects.toMatchObject({ name: 'InputError' });
    await expect(
      collect(store.tail({ ...base, scope: scopeOf() })),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
    expect(fake.requests).toHaveLength(0);
  });
});
