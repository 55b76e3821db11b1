import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { databaseServiceFactory } from '@backstage/backend-defaults/database';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { userInfoServiceFactory } from '@backstage/backend-defaults/userInfo';
import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { authProvidersExtensionPoint } from '@backstage/plugin-auth-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { tenancyServiceRef } from '@internal/plugin-tenancy-node';
import { ownershipServiceMock } from '@internal/plugin-tenancy-node/testUtils';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { Knex } from 'knex';
import authModuleAccessKeys from '../index';

/** Who is in which groups. */
const PEOPLE: Record<string, string[]> = {
  alice: ['team-a'],
  bob: ['team-b'],
  petra: ['platform-engineering'],
};

/** Signs anybody in, in the place of an identity provider. */
const anybody = createBackendModule({
  pluginId: 'auth',
  moduleId: 'anybody',
  register(reg) {
    reg.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'zitadel',
          factory: ({ resolverContext }) => ({
            async start(req, res) {
              const name = String(req.query.user);
              const sub = `user:default/${name}`;
              const groups = PEOPLE[name].map(
                group => `group:default/${group}`,
              );
              const claims = { sub, ent: [sub, ...groups] };
              res.json(await resolverContext.issueToken({ claims }));
            },
            frameHandler: async () => {},
          }),
        });
      },
    });
  },
});

/** A tenant route as any of ours: any caller, decided by the real tenancy service. */
const asker = createBackendPlugin({
  pluginId: 'asker',
  register(reg) {
    reg.registerInit({
      deps: {
        http: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        tenancy: tenancyServiceRef,
      },
      async init({ http, httpAuth, tenancy }) {
        const router: Router = PromiseRouter();
        router.get('/:cluster/:namespace', async (req, res) => {
          const { cluster, namespace } = req.params;
          const decision = await tenancy.decide({
            credentials: await httpAuth.credentials(req),
            namespace: { cluster, namespace },
          });
          res.json(
            decision.result === 'allow'
              ? decision.grant.access
              : decision.reason,
          );
        });
        http.use(router);
      },
    });
  },
});

/** A portal with the real services of sign-in and tenancy, and one tenant route. */
export class KeyPortal {
  /** Namespace to the group that owns it, in the cluster `sandbox`. */
  readonly owners: Record<string, string> = {
    'team-a-prod': 'team-a',
    'team-a-staging': 'team-a',
    'team-b-prod': 'team-b',
  };
  readonly events: Array<Record<string, any>> = [];
  /** What the permission policy says of managing keys. */
  mayManage = true;
  readonly #knex: Knex;
  #backend?: Awaited<ReturnType<typeof startTestBackend>>;
  readonly tasks: Array<() => Promise<void>> = [];

  constructor(options: { knex: Knex }) {
    this.#knex = options.knex;
  }

  async start(accessKeys: object = {}, more: object = {}): Promise<void> {
    const { connection } = this.#knex.client.config;
    this.#backend = await startTestBackend({
      features: [
        authPlugin,
        anybody,
        asker,
        authModuleAccessKeys,
        authServiceFactory,
        httpAuthServiceFactory,
        userInfoServiceFactory,
        databaseServiceFactory,
        catalogServiceMock.factory(),
        mockServices.scheduler.mock({
          scheduleTask: async ({ fn }) => {
            this.tasks.push(fn as () => Promise<void>);
          },
        }).factory,
        mockServices.permissions.mock({
          authorize: async requests =>
            requests.map(
              () => ({ result: this.mayManage ? 'ALLOW' : 'DENY' } as never),
            ),
        }).factory,
        mockServices.auditor.mock({
          createEvent: async ({ request: _, ...event }) => ({
            success: async params => {
              this.events.push({ ...event, ...params, status: 'succeeded' });
            },
            fail: async params => {
              this.events.push({ ...event, ...params, status: 'failed' });
            },
          }),
        }).factory,
        ownershipServiceMock({
          platformGroups: ['group:default/platform-engineering'],
          knowledgeOf: async ({ cluster, namespace }) => {
            const owner = this.owners[namespace];
            if (cluster !== 'sandbox') return { state: 'unknown-cluster' };
            return owner
              ? {
                  state: 'present',
                  claims: [
                    { source: 'label', group: `group:default/${owner}` },
                  ],
                  shared: false,
                }
              : { state: 'absent' };
          },
        }).factory,
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost:3000' },
            backend: {
              // A schema for each plugin, as in the real portal.
              database: {
                client: 'pg',
                pluginDivisionMode: 'schema',
                ensureExists: false,
                ensureSchemaExists: true,
                connection: {
                  ...connection,
                  // knex hides it from copies.
                  password: connection.password,
                },
              },
              auth: {
                externalAccess: [
                  {
                    type: 'static',
                    options: { token: 'static-token-of-a-test', subject: 'ci' },
                    accessRestrictions: [{ plugin: 'asker' }],
                  },
                  {
                    type: 'static',
                    options: {
                      token: 'static-token-for-search',
                      subject: 'ci-2',
                    },
                    accessRestrictions: [{ plugin: 'search' }],
                  },
                ],
              },
            },
            auth: { providers: { zitadel: { test: {} }, accessKeys } },
            ...more,
          } as never,
        }),
      ],
    });
  }

  async stop(): Promise<void> {
    await this.#backend?.stop();
  }

  /** The portal token of a person. */
  async personToken(user: string): Promise<string> {
    const { token } = await (
      await this.request('GET', `auth/zitadel/start?env=test&user=${user}`)
    ).json();
    return token;
  }

  async request(
    method: string,
    path: string,
    options: { token?: string; body?: unknown } = {},
  ): Promise<Response> {
    return fetch(
      `http://127.0.0.1:${this.#backend!.server.port()}/api/${path}`,
      {
        method,
        headers: {
          'content-type': 'application/json',
          ...(options.token && { authorization: `Bearer ${options.token}` }),
        },
        body:
          options.body === undefined ? undefined : JSON.stringify(options.body),
      },
    );
  }
}
