import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Router } from 'express';
import request from 'supertest';
import { FakeNamespaceApi, until } from './__testUtils__/FakeNamespaceApi';
import { tenancyServiceRef } from './tenancyServiceRef';

jest.setTimeout(30_000);

const LABEL = 'aiops.backstage/team';
const GROUPS: Record<string, string[]> = {
  'user:default/alice': ['group:default/team-a'],
  'user:default/bella': ['group:default/team-a-b'],
  'user:default/petra': ['group:default/platform-engineering'],
  'user:default/nina': [],
};
const header = (user: string) =>
  mockCredentials.user.header(`user:default/${user}`);

/** A plugin as any of ours: it asks the tenancy service with the caller's credentials. */
const plugin = createBackendPlugin({
  pluginId: 'asker',
  register(reg) {
    reg.registerInit({
      deps: {
        http: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        auth: coreServices.auth,
        tenancy: tenancyServiceRef,
      },
      async init({ http, httpAuth, auth, tenancy }) {
        const router = Router();
        router.get('/decide/:cluster/:namespace', async (req, res) => {
          const { cluster, namespace } = req.params;
          const decision = await tenancy.decide({
            credentials: await httpAuth.credentials(req),
            namespace: { cluster, namespace },
          });
          res.json(decision);
        });
        router.get('/list', async (req, res) => {
          const credentials = await httpAuth.credentials(req);
          res.json(
            (await tenancy.list({ credentials })).map(
              g => `${g.namespace} ${g.access}`,
            ),
          );
        });
        router.get('/list-as-self', async (_req, res) => {
          const credentials = await auth.getOwnServiceCredentials();
          res.json(await tenancy.list({ credentials }));
        });
        router.get('/scope', async (req, res, next) => {
          try {
            const scope = await tenancy.scope({
              credentials: await httpAuth.credentials(req),
              cluster: 'one',
              namespaces: String(req.query.namespaces).split(','),
            });
            res.json({ ...scope, frozen: Object.isFrozen(scope) });
          } catch (error) {
            next(error);
          }
        });
        http.use(router);
        http.addAuthPolicy({ path: '/', allow: 'unauthenticated' });
      },
    });
  },
});

describe('tenancy service', () => {
  const api = new FakeNamespaceApi();
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  const auditor = mockServices.auditor.mock();
  const rootLogger = mockServices.rootLogger.mock();
  const auditEvent = { success: jest.fn(), fail: jest.fn() };
  const userInfo = mockServices.userInfo.mock();

  const start = async (tenancy: object = {}) => {
    backend = await startTestBackend({
      features: [
        plugin,
        auditor.factory,
        rootLogger.factory,
        userInfo.factory,
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        mockServices.rootConfig.factory({
          data: {
            kubernetes: {
              clusterLocatorMethods: [
                {
                  type: 'config',
                  clusters: [
                    {
                      name: 'one',
                      url: api.url,
                      authProvider: 'serviceAccount',
                      serviceAccountToken: 'portal-token',
                    },
                  ],
                },
              ],
            },
            tenancy: {
              sharedNamespaces: [
                'monitoring',
                { cluster: 'two', namespace: 'x' },
              ],
              ...tenancy,
            },
          },
        }),
      ],
    });
  };
  const decide = async (
    user: string | undefined,
    namespace: string,
    cluster = 'one',
  ) => {
    const { body } = await request(backend.server)
      .get(`/api/asker/decide/${cluster}/${namespace}`)
      .set(user ? { authorization: header(user) } : {});
    return body.result === 'allow' ? body.grant.access : body.reason;
  };

  beforeEach(async () => {
    jest.resetAllMocks();
    auditor.createEvent.mockResolvedValue(auditEvent);
    rootLogger.child.mockReturnValue(rootLogger);
    userInfo.getUserInfo.mockImplementation(async credentials => {
      const { userEntityRef } = credentials.principal as {
        userEntityRef: string;
      };
      const groups = GROUPS[userEntityRef];
      if (!groups) throw new Error('the auth plugin does not answer');
      return { userEntityRef, ownershipEntityRefs: [userEntityRef, ...groups] };
    });
    await api.start();
    api.put('team-a-prod', { [LABEL]: 'team-a' });
    api.put('team-a-b-prod', { [LABEL]: 'team-a-b' });
    api.put('monitoring', { [LABEL]: 'platform-engineering' });
    api.put('kube-system', {});
    api.put('odd', { [LABEL]: 'Team-A' });
  });

  afterEach(async () => {
    await backend.stop();
    await api.stop();
  });

  it('should decide by the label, for people only', async () => {
    await start();
    const table: Array<[string | undefined, string, string]> = [
      ['alice', 'team-a-prod', 'owner'],
      ['alice', 'team-a-b-prod', 'not-owner'],
      ['alice', 'monitoring', 'shared'],
      ['alice', 'kube-system', 'unowned-namespace'],
      ['alice', 'odd', 'ownership-invalid'],
      ['alice', 'team-a', 'unknown-namespace'],
      ['alice', 'team-a-prod%2F..', 'invalid-namespace'],
      ['bella', 'team-a-b-prod', 'owner'],
      ['bella', 'team-a-prod', 'not-owner'],
      ['petra', 'team-a-prod', 'platform'],
      ['petra', 'monitoring', 'owner'],
      ['petra', 'kube-system', 'unowned-namespace'],
      ['nina', 'team-a-prod', 'not-owner'],
      ['nina', 'monitoring', 'shared'],
      ['unknown', 'monitoring', 'identity-unavailable'],
      [undefined, 'monitoring', 'not-a-user'],
    ];
    for (const [user, namespace, expected] of table) {
      expect([user, namespace, await decide(user, namespace)]).toEqual([
        user,
        namespace,
        expected,
      ]);
    }
    expect(await decide('alice', 'team-a-prod', 'two')).toBe('unknown-cluster');

    const service = await request(backend.server)
      .get('/api/asker/decide/one/monitoring')
      .set('authorization', mockCredentials.service.header());
    expect(service.body.reason).toBe('not-a-user');
    const list = async (user: string) =>
      (
        await request(backend.server)
          .get('/api/asker/list')
          .set('authorization', header(user))
      ).body;
    expect(await list('alice')).toEqual([
      'monitoring shared',
      'team-a-prod owner',
    ]);
    expect(await list('nina')).toEqual(['monitoring shared']);
    expect(await list('petra')).toEqual([
      'monitoring owner',
      'team-a-b-prod platform',
      'team-a-prod platform',
    ]);
    expect(
      (await request(backend.server).get('/api/asker/list-as-self')).body,
    ).toEqual([]);
  });

  it('should make scopes whole or not at all, and take access away with the label', async () => {
    await start();
    const scope = (namespaces: string, user = 'alice') =>
      request(backend.server)
        .get(`/api/asker/scope?namespaces=${namespaces}`)
        .set('authorization', header(user));
    const granted = await scope('monitoring,team-a-prod,monitoring');
    expect(granted.body).toEqual({
      $$type: '@internal/TenantScope',
      userEntityRef: 'user:default/alice',
      cluster: 'one',
      namespaces: ['monitoring', 'team-a-prod'],
      frozen: true,
    });
    const denied = await scope('team-a-prod,team-a-b-prod');
    expect(denied.status).toBe(403);
    expect(denied.body.error).toMatchObject({
      name: 'NotAllowedError',
      reason: 'no-access',
    });
    // A stranger cannot tell what exists; the platform is told exactly.
    const absent = await scope('team-a-prod,nosuch');
    expect(absent.body.error.message).toBe(
      denied.body.error.message.replace('team-a-b-prod', 'nosuch'),
    );
    expect((await scope('nosuch', 'petra')).body.error.reason).toBe(
      'unknown-namespace',
    );

    await until(() => api.openWatches === 1);
    api.put('team-a-prod', { [LABEL]: 'team-a-b' });
    await until(async () => (await decide('bella', 'team-a-prod')) === 'owner');
    expect(await decide('alice', 'team-a-prod')).toBe('not-owner');
  });

  it('should let configuration own namespaces, and deny where it contradicts the label', async () => {
    await start({
      ownership: {
        sources: 'both',
        config: [
          { namespace: 'kube-system', tenant: 'team-a' },
          { namespace: 'team-a-b-prod', tenant: 'team-a' },
          { pattern: 'team-a-*', tenant: 'team-a' },
          { namespace: 'odd', tenant: 'team-a-b', cluster: 'two' },
        ],
      },
    });
    expect(await decide('alice', 'kube-system')).toBe('owner');
    expect(await decide('alice', 'team-a-prod')).toBe('owner');
    expect(await decide('alice', 'team-a-b-prod')).toBe('ownership-conflict');
    expect(await decide('bella', 'team-a-b-prod')).toBe('ownership-conflict');
    expect(await decide('petra', 'team-a-b-prod')).toBe('ownership-conflict');
    expect(await decide('bella', 'odd')).toBe('ownership-invalid');
    expect(rootLogger.warn).toHaveBeenCalledWith(
      expect.stringContaining("names the cluster 'two'"),
    );
  });

  it('should match patterns by whole parts, and let whole names win', async () => {
    await start({
      ownership: {
        sources: 'config',
        config: [
          { pattern: 'team-a-*', tenant: 'team-a' },
          { pattern: 'team-*-new', tenant: 'team-a-b' },
          { namespace: 'team-a-own', tenant: 'team-a-b' },
        ],
      },
    });
    for (const name of ['team-a-new', 'team-a-own']) api.put(name, {});
    await until(async () => (await decide('bella', 'team-a-own')) === 'owner');
    expect(await decide('alice', 'team-a-own')).toBe('not-owner');
    expect(await decide('alice', 'team-a-new')).toBe('ownership-conflict');
    expect(await decide('alice', 'team-a-prod')).toBe('owner');
    expect(await decide('alice', 'team-a-b-prod')).toBe('unowned-namespace');
  });

  it('should record each decision once a minute, denials louder', async () => {
    await start();
    for (let i = 0; i < 20; i++) await decide('alice', 'team-a-b-prod');
    await decide('alice', 'team-a-prod');
    const meta = { caller: 'user:default/alice', cluster: 'one' };
    const [denial, grant] = [
      {
        eventId: 'namespace-access',
        severityLevel: 'medium',
        meta: { ...meta, namespace: 'team-a-b-prod', outcome: 'not-owner' },
      },
      {
        eventId: 'namespace-access',
        severityLevel: 'low',
        meta: {
          ...meta,
          namespace: 'team-a-prod',
          outcome: 'owner',
          via: 'group:default/team-a',
          source: 'label',
        },
      },
    ];
    expect(auditor.createEvent.mock.calls).toEqual([[denial], [grant]]);
    await backend.stop();
    expect(auditor.createEvent.mock.calls.slice(2)).toEqual([
      [
        {
          eventId: 'namespace-access-suppressed',
          severityLevel: 'medium',
          meta: {
            caller: meta.caller,
            denials: 19,
            grants: 0,
            windowSeconds: 60,
          },
        },
      ],
    ]);
    expect(auditEvent.fail).toHaveBeenCalledTimes(2);
    expect(auditEvent.success).toHaveBeenCalledTimes(1);
  });
});
