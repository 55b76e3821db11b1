import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { CoreV1Api } from '@kubernetes/client-node';
import { DefaultClusterService } from '../DefaultClusterService';

jest.setTimeout(60_000);

const EVIDENCE = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'the-secret-access-key',
  AWS_REGION: 'eu-central-1',
};

/** The portal's own way into a cluster, as the cluster sees it. */
describe('portal identity', () => {
  const logger = mockServices.logger.mock();
  const environment = { ...process.env };
  let folder: string;
  let server: Server;
  let url: string;
  /** The cluster's requests: what they prove who they are by. */
  let seen: Array<string | undefined>;
  /** Answers as a cloud does on its own paths. */
  let cloud: (req: IncomingMessage) => object | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portal-identity-'));
    seen = [];
    cloud = () => undefined;
    server = createServer((req, res) => {
      const answer = cloud(req);
      if (!answer) seen.push(req.headers.authorization);
      res
        .writeHead(200, {
          'content-type': 'application/json',
          'metadata-flavor': 'Google',
        })
        .end(JSON.stringify(answer ?? { kind: 'NamespaceList', items: [] }));
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    process.env = { ...environment };
    jest.restoreAllMocks();
    logger.warn.mockClear();
    server.closeAllConnections();
    await new Promise(done => server.close(done));
    await rm(folder, { recursive: true });
  });

  const create = (cluster: object, more: object = {}) =>
    DefaultClusterService.fromConfig(
      mockServices.rootConfig({
        data: {
          kubernetes: {
            clusterLocatorMethods: [
              { type: 'config', clusters: [{ name: 'one', url, ...cluster }] },
            ],
          },
          ...more,
        } as never,
      }),
      { logger },
    );
  const knock = (service: DefaultClusterService) =>
    service.forPlatform('one').makeApiClient(CoreV1Api).listNamespace();

  it('should never send a request without a credential', async () => {
    const file = join(folder, 'token');
    const service = create(
      {},
      { clusters: { portalTokenFiles: { one: file } } },
    );
    // Missing, empty, and not a token: the client library would have gone on without a header.
    await expect(knock(service)).rejects.toThrow(/has no credential/);
    for (const content of ['', '\n', 'two words', 'ünicode', 'a\nb']) {
      await writeFile(file, content);
      await expect(knock(service)).rejects.toThrow(
        "The portal has no credential for cluster 'one'",
      );
    }
    expect(seen).toEqual([]);
    // One line a cause, not one an attempt.
    expect(logger.warn.mock.calls.map(([line]) => line)).toEqual([
      expect.stringContaining('ENOENT'),
      expect.stringContaining('empty or no token'),
    ]);
    await writeFile(file, 'from-the-file\n');
    await knock(service);
    expect(seen).toEqual(['Bearer from-the-file']);

    const scope = {
      $$type: '@internal/TenantScope',
      userEntityRef: 'user:default/alice',
      cluster: 'one',
      namespaces: ['a'],
    } as const;
    // Outside of a pod there is no token to fall back to.
    const bare = create({ authProvider: 'serviceAccount' });
    await expect(
      bare.forTenant({ scope, namespace: 'a' }),
    ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
    expect(seen).toHaveLength(1);
  });

  it('should read a renewed token file within a minute, once for all callers', async () => {
    const file = join(folder, 'token');
    await writeFile(file, 'first');
    const service = create(
      {},
      { clusters: { portalTokenFiles: { one: file } } },
    );
    await knock(service);
    await writeFile(file, 'second');
    await knock(service);
    const now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now + 61_000);
    await Promise.all([knock(service), knock(service)]);
    expect(seen).toEqual(
      ['first', 'first', 'second', 'second'].map(token => `Bearer ${token}`),
    );
  });

  it('should enter EKS by a signed question to STS that is bound to the cluster', async () => {
    Object.assign(process.env, EVIDENCE);
    await knock(
      create({
        authProvider: 'aws',
        authMetadata: { 'kubernetes.io/x-k8s-aws-id': 'eks-name' },
      }),
    );
    const [, encoded] = /^Bearer k8s-aws-v1\.(.*)$/.exec(seen[0]!)!;
    const question = new URL(Buffer.from(encoded, 'base64url').toString());
    expect(question.host).toBe('sts.eu-central-1.amazonaws.com');
    expect(Object.fromEntries(question.searchParams)).toMatchObject({
      Action: 'GetCallerIdentity',
      'X-Amz-Credential': expect.stringContaining('AKIDEXAMPLE/'),
      'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
      'X-Amz-Signature': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(seen[0]).not.toContain(EVIDENCE.AWS_SECRET_ACCESS_KEY);
  });

  it('should enter AKS as a managed identity, and recover from its failure', async () => {
    process.env.IDENTITY_ENDPOINT = `${url}/msi/token`;
    process.env.IDENTITY_HEADER = 'proof';
    const asked: Array<string | null> = [];
    let broken = true;
    cloud = req => {
      const { pathname, searchParams } = new URL(req.url!, url);
      if (pathname !== '/msi/token') return undefined;
      asked.push(searchParams.get('resource'));
      if (broken) return { error: 'not yet' };
      return {
        access_token: 'azure-token',
        expires_on: String(Math.floor(Date.now() / 1000) + 3_600),
        resource: searchParams.get('resource'),
        token_type: 'Bearer',
      };
    };
    const service = create(
      { authProvider: 'azure' },
      {
        clusters: { requestTimeout: { seconds: 20 } },
      },
    );
    await expect(knock(service)).rejects.toThrow(/has no credential/);
    expect(seen).toEqual([]);
    broken = false;
    await Promise.all([knock(service), knock(service)]);
    expect(seen).toEqual(['Bearer azure-token', 'Bearer azure-token']);
    // The id of AKS itself: the token is good for no other service.
    expect(new Set(asked)).toEqual(
      new Set(['6dae42f8-4368-4678-94ff-3960e28e3630']),
    );
  });

  it('should enter GKE as the service account of the workload', async () => {
    process.env.GCE_METADATA_HOST = new URL(url).host;
    process.env.METADATA_SERVER_DETECTION = 'assume-present';
    cloud = req => {
      const { pathname } = new URL(req.url!, url);
      if (!pathname.startsWith('/computeMetadata')) return undefined;
      return pathname.endsWith('/token')
        ? { access_token: 'google-token', expires_in: 3_600 }
        : {};
    };
    await knock(create({ authProvider: 'googleServiceAccount' }));
    expect(seen).toEqual(['Bearer google-token']);
  });

  it('should refuse to enter as somebody else or as nobody, at start', () => {
    for (const [cluster, rule] of [
      [{ authProvider: 'localKubectlProxy' }, /sends no credential/],
      [{ authProvider: 'google' }, /token of the person.*googleServiceAccount/],
      [{ authProvider: 'aks' }, /token of the person.*azure/],
      [{ authProvider: 'oidc', oidcTokenProvider: 'x' }, /token of the person/],
      [{ authProvider: 'nosuch' }, /unknown; use serviceAccount/],
      // The stock plugin believes the annotation, so it must not say something else.
      [
        {
          authProvider: 'serviceAccount',
          authMetadata: {
            'kubernetes.io/auth-provider': 'localKubectlProxy',
          },
        },
        /sends no credential/,
      ],
      [{ authProvider: 'aws', serviceAccountToken: 'x' }, /remove one/],
      [{ authMetadata: { serviceAccountToken: 1 } }, /authMetadata/],
    ] as const) {
      expect(() => create(cluster)).toThrow(rule);
    }
    expect(() =>
      create({}, { clusters: { portalTokenFiles: { two: '/x' } } }),
    ).toThrow(/'two', which is not configured/);
    expect(() =>
      create(
        { serviceAccountToken: 'x' },
        { clusters: { portalTokenFiles: { one: '/x' } } },
      ),
    ).toThrow(/remove one/);
  });
});
