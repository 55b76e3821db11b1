import { gzipSync } from 'node:zlib';
import { LOG_LINES } from './logData';
import { LOG_QUERIES, REFUSED_LOG_QUERIES } from './logQueries';
import { LOG_REQUESTS } from './logRequests';
import { normaliseLogs } from './normalise';
import { Recording } from './recording';
import { BASE_MS, logTargets } from './targets';

jest.setTimeout(120_000);

/** The real server shows new lines to queries after a second or two. */
const VISIBLE_AFTER_MS = 2_500;
const LINE_LIMIT = 256 * 1024;
const JSON_LINES = 'application/stream+json';

const recording = Recording.load('logs');
afterAll(() => recording.save());

describe.each(logTargets())('VictoriaLogs, as $name answers', target => {
  const tenant = String(Math.floor(Math.random() * 2 ** 31));
  let url: string;
  let inserted: {
    status: number;
    type: string | null;
    text: string;
    flush: number;
  };

  const request = (
    endpoint: string,
    params: Record<string, string>,
    account = tenant,
  ) =>
    fetch(`${url}/select/logsql/${endpoint}`, {
      method: 'POST',
      body: new URLSearchParams(params),
      headers: { AccountID: account },
    });
  const ask = async (endpoint: string, params: Record<string, string>) => {
    const response = await request(endpoint, params);
    // Without a sort or a limit there is no order, nor among groups.
    const { query = '', limit } = params;
    const ordered =
      !/stats|partition/.test(query) &&
      (Number(limit) > 0 || /sort|first|last|top/.test(query));
    return normaliseLogs(
      response.status,
      response.headers.get('content-type'),
      await response.text(),
      { ordered },
    );
  };
  const insert = (
    body: string | Buffer,
    headers: Record<string, string>,
    query = '_stream_fields=ns,pod',
  ) =>
    fetch(`${url}/insert/jsonline?${query}`, { method: 'POST', body, headers });
  const becomeVisible = () =>
    new Promise(done => setTimeout(done, target.real ? VISIBLE_AFTER_MS : 0));

  beforeAll(async () => {
    url = await target.start();
    const response = await insert(LOG_LINES.join('\n'), {
      'Content-Type': JSON_LINES,
      AccountID: tenant,
    });
    inserted = {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
      // Older servers know no force_flush.
      flush: (await fetch(`${url}/internal/force_flush`)).status,
    };
    await becomeVisible();
  });
  afterAll(() => target.stop());

  it('takes lines and says nothing', () => {
    expect(inserted).toMatchObject({
      status: 200,
      type: 'application/json',
      text: '',
    });
    expect(target.real ? [200, 400] : [200]).toContain(inserted.flush);
  });

  it.each(LOG_QUERIES)('answers %s', async query => {
    const answer = await ask('query', { query });
    expect(answer).toBe(recording.expected(query, answer, target.real));
  });

  it.each(LOG_REQUESTS)(
    'answers $endpoint $params',
    async ({ endpoint, params }) => {
      const key = JSON.stringify([endpoint, params])
        .replace(
          /\d{10}(?=\d{3}|\D)/g,
          time => `t${Number(time) - BASE_MS / 1000}`,
        )
        .replace(/\d{4}-\d\d-\d\dT\d\d/g, 'DAY');
      const answer = await ask(endpoint, params);
      expect(answer).toBe(recording.expected(key, answer, target.real));
    },
  );

  it.each(REFUSED_LOG_QUERIES)('answers %s or refuses it', async query => {
    expect(await ask('query', { query })).toMatch(
      target.real ? /^200/ : /^400 .*the sandbox does not support/,
    );
  });

  it.each(['_msg:~"("', '_msg:~"a(?=b)"', '{ns=~"("}', 'level:in(a b)'])(
    'refuses %s',
    async query => {
      expect((await request('query', { query })).status).toBe(400);
    },
  );

  it('returns the newest lines, oldest first, when there is a limit', async () => {
    const response = await request('query', { query: '*', limit: '3' });
    const lines = (await response.text())
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines.map(({ pod }) => pod)).toContain('o2');
    const times = lines.map(({ _time }) => Date.parse(_time) - BASE_MS);
    expect(times).toEqual([3_700_000, 3_750_000, 3_800_000]);
  });

  it('keeps tenants apart, by header only', async () => {
    expect(
      await (await request('query', { query: '*' }, '4294967295')).text(),
    ).toBe('');
    const bad = await request('query', { query: '*' }, 'abc');
    expect([bad.status, await bad.text()]).toEqual([
      400,
      expect.stringContaining('cannot parse "abc" as uint32'),
    ]);
  });

  it('drops most of what it cannot store without a word', async () => {
    const account = String(Number(tenant) + 1);
    const line = (text: string, more: object = {}) =>
      JSON.stringify({
        _msg: text,
        ns: 'x',
        _time: new Date().toISOString(),
        ...more,
      });
    const json = { 'Content-Type': JSON_LINES, AccountID: account };
    const days = (count: number) => ({
      _time: new Date(Date.now() + count * 86_400_000).toISOString(),
    });
    const inserts: Array<[string | Buffer, Record<string, string>, string?]> = [
      [
        line('form'),
        {
          'Content-Type': 'application/x-www-form-urlencoded',
          AccountID: account,
        },
      ],
      [`${line('one')}\nnot json\n${line('three')}`, json],
      [line('long', { pad: 'x'.repeat(LINE_LIMIT) }), json],
      ['nope', { ...json, 'Content-Encoding': 'gzip' }],
      [gzipSync(line('zipped')), { ...json, 'Content-Encoding': 'gzip' }],
      [line('future', days(10)), json],
      [line('tomorrow', days(1)), json],
      [line('ancient', { _time: '2020-01-01T00:00:00Z' }), json],
      [line('debug'), json, '_stream_fields=ns&debug=1'],
      [line('timeless', { _time: '0' }), json],
      [
        line('extra', { secret: 's' }),
        json,
        '_stream_fields=ns,cluster&extra_fields=cluster=c1&ignore_fields=secret',
      ],
      [
        JSON.stringify({ message: 'renamed', ns: 'x' }),
        json,
        '_stream_fields=ns&_msg_field=message,_msg',
      ],
    ];
    for (const [body, headers, query] of inserts) {
      const response = await insert(body, headers, query);
      expect([response.status, await response.text()]).toEqual([200, '']);
    }
    expect((await fetch(`${url}/insert/jsonline`)).status).toBe(405);
    await becomeVisible();
    const response = await request(
      'query',
      { query: '* | fields _msg, _stream, secret' },
      account,
    );
    const stored = (await response.text()).trim().split('\n').sort();
    expect(
      stored
        .map(text => JSON.parse(text))
        .map(({ _msg, _stream, secret }) => [_msg, _stream, secret])
        .sort(),
    ).toEqual([
      ['extra', '{cluster="c1",ns="x"}', undefined],
      ['one', '{ns="x"}', undefined],
      ['renamed', '{ns="x"}', undefined],
      ['three', '{ns="x"}', undefined],
      ['timeless', '{ns="x"}', undefined],
      ['tomorrow', '{ns="x"}', undefined],
      ['zipped', '{ns="x"}', undefined],
    ]);
  });

  it('follows new lines', async () => {
    const account = String(Number(tenant) + 2);
    const controller = new AbortController();
    const confined = new URLSearchParams({
      query: 'hello or foreign',
      extra_filters: '{"ns":["x"]}',
    });
    const tail = fetch(`${url}/select/logsql/tail?${confined}`, {
      headers: { AccountID: account },
      signal: controller.signal,
    });
    const lines = [
      { _msg: 'foreign hello', ns: 'y' },
      { _msg: 'hello tail', ns: 'x' },
    ].map(line => JSON.stringify(line));
    await insert(lines.join('\n'), {
      'Content-Type': JSON_LINES,
      AccountID: account,
    });
    const response = await tail;
    expect(response.status).toBe(200);
    const { value } = await response.body!.getReader().read();
    expect(JSON.parse(new TextDecoder().decode(value).trim())).toMatchObject({
      _msg: 'hello tail',
    });
    controller.abort();
    const refused = await request('tail', { query: '* | stats count()' });
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringContaining('cannot be used in live tailing'),
    ]);
  });
});
