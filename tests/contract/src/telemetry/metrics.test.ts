import { metricData } from './metricData';
import { METRIC_QUERIES, REFUSED_METRIC_QUERIES } from './metricQueries';
import { normaliseExport, normaliseMetrics } from './normalise';
import { Recording } from './recording';
import { BASE_MS, metricTargets } from './targets';

jest.setTimeout(120_000);

const recording = Recording.load('metrics');
afterAll(() => recording.save());

const seconds = (offset: number) => String(BASE_MS / 1000 + offset);
const INSTANT = { path: 'query', params: { time: seconds(1807) } };
const RANGE = {
  path: 'query_range',
  params: { start: seconds(607), end: seconds(1807), step: '5m' },
};
/** Fifty and more points are moved to multiples of the step. */
const ALIGNED = {
  path: 'query_range',
  params: { start: seconds(1207), end: seconds(2207), step: '20' },
};
const ALIGNED_QUERIES = [
  'mem',
  'rate(cpu[1m])',
  'increase(cpu)',
  'sum(mem)',
  'max_over_time(mem)',
];

/** Requests beside plain queries. */
const REQUESTS: Array<{ path: string; params: Array<[string, string]> }> = [
  { path: 'query', params: [] },
  {
    path: 'query',
    params: [
      ['query', 'mem'],
      ['time', 'zzz'],
    ],
  },
  {
    path: 'query',
    params: [
      ['query', 'mem'],
      ['step', 'abc'],
    ],
  },
  {
    path: 'query_range',
    params: [
      ['query', 'mem'],
      ['start', seconds(0)],
      ['end', seconds(600)],
      ['step', 'abc'],
    ],
  },
  {
    path: 'query_range',
    params: [
      ['query', 'mem'],
      ['start', 'zzz'],
      ['end', seconds(600)],
    ],
  },
  {
    path: 'query_range',
    params: [
      ['query', 'mem'],
      ['start', seconds(-864000)],
      ['end', seconds(0)],
      ['step', '1'],
    ],
  },
  {
    path: 'query_range',
    params: [
      ['query', 'mem'],
      ['start', seconds(1200)],
      ['end', seconds(600)],
      ['step', '60'],
    ],
  },
  {
    path: 'query_range',
    params: [
      ['query', 'sum(mem)'],
      ['start', seconds(600)],
      ['end', seconds(900)],
      ['step', '60'],
      ['timeout', 'zz'],
    ],
  },
  {
    path: 'query',
    params: [
      ['query', 'mem'],
      ['time', seconds(600)],
      ['extra_label', 'ns=b'],
    ],
  },
  {
    path: 'query',
    params: [
      ['query', 'mem{ns="a"}'],
      ['time', seconds(600)],
      ['extra_label', 'ns=b'],
    ],
  },
  {
    path: 'query',
    params: [
      ['query', 'mem'],
      ['time', seconds(600)],
      ['extra_label', 'nonsense'],
    ],
  },
  {
    path: 'query',
    params: [
      ['query', 'mem{ns="a" or ns="b"}'],
      ['time', seconds(600)],
      ['extra_filters[]', '{ns="b"}'],
    ],
  },
  {
    path: 'query',
    params: [
      ['query', 'mem or cpu'],
      ['time', seconds(600)],
      ['extra_filters[]', '{ns="b"}'],
    ],
  },
  {
    path: 'query',
    params: [
      ['query', 'mem * on (ns) group_left () count(cpu) by (ns)'],
      ['time', seconds(600)],
      ['extra_filters[]', '{ns=~"b|c"}'],
    ],
  },
  {
    path: 'query',
    params: [
      ['query', 'sum(mem) by (ns)'],
      ['time', seconds(600)],
      ['extra_filters[]', '{ns="a"}'],
      ['extra_filters[]', '{ns="b"}'],
    ],
  },
  {
    path: 'query',
    params: [
      ['query', 'mem'],
      ['time', seconds(600)],
      ['extra_filters[]', '{ns="a"'],
    ],
  },
  {
    path: 'series',
    params: [
      ['match[]', 'mem'],
      ['start', seconds(0)],
      ['end', seconds(3600)],
    ],
  },
  {
    path: 'series',
    params: [
      ['match[]', 'mem'],
      ['start', seconds(0)],
      ['end', seconds(3600)],
      ['extra_filters[]', '{ns="b"}'],
    ],
  },
  { path: 'series', params: [] },
  {
    path: 'series',
    params: [
      ['match[]', 'mem{'],
      ['start', seconds(0)],
    ],
  },
  {
    path: 'labels',
    params: [
      ['start', seconds(0)],
      ['end', seconds(3600)],
    ],
  },
  {
    path: 'labels',
    params: [
      ['match[]', 'info'],
      ['start', seconds(0)],
      ['end', seconds(3600)],
    ],
  },
  {
    path: 'label/pod/values',
    params: [
      ['start', seconds(0)],
      ['end', seconds(3600)],
    ],
  },
  {
    path: 'label/pod/values',
    params: [
      ['start', seconds(0)],
      ['end', seconds(3600)],
      ['extra_filters[]', '{ns="a"}'],
    ],
  },
  {
    path: 'label/__name__/values',
    params: [
      ['match[]', '{ns="b"}'],
      ['start', seconds(0)],
      ['end', seconds(3600)],
    ],
  },
  { path: 'nosuch', params: [] },
];

/** Two minutes of raw samples. */
const SPAN: Array<[string, string]> = [
  ['start', seconds(600)],
  ['end', seconds(720)],
];
const EXPORTS: Array<{ params: Array<[string, string]> }> = [
  { params: [['match[]', 'mem'], ...SPAN] },
  { params: [['match[]', 'mem'], ['extra_filters[]', '{ns="b"}'], ...SPAN] },
  {
    params: [
      ['match[]', '{__name__=~".+"}'],
      ['extra_filters[]', '{ns=~"b|zz"}'],
      ...SPAN,
    ],
  },
  {
    params: [
      ['match[]', 'mem{ns="a" or ns="b"}'],
      ['match[]', 'cpu{ns="a"}'],
      ['extra_filters[]', '{ns="b"}'],
      ...SPAN,
    ],
  },
  {
    params: [
      ['match[]', 'mem{ns="a"}'],
      ['extra_filters[]', '{ns="b"}'],
      ['nocache', '1'],
      ['latency_offset', '1ms'],
      ...SPAN,
    ],
  },
  { params: [['match[]', 'mem'], ['max_rows_per_line', '3'], ...SPAN] },
  { params: [['match[]', 'nosuch'], ...SPAN] },
  { params: SPAN },
  { params: [['match[]', 'mem{'], ...SPAN] },
];

describe.each(metricTargets())('VictoriaMetrics, as $name answers', target => {
  const run = `run${process.pid}x${Date.now()}`;
  let url: string;
  let inserted: unknown[];

  /** Every request is kept to the data of this run, which may share a server with others. */
  const ask = async (path: string, params: Iterable<[string, string]>) => {
    const body = new URLSearchParams([...params]);
    body.append('extra_label', `run=${run}`);
    const response = await fetch(`${url}/api/v1/${path}`, {
      method: 'POST',
      body,
    });
    return normaliseMetrics(response.status, await response.text());
  };
  const insert = async (text: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/api/v1/import/prometheus`, {
      method: 'POST',
      body: text,
      headers,
    });
    const flush = await fetch(`${url}/internal/force_flush`);
    return [response.status, await response.text(), flush.status];
  };

  beforeAll(async () => {
    url = await target.start();
    inserted = await insert(metricData(run));
  });
  afterAll(() => target.stop());

  it('takes samples and says nothing', () => {
    expect(inserted).toEqual([204, '', 200]);
  });

  it.each(EXPORTS)('exports $params', async ({ params }) => {
    const body = new URLSearchParams(params);
    body.append('extra_label', `run=${run}`);
    const response = await fetch(`${url}/api/v1/export`, {
      method: 'POST',
      body,
    });
    const type = response.headers.get('content-type');
    const answer = normaliseExport(
      `${response.status} ${type}`,
      await response.text(),
    );
    const key = JSON.stringify(['export', params]).replace(
      /\d{10}/g,
      time => `t${Number(time) - BASE_MS / 1000}`,
    );
    expect(answer).toBe(recording.expected(key, answer, target.real));
  });

  it.each(METRIC_QUERIES)('answers %s', async query => {
    const forms = ALIGNED_QUERIES.includes(query)
      ? [INSTANT, RANGE, ALIGNED]
      : [INSTANT, RANGE];
    for (const [i, { path, params }] of forms.entries()) {
      const answer = await ask(path, Object.entries({ query, ...params }));
      expect(answer).toBe(
        recording.expected(`${path}${i} ${query}`, answer, target.real),
      );
    }
  });

  it.each(REQUESTS)('answers $path $params', async ({ path, params }) => {
    const key = JSON.stringify([path, params]).replace(
      /\d{10}/g,
      time => `t${Number(time) - BASE_MS / 1000}`,
    );
    const answer = await ask(path, params);
    expect(answer).toBe(recording.expected(key, answer, target.real));
  });

  it.each(REFUSED_METRIC_QUERIES)('answers %s or refuses it', async query => {
    const answer = await ask('query', [
      ['query', query],
      ['time', seconds(1807)],
    ]);
    expect(answer).toMatch(
      target.real
        ? /^200 vector/
        : /^422 .*(unsupported function|not supported)/,
    );
  });

  it('refuses functions that nobody knows', async () => {
    expect(await ask('query', [['query', 'nosuchfn(mem)']])).toMatch(
      /^422 .*unsupported function "nosuchfn"$/,
    );
  });

  it('hides samples that are younger than the latency offset', async () => {
    const now = Date.now();
    await insert(
      `fresh{run="${run}"} 5 ${now - 3000}\nfresh{run="${run}"} 4 ${
        now - 45_000
      }`,
    );
    const hidden = await ask('query', [['query', 'fresh']]);
    const shown = await ask('query', [
      ['query', 'fresh'],
      ['latency_offset', '1ms'],
    ]);
    expect([hidden, shown].map(answer => answer.split('=').pop())).toEqual([
      '4',
      '5',
    ]);
  });

  it('drops lines that make no sense without a word', async () => {
    const time = BASE_MS + 60_000;
    await insert(
      [
        `good{run="${run}",k="1"} 1 ${time}`,
        'this is { not prom',
        `good{run="${run}",k="2"} 1_000 ${time}`,
        `good{run="${run}",k="3"} 4Ki ${time}`,
        `good{run="${run}",k="4",} +2.5e1 ${time}`,
        `good{run="${run}",k="a\\"b\\\\c\\nd"} 3 ${time / 1000}`,
        `{__name__="good",run="${run}",k="5"} 3 ${time}`,
      ].join('\n'),
      { 'Content-Type': 'application/x-www-form-urlencoded' },
    );
    const answer = await ask('query', [
      ['query', 'sort(good)'],
      ['time', String(time / 1000)],
    ]);
    expect(answer).toBe(recording.expected('import', answer, target.real));
  });

  it('lets enforced filters of the URL win over those of the body', async () => {
    const response = await fetch(`${url}/api/v1/query?extra_label=ns%3Db`, {
      method: 'POST',
      body: new URLSearchParams({
        query: `count(mem{run="${run}"}) by (ns)`,
        time: seconds(600),
        extra_label: 'ns=a',
      }),
    });
    expect(normaliseMetrics(response.status, await response.text())).toBe(
      '200 vector {"ns":"b"} 600=1',
    );
  });

  it('answers below /prometheus and says that it is healthy', async () => {
    const prefixed = await fetch(`${url}/prometheus/api/v1/query?query=1%2B1`);
    expect(await prefixed.text()).toContain('"2"');
    expect(prefixed.headers.get('access-control-allow-origin')).toBe('*');
    const health = await fetch(`${url}/health`);
    expect([health.status, await health.text()]).toEqual([200, 'OK']);
  });
});
