import { RcaClient } from './RcaClient';

const fetch = jest.fn();
const client = new RcaClient({
  discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
  fetchApi: { fetch },
});

const answer = (body: unknown, status = 200) =>
  fetch.mockResolvedValueOnce(
    new Response(typeof body === 'string' ? body : JSON.stringify(body), {
      status,
      headers: {
        'content-type':
          typeof body === 'string' ? 'text/markdown' : 'application/json',
      },
    }),
  );

describe('RcaClient', () => {
  it('should speak the HTTP API of the plugin', async () => {
    answer({ items: [] });
    await client.list({ verdict: 'healthy', limit: 5, cursor: undefined });
    answer({ id: '1' }, 201);
    await client.start({ entityRef: 'component:default/a' });
    answer({ id: '1' });
    await client.get('a/../b');
    fetch.mockResolvedValueOnce(new Response(null, { status: 204 }));
    await client.cancel('1');
    answer('# Report');
    await expect(client.getMarkdown('1')).resolves.toBe('# Report');

    expect(
      fetch.mock.calls.map(([url, init]) => [init.method, url, init.body]),
    ).toEqual([
      [
        'GET',
        'http://portal/api/rca/investigations?verdict=healthy&limit=5',
        undefined,
      ],
      [
        'POST',
        'http://portal/api/rca/investigations',
        '{"entityRef":"component:default/a"}',
      ],
      ['GET', 'http://portal/api/rca/investigations/a%2F..%2Fb', undefined],
      ['POST', 'http://portal/api/rca/investigations/1/cancel', undefined],
      ['GET', 'http://portal/api/rca/investigations/1/report.md', undefined],
    ]);
  });

  it('should throw what the backend threw', async () => {
    answer(
      {
        error: { name: 'NotFoundError', message: 'no' },
        response: { statusCode: 404 },
      },
      404,
    );
    await expect(client.get('1')).rejects.toMatchObject({
      cause: { name: 'NotFoundError' },
    });
  });
});
