import { TenancyClient } from './TenancyClient';

const fetch = jest.fn(async (..._: Parameters<typeof globalThis.fetch>) =>
  Response.json({}),
);
const client = new TenancyClient({
  discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
  fetchApi: { fetch },
});

describe('TenancyClient', () => {
  it('should speak the HTTP API of the plugin', async () => {
    const namespace = { cluster: 'sandbox', namespace: '../x' };
    await client.getAccess({ q: 'a&b', access: 'owner', cursor: undefined });
    await client.explain(namespace);
    await client.requestAccess({ ...namespace, reason: 'r' });
    await client.listNamespaces({});
    await client.getNamespaceAccess(namespace, { limit: 5 });
    await client.listFlagged({ cursor: 'c' });

    expect(
      fetch.mock.calls.map(([url, init]) => [init?.method, url, init?.body]),
    ).toEqual([
      [
        'GET',
        'http://portal/api/tenancy/access?q=a%26b&access=owner',
        undefined,
      ],
      [
        'GET',
        'http://portal/api/tenancy/explain?cluster=sandbox&namespace=..%2Fx',
        undefined,
      ],
      [
        'POST',
        'http://portal/api/tenancy/access-requests',
        '{"cluster":"sandbox","namespace":"../x","reason":"r"}',
      ],
      ['GET', 'http://portal/api/tenancy/namespaces', undefined],
      [
        'GET',
        'http://portal/api/tenancy/namespaces/sandbox/..%2Fx/access?limit=5',
        undefined,
      ],
      ['GET', 'http://portal/api/tenancy/flagged-entities?cursor=c', undefined],
    ]);
  });
});
