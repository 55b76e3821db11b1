import { LogTailEvent } from '@internal/plugin-observability-common';
import { ObservabilityClient } from './ObservabilityClient';

const fetch = jest.fn();
const client = new ObservabilityClient({
  discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
  fetchApi: { fetch },
});
const target = { entityRef: 'component:default/a' };
const window = { from: '2026-03-02T11:00:00Z', to: '2026-03-02T12:00:00Z' };

const answer = (body: unknown) =>
  fetch.mockResolvedValueOnce(
    new Response(body === undefined ? null : JSON.stringify(body), {
      status: body === undefined ? 204 : 200,
      headers: { 'content-type': 'application/json' },
    }),
  );

describe('ObservabilityClient', () => {
  beforeEach(() => fetch.mockReset());

  it('should speak the HTTP API of the plugin', async () => {
    const asked = { ...target, window };
    const calls: Array<[string, string, unknown, () => Promise<unknown>]> = [
      [
        'GET',
        'target?entityRef=component%3Adefault%2Fa',
        undefined,
        () => client.getTarget(target),
      ],
      ['POST', 'marks', asked, () => client.getMarks(asked)],
      ['POST', 'logs/volume', asked, () => client.getLogVolume(asked)],
      ['POST', 'logs/patterns', asked, () => client.getLogPatterns(asked)],
      ['POST', 'logs/lines', asked, () => client.getLogLines(asked)],
      ['POST', 'logs/fields', asked, () => client.getLogFields(asked)],
      ['GET', 'metrics/panels', undefined, () => client.listMetricPanels()],
      [
        'POST',
        'metrics/panel',
        { ...asked, panel: 'p' },
        () => client.getMetricPanel({ ...asked, panel: 'p' }),
      ],
      [
        'POST',
        'metrics/query',
        { ...asked, query: 'up' },
        () => client.queryMetrics({ ...asked, query: 'up' }),
      ],
      ['POST', 'metrics/names', asked, () => client.getMetricNames(asked)],
      ['POST', 'traces/search', asked, () => client.searchTraces(asked)],
      [
        'POST',
        'traces/trace',
        { ...target, traceId: '1' },
        () => client.getTrace({ ...target, traceId: '1' }),
      ],
      [
        'GET',
        'anomalies?state=open',
        undefined,
        () => client.listAnomalies({ state: 'open', cursor: undefined }),
      ],
      ['GET', 'anomalies/mutes', undefined, () => client.listMutes()],
    ];
    for (const [method, path, body, call] of calls) {
      answer({ path });
      await expect(call()).resolves.toEqual({ path });
      const [url, init] = fetch.mock.lastCall!;
      expect([init.method, url, init.body]).toEqual([
        method,
        `http://portal/api/observability/${path}`,
        body && JSON.stringify(body),
      ]);
    }

    answer(undefined);
    await client.deleteMute('a/../b');
    expect(fetch.mock.lastCall![0]).toBe(
      'http://portal/api/observability/anomalies/mutes/a%2F..%2Fb',
    );
  });

  it('should take a file by a name that is only a name', async () => {
    const named = async (disposition?: string) => {
      fetch.mockResolvedValueOnce(
        new Response('a line\n', {
          headers: disposition ? { 'content-disposition': disposition } : {},
        }),
      );
      return client.exportLogs({ ...target, window, format: 'csv' });
    };
    const file = await named('attachment; filename="checkout-logs.csv"');
    expect(file.name).toBe('checkout-logs.csv');
    expect(file.content.size).toBe(7);
    expect((await named('attachment; filename="../../x"')).name).toBe(
      'logs.csv',
    );
    expect((await named()).name).toBe('logs.csv');
  });

  it('should read a tail line by line and throw what the backend threw', async () => {
    const events: LogTailEvent[] = [
      { kind: 'alive' },
      { kind: 'ended', reason: 'over' },
    ];
    const bytes = new TextEncoder().encode(
      events.map(event => `${JSON.stringify(event)}\n`).join(''),
    );
    const pieces = [bytes];
    fetch.mockResolvedValueOnce({
      ok: true,
      body: {
        getReader: () => ({
          read: async () => ({
            done: pieces.length === 0,
            value: pieces.shift(),
          }),
          cancel: async () => {},
        }),
      },
    });
    const { signal } = new AbortController();
    const read = [];
    for await (const event of client.tailLogs(
      { ...target, window },
      { signal },
    )) {
      read.push(event);
    }
    expect(read).toEqual(events);

    fetch.mockResolvedValueOnce(
      new Response(
        JSON.stringify({
          error: { name: 'NotAllowedError', message: 'no' },
          response: { statusCode: 403 },
        }),
        {
          status: 403,
          headers: { 'content-type': 'application/json' },
        },
      ),
    );
    await expect(
      client
        .tailLogs({ ...target, window }, { signal })
        [Symbol.asyncIterator]()
        .next(),
    ).rejects.toMatchObject({ cause: { name: 'NotAllowedError' } });
  });
});
