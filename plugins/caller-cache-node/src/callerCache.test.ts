import {
  BackstageCredentials,
  coreServices,
  createBackendPlugin,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import express from 'express';
import { callerCache } from './callerCache';
import {
  DECISION_TTL_MS,
  REVOCATION_BOUND_MS,
  USER_INFO_TTL_MS,
} from './limits';
import { sessionOf } from './sessionOf';

const list = createPermission({ name: 'list', attributes: {} });
const steer = createPermission({ name: 'steer', attributes: {} });
const read = createPermission({
  name: 'read',
  attributes: { action: 'read' },
  resourceType: 'thing',
});
const alice = mockCredentials.user('user:default/alice');
const bob = mockCredentials.user('user:default/bob');
const CONDITIONS = { rule: 'R', resourceType: 'thing', params: { of: ['a'] } };

/** Stands for a backend: a list of what it was asked, and what it answers. */
function createBackend(answer: (req: express.Request) => unknown) {
  const backend = { asked: [] as string[], status: 200 };
  const router = express.Router();
  router.use(express.json(), async (req, res) => {
    const items = req.body.items?.map((item: any) => item.permission.name);
    backend.asked.push(items?.join() ?? req.headers.authorization);
    res.status(backend.status).json(answer(req));
  });
  return { backend, router };
}

describe('callerCache', () => {
  let now = 0;
  let groups: unknown;
  let allowed: boolean;
  let permissions: PermissionsService;
  let services: Array<{ userInfo: UserInfoService }>;
  const auth = createBackend(() => ({ claims: { ent: groups } }));
  const decide = (permission: { type: string }, resourceRef?: string) => {
    if (!allowed) return { result: AuthorizeResult.DENY };
    if (permission.type !== 'resource' || resourceRef) {
      return { result: AuthorizeResult.ALLOW };
    }
    return {
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'things',
      resourceType: 'thing',
      conditions: CONDITIONS,
    };
  };
  const policy = createBackend(({ body }) => ({
    items: body.items.map(({ id, permission, resourceRef }: any) => ({
      id,
      ...decide(permission, resourceRef),
    })),
  }));

  const plugin = (pluginId: string, router?: express.Router) =>
    createBackendPlugin({
      pluginId,
      register: reg =>
        reg.registerInit({
          deps: {
            httpRouter: coreServices.httpRouter,
            permissions: coreServices.permissions,
            userInfo: coreServices.userInfo,
          },
          async init(deps) {
            services.push(deps);
            if (pluginId === 'things') permissions = deps.permissions;
            if (router) {
              deps.httpRouter.use(router);
              deps.httpRouter.addAuthPolicy({
                path: '/',
                allow: 'unauthenticated',
              });
            }
          },
        }),
    });

  beforeAll(async () => {
    services = [];
    await startTestBackend({
      features: [
        callerCache,
        mockServices.rootConfig.factory({
          data: { permission: { enabled: true } },
        }),
        plugin('auth', auth.router),
        plugin('permission', policy.router),
        plugin('things'),
      ],
    });
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterAll(() => jest.restoreAllMocks());

  beforeEach(() => {
    // What an earlier test left behind has ended.
    now += REVOCATION_BOUND_MS;
    allowed = true;
    groups = ['group:default/a'];
    for (const { backend } of [auth, policy]) {
      Object.assign(backend, { asked: [], status: 200 });
    }
  });

  it('should take effect within five seconds', () => {
    expect(USER_INFO_TTL_MS + DECISION_TTL_MS).toBeLessThanOrEqual(5_000);
  });

  describe('of groups', () => {
    const groupsOf = async (credentials: BackstageCredentials) =>
      Promise.all(
        services.map(async ({ userInfo }) =>
          (await userInfo.getUserInfo(credentials)).ownershipEntityRefs.join(),
        ),
      );

    it('should ask once for all plugins, apart for each person, and again in time', async () => {
      expect(await groupsOf(alice)).toEqual(Array(3).fill('group:default/a'));
      expect(auth.backend.asked).toEqual([
        `Bearer ${mockCredentials.limitedUser.token('user:default/alice')}`,
      ]);
      // Whoever changes what was answered changes nothing for others.
      const [{ userInfo }] = services;
      (await userInfo.getUserInfo(alice)).ownershipEntityRefs.push('x');
      groups = ['group:default/b'];
      expect(await groupsOf(bob)).toEqual(Array(3).fill('group:default/b'));
      now += USER_INFO_TTL_MS - 1;
      expect((await groupsOf(alice))[0]).toBe('group:default/a');
      expect(auth.backend.asked).toHaveLength(2);
      now += 1;
      expect((await groupsOf(alice))[0]).toBe('group:default/b');
    });

    it('should know nobody else, and nothing when it was told nothing', async () => {
      const [{ userInfo }] = services;
      for (const credentials of [
        mockCredentials.service(),
        mockCredentials.none(),
      ]) {
        await expect(userInfo.getUserInfo(credentials)).rejects.toThrow(
          'Only a person whose session has not ended has groups',
        );
      }
      expect(auth.backend.asked).toEqual([]);
      for (const wrong of [undefined, 'group:default/a', [1], [null]]) {
        groups = wrong;
        await expect(userInfo.getUserInfo(alice)).rejects.toThrow(
          'in which groups user:default/alice is',
        );
      }
      auth.backend.status = 401;
      await expect(userInfo.getUserInfo(alice)).rejects.toThrow('401');
      auth.backend.status = 200;
      groups = [];
      expect((await userInfo.getUserInfo(alice)).ownershipEntityRefs).toEqual(
        [],
      );
    });
  });

  describe('of decisions', () => {
    const authorize = async (credentials = alice, ...asked: any[]) =>
      (await permissions.authorize(asked, { credentials })).map(
        ({ result }) => result,
      );
    const query = () =>
      permissions.authorizeConditional([{ permission: read }], {
        credentials: alice,
      });

    it('should ask for what it does not know, at once, and again in time', async () => {
      const ask = [{ permission: list }, { permission: steer }];
      await Promise.all([authorize(alice, ask[0]), authorize(alice, ask[0])]);
      expect(await authorize(alice, ...ask)).toEqual(['ALLOW', 'ALLOW']);
      const [decision] = await query();
      expect(decision).toMatchObject({ conditions: CONDITIONS });
      expect(() => {
        (decision as any).conditions.params.of.push('b');
      }).toThrow(TypeError);
      expect(await query()).toEqual([decision]);
      expect(policy.backend.asked).toEqual(['list', 'steer', 'read']);

      allowed = false;
      expect(await authorize(bob, ...ask)).toEqual(['DENY', 'DENY']);
      expect(policy.backend.asked).toHaveLength(4);
      now += DECISION_TTL_MS - 1;
      expect(await authorize(alice, ...ask)).toEqual(['ALLOW', 'ALLOW']);
      now += 1;
      expect(await authorize(alice, ...ask)).toEqual(['DENY', 'DENY']);
      expect(await query()).toMatchObject([{ result: 'DENY' }]);
      expect(policy.backend.asked.slice(4)).toEqual(['list,steer', 'read']);
    });

    it('should keep no decision about a resource, and no failure', async () => {
      const one = { permission: read, resourceRef: 'thing:1' };
      expect(await authorize(alice, one)).toEqual(['ALLOW']);
      allowed = false;
      expect(await authorize(alice, one, { permission: list })).toEqual([
        'DENY',
        'DENY',
      ]);
      policy.backend.status = 500;
      await expect(authorize(alice, { permission: list })).rejects.toThrow(
        '500',
      );
      policy.backend.status = 200;
      expect(await authorize(alice, { permission: list })).toEqual(['DENY']);
    });

    it('should leave machines and ended sessions to the stock service', async () => {
      allowed = false;
      const machine = mockCredentials.service() as any;
      expect(await authorize(machine, { permission: list })).toEqual(['ALLOW']);
      expect(policy.backend.asked).toEqual([]);

      const ended = mockServices.auth.mock({
        isPrincipal: (() => true) as never,
        getLimitedUserToken: async () => ({
          token: 'ended',
          expiresAt: new Date(Date.now() - 1),
        }),
      });
      expect(await sessionOf(ended, alice)).toBeUndefined();
    });
  });
});
