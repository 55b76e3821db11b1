import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { CoreV1Api } from '@kubernetes/client-node';
import { DefaultClusterService } from './DefaultClusterService';

const scope = (namespaces: string[], cluster = 'one'): TenantScope => ({
  $$type: '@internal/TenantScope',
  userEntityRef: 'user:default/alice',
  cluster,
  namespaces,
});

describe('DefaultClusterService', () => {
  let server: Server;
  let url: string;
  let requests: Array<{ path: string; authorization?: string; body: string }>;
  let answer: (req: IncomingMessage, res: ServerResponse) => void;

  const sendToken =
    (seconds: number, serverNow = Date.now()) =>
    (_req: IncomingMessage, res: ServerResponse) => {
      res.writeHead(201, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          kind: 'TokenRequest',
          metadata: { creationTimestamp: new Date(serverNow).toISOString() },
          status: {
            token: `token-${requests.length}`,
            expirationTimestamp: new Date(
              serverNow + seconds * 1_000,
            ).toISOString(),
          },
        }),
      );
    };
  const sendStatus =
    (code: number, message: string) =>
    (_req: IncomingMessage, res: ServerResponse) => {
      res
        .writeHead(code, { 'content-type': 'application/json' })
        .end(JSON.stringify({ kind: 'Status', code, message }));
    };

  const create = (clusters?: object, others: object[] = []) =>
    DefaultClusterService.fromConfig(
      mockServices.rootConfig({
        data: {
          kubernetes: {
            clusterLocatorMethods: [
              { type: 'catalog' },
              {
                type: 'config',
                clusters: [
                  {
                    name: 'one',
                    title: 'One',
                    url,
                    authProvider: 'serviceAccount',
                    serviceAccountToken: 'portal-token',
                  },
                  ...others,
                ],
              },
            ],
          },
          clusters,
        } as object,
      }),
      { logger: mockServices.logger.mock() },
    );

  beforeEach(async () => {
    requests = [];
    answer = sendToken(900);
    server = createServer((req, res) => {
      let body = '';
      req.on('data', chunk => (body += chunk));
      req.on('end', () => {
        requests.push({
          path: `${req.method} ${req.url}`,
          authorization: req.headers.authorization,
          body,
        });
        answer(req, res);
      });
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  });

  it('should request the tenant token once under concurrency and give clients nothing of the portal', async () => {
    const service = create();
    expect(service.list()).toEqual([{ name: 'one', title: 'One', url }]);

    const clients = await Promise.all(
      Array.from({ length: 100 }, () =>
        service.forTenant({ scope: scope(['a', 'b']), namespace: 'a' }),
      ),
    );
    expect(new Set(clients.map(c => c.token))).toEqual(new Set(['token-1']));
    expect(requests).toEqual([
      {
        path: 'POST /api/v1/namespaces/a/serviceaccounts/aiops-reader/token',
        authorization: 'Bearer portal-token',
        body: expect.stringContaining('"expirationSeconds":900'),
      },
    ]);

    const other = await service.forTenant({
      scope: scope(['a', 'b']),
      namespace: 'b',
    });
    expect(other.token).toBe('token-2');

    answer = (_req, res) =>
      res
        .writeHead(200, { 'content-type': 'application/json' })
        .end('{"kind":"PodList","apiVersion":"v1","items":[]}');
    await clients[0].kubeConfig
      .makeApiClient(CoreV1Api)
      .listNamespacedPod({ namespace: 'a' });
    expect(requests.at(-1)).toMatchObject({
      path: 'GET /api/v1/namespaces/a/pods',
      authorization: 'Bearer token-1',
    });
    expect(clients[0].kubeConfig.exportConfig()).not.toContain('portal-token');
  });

  it('should renew a token shortly before it ends, once', async () => {
    answer = sendToken(60);
    const service = create();
    const options = { scope: scope(['a']), namespace: 'a' };
    expect((await service.forTenant(options)).token).toBe('token-1');
    answer = sendToken(900);
    const renewed = await Promise.all(
      Array.from({ length: 100 }, () => service.forTenant(options)),
    );
    expect(new Set(renewed.map(c => c.token))).toEqual(new Set(['token-2']));
    expect(requests).toHaveLength(2);

    // A server whose clock is an hour behind: the token is as fresh as any.
    answer = sendToken(900, Date.now() - 3_600_000);
    const behind = { scope: scope(['b']), namespace: 'b' };
    expect((await service.forTenant(behind)).token).toBe('token-3');
    expect((await service.forTenant(behind)).token).toBe('token-3');
  });

  it('should refuse what is outside the scope before it asks anybody', async () => {
    const service = create();
    const refused = [
      service.forTenant({ scope: scope(['a']), namespace: 'ab' }),
      service.forTenant({ scope: scope(['a']), namespace: '' }),
      service.forTenant({ scope: scope(['a']), namespace: '..' }),
      service.forTenant({
        scope: { ...scope(['a']), $$type: 'forged' } as never,
        namespace: 'a',
      }),
      service.forTenant({ scope: undefined as never, namespace: 'a' }),
      service.forTenant({
        scope: { ...scope(['a']), purpose: 'scan' },
        namespace: 'a',
      }),
    ];
    for (const promise of refused) {
      await expect(promise).rejects.toMatchObject({ name: 'NotAllowedError' });
    }
    await expect(
      service.forTenant({ scope: scope(['a'], 'two'), namespace: 'a' }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    expect(requests).toEqual([]);
  });

  it('should name the missing RBAC, tell down from forbidden, and try again after a failure', async () => {
    const service = create({ requestTimeout: { milliseconds: 200 } });
    const get = () =>
      service.forTenant({ scope: scope(['a']), namespace: 'a' });

    answer = sendStatus(403, 'serviceaccounts "aiops-reader" is forbidden');
    await expect(get()).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining(
        `lacks verb 'create' on 'serviceaccounts/token' with resourceNames ['aiops-reader']`,
      ),
    });
    answer = sendStatus(404, 'serviceaccounts "aiops-reader" not found');
    await expect(get()).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('has not been onboarded'),
    });
    for (const code of [401, 429, 503]) {
      answer = sendStatus(code, 'no');
      await expect(get()).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
      });
    }
    answer = () => {};
    await expect(get()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('no answer in time'),
    });
    // A cluster that did not answer is left alone for a moment.
    answer = sendToken(900);
    const asked = requests.length;
    await expect(get()).rejects.toThrow(/did not answer a moment ago/);
    expect(requests).toHaveLength(asked);
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 6_000);
    expect((await get()).token).toBe(`token-${asked + 1}`);
    clock.mockRestore();

    server.closeAllConnections();
    await new Promise(done => server.close(done));
    await expect(
      create().forTenant({ scope: scope(['a']), namespace: 'a' }),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('should not let a cluster that hangs delay another', async () => {
    const hanging = createServer(() => {});
    await new Promise<void>(done => hanging.listen(0, '127.0.0.1', done));
    const { port } = hanging.address() as AddressInfo;
    const service = create({ requestTimeout: { milliseconds: 500 } }, [
      {
        name: 'hanging',
        url: `http://127.0.0.1:${port}`,
        serviceAccountToken: 'x',
      },
    ]);
    const namespaces = Array.from({ length: 20 }, (_, i) => `ns-${i}`);
    const startedAt = performance.now();
    const there = namespaces.map(namespace =>
      service.forTenant({ scope: scope(namespaces, 'hanging'), namespace }),
    );
    const outcome = Promise.allSettled(there);
    await Promise.all(
      namespaces.map(namespace =>
        service.forTenant({ scope: scope(namespaces), namespace }),
      ),
    );
    expect(performance.now() - startedAt).toBeLessThan(450);
    expect((await outcome).every(({ status }) => status === 'rejected')).toBe(
      true,
    );
    // One deadline for all of them, and none for who comes after.
    await expect(
      service.forTenant({ scope: scope(['z'], 'hanging'), namespace: 'z' }),
    ).rejects.toThrow(/did not answer a moment ago/);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    hanging.closeAllConnections();
    await new Promise(done => hanging.close(done));
  });

  it('should drop a token that the API server refuses, and no newer one', async () => {
    const service = create();
    const options = { scope: scope(['a']), namespace: 'a' };
    const dead = await service.forTenant(options);
    service.refused(dead);
    await new Promise(done => setTimeout(done, 5));
    const next = await service.forTenant(options);
    expect([dead.token, next.token]).toEqual(['token-1', 'token-2']);
    service.refused(dead);
    await new Promise(done => setTimeout(done, 5));
    expect((await service.forTenant(options)).token).toBe('token-2');
  });

  it('should let one caller give up without taking the token from the others', async () => {
    let release = () => {};
    answer = (req, res) => {
      release = () => sendToken(900)(req, res);
    };
    const service = create();
    const options = { scope: scope(['a']), namespace: 'a' };
    const gone = new AbortController();
    const first = service.forTenant({ ...options, signal: gone.signal });
    const second = service.forTenant(options);
    gone.abort(new Error('user went away'));
    await expect(first).rejects.toThrow('user went away');
    while (!requests.length) await new Promise(done => setTimeout(done, 5));
    release();
    expect((await second).token).toBe('token-1');
    expect(requests).toHaveLength(1);
  });

  it('should refuse bad configuration with the rule', () => {
    const read = (data: object) => () =>
      DefaultClusterService.fromConfig(
        mockServices.rootConfig({ data: data as never }),
        { logger: mockServices.logger.mock() },
      );
    const withClusters = (...clusters: object[]) => ({
      kubernetes: { clusterLocatorMethods: [{ type: 'config', clusters }] },
    });
    expect(read({})().list()).toEqual([]);
    expect(read(withClusters({ name: 'x', url }, { name: 'x', url }))).toThrow(
      /configured twice/,
    );
    expect(read(withClusters({ name: 'X/..', url }))).toThrow(/lower case/);
    expect(read(withClusters({ name: 'x', url: 'file:///x' }))).toThrow(/url/);
    expect(
      read(withClusters({ name: 'x', url: 'http://10.0.0.1:6443' })),
    ).toThrow(/clear text/);
    expect(
      read(withClusters({ name: 'x', url, authProvider: 'google' })),
    ).toThrow(/serviceAccount/);
    expect(
      read({ clusters: { tenantTokenLifetime: { seconds: 60 } } }),
    ).toThrow(/between 600000 and 3600000/);
    expect(read({ clusters: { tenantServiceAccount: '../x' } })).toThrow(
      /ServiceAccount/,
    );
  });
});
