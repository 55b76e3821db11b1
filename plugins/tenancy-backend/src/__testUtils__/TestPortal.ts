import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import permissionPlugin from '@backstage/plugin-permission-backend';
import { clusterServiceMock } from '@internal/plugin-cluster-node/testUtils';
import tenancyPolicy from '@internal/plugin-permission-backend-module-tenancy-policy';
import { namespaceIndexServiceMock } from '@internal/plugin-tenancy-node/testUtils';
import { Knex } from 'knex';
import request from 'supertest';
import { tenancyPlugin } from '../plugin';
import { entities, GROUPS, NAMESPACES } from './company';

type Server = Awaited<ReturnType<typeof startTestBackend>>['server'];

const header = (user: string) =>
  mockCredentials.user.header(`user:default/${user}`);

const userInfo = mockServices.userInfo.mock({
  async getUserInfo(credentials) {
    const { userEntityRef } = credentials.principal as {
      userEntityRef: string;
    };
    const name = userEntityRef.replace('user:default/', '');
    if (name === 'unknown') throw new Error('auth does not answer');
    return {
      userEntityRef,
      ownershipEntityRefs: [userEntityRef, ...(GROUPS[name] ?? [])],
    };
  },
});

/** The plugin behind the real policy, with the namespaces of three clusters. */
export class TestPortal {
  readonly auditor = mockServices.auditor.mock();
  readonly notifications = { send: jest.fn() };
  /** Whether a cluster can be told about. */
  readonly available: Record<string, boolean> = {};
  readonly knex: Knex;
  #server!: Server;

  static async start(knex: Knex): Promise<TestPortal> {
    const portal = new TestPortal(knex);
    portal.reset();
    const { server } = await startTestBackend({
      features: [
        tenancyPlugin,
        permissionPlugin,
        tenancyPolicy,
        portal.auditor.factory,
        userInfo.factory,
        mockServices.permissions.factory(),
        mockServices.database.factory({ knex }),
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        mockServices.rootConfig.factory({
          data: {
            permission: { enabled: true },
            tenancy: {
              sharedNamespaces: [{ cluster: 'one', namespace: 'monitoring' }],
              ownership: {
                sources: 'both',
                config: [{ namespace: 'torn', tenant: 'team-a-b' }],
              },
            },
          },
        }),
        createServiceFactory({
          service: notificationService,
          deps: {},
          factory: () => portal.notifications,
        }),
        catalogServiceMock.factory({ entities }),
        clusterServiceMock({
          list: () =>
            ['one', 'two', 'three'].map(name => ({
              name,
              title: name.toUpperCase(),
              url: `https://${name}`,
            })),
        }).factory,
        namespaceIndexServiceMock({
          async lookup({ cluster, namespace }) {
            if (!(cluster in portal.available))
              return { state: 'unknown-cluster' };
            if (!portal.available[cluster]) return { state: 'unavailable' };
            const labels = NAMESPACES[cluster]?.[namespace];
            return labels ? { state: 'present', labels } : { state: 'absent' };
          },
          entries: async cluster =>
            portal.available[cluster]
              ? new Map(Object.entries(NAMESPACES[cluster]))
              : undefined,
          status: () =>
            Object.keys(portal.available).map(cluster => ({
              cluster,
              available: portal.available[cluster],
              namespaces: 1,
              ageMs: 1_234,
              failures: 0,
              lists: 1,
            })),
        }).factory,
      ],
    });
    portal.#server = server;
    return portal;
  }

  private constructor(knex: Knex) {
    this.knex = knex;
  }

  /** Forgets what happened before a test. */
  reset(): void {
    Object.assign(this.available, { one: true, three: false, two: true });
    this.notifications.send.mockReset();
    this.auditor.createEvent.mockReset().mockResolvedValue({
      success: jest.fn(),
      fail: jest.fn(),
    });
  }

  get server(): Server {
    return this.#server;
  }

  get(path: string, user?: string): request.Test {
    const call = request(this.#server).get(`/api/tenancy${path}`);
    return user ? call.set('authorization', header(user)) : call;
  }

  ask(user: string, body: object): request.Test {
    return request(this.#server)
      .post('/api/tenancy/access-requests')
      .set('authorization', header(user))
      .send(body);
  }
}
