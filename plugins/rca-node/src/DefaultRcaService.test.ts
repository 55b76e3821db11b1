import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { DefaultRcaService } from './DefaultRcaService';

const credentials = mockCredentials.user();

describe('DefaultRcaService', () => {
  const seen: Array<{ line: string; authorization?: string; body: string }> =
    [];
  let server: Server;
  let client: DefaultRcaService;

  beforeAll(async () => {
    server = createServer(async (req, res) => {
      let body = '';
      for await (const chunk of req) body += chunk;
      seen.push({
        line: `${req.method} ${req.url}`,
        authorization: req.headers.authorization,
        body,
      });
      if (req.url?.includes('hang')) return;
      res.setHeader('content-type', 'application/json');
      res.statusCode = req.url?.includes('missing') ? 404 : 200;
      res.end(
        JSON.stringify({
          id: 'i-1',
          error: { name: 'NotFoundError', message: 'no' },
        }),
      );
    }).listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    client = new DefaultRcaService({
      auth: mockServices.auth(),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
      }),
    });
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('calls the routes on behalf of the caller', async () => {
    await client.start(
      { entityRef: 'component:default/cart' },
      { credentials },
    );
    await client.get('a/../b', { credentials });
    await client.cancel('i-1', { credentials });

    expect(seen.map(request => request.line)).toEqual([
      'POST /api/rca/investigations',
      'GET /api/rca/investigations/a%2F..%2Fb',
      'POST /api/rca/investigations/i-1/cancel',
    ]);
    expect(JSON.parse(seen[0].body)).toEqual({
      entityRef: 'component:default/cart',
    });
    expect(seen[0].authorization).toBe(
      mockCredentials.service.header({
        onBehalfOf: credentials,
        targetPluginId: 'rca',
      }),
    );
  });

  it('turns error answers into errors and stops when aborted', async () => {
    await expect(client.get('missing', { credentials })).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 404,
    });
    const controller = new AbortController();
    const pending = client.get('hang', {
      credentials,
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(), 20);
    await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
  });
});
