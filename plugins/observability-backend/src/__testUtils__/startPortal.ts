import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { Sandbox, startSandbox } from '@internal/sandbox';
import {
  OwnershipService,
  ownershipServiceRef,
  TenancyService,
} from '@internal/plugin-tenancy-node';
import {
  fakeTenancy,
  tenancyServiceMock,
} from '@internal/plugin-tenancy-node/testUtils';
import { Knex } from 'knex';
import request from 'supertest';
import { observabilityPlugin } from '../plugin';

const MINUTE_MS = 60_000;
/** What there is of the company before a fault begins. */
const HISTORY_MS = 80 * MINUTE_MS;
/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:1';
/** The faults go on until now. */
const LAG_MS = 8 * MINUTE_MS;

/** Services of the company by their namespace. */
const SERVICES: Record<string, string[]> = {
  'team-a-prod': ['checkout', 'cart', 'products'],
  'team-b-prod': ['payments'],
};

function component(name: string, namespace?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        ...(namespace && {
          'backstage.io/kubernetes-namespace': namespace,
          'backstage.io/kubernetes-cluster': 'sandbox',
          'backstage.io/kubernetes-label-selector': `app.kubernetes.io/name=${name}`,
        }),
      },
    },
    spec: { type: 'service' },
  };
}

export const entities: Entity[] = [
  ...Object.entries(SERVICES).flatMap(([namespace, names]) =>
    names.map(name => component(name, namespace)),
  ),
  component('nowhere'),
];

export const ALICE = 'user:default/alice';
export const BOB = 'user:default/bob';

/** The groups that own the namespaces, as the trusted sources say. */
const OWNERS: Record<string, string> = {
  'team-a-prod': 'group:default/team-a',
  'team-b-prod': 'group:default/team-b',
};

const ownership = {
  platformGroups: [],
  clusters: () => [{ cluster: 'sandbox' }],
  list: async (cluster: string) =>
    Object.keys(OWNERS).map(namespace => ({
      namespace: { cluster, namespace },
      knowledge: knowledgeOf(namespace),
    })),
  knowledgeOf: async ({ namespace }: { namespace: string }) =>
    knowledgeOf(namespace),
} as unknown as OwnershipService;

/** The plugin on the sandbox's cluster and stores: alice has team-a-prod, bob team-b-prod. */
export async function startPortal(options: { faults: string[]; knex: Knex }) {
  const sandbox = await startSandbox({
    historyMs: HISTORY_MS,
    lagMs: LAG_MS,
    replaced: { git: true, oidc: true },
  });
  const injectedAt = sandbox.world.clock.now();
  options.faults.forEach(fault => sandbox.world.inject(fault));
  await sandbox.advanceTo(Date.now());
  const actions = actionsRegistryServiceMock();
  const send = jest.fn();
  const permissions = mockServices.permissions.mock();
  const scheduler = mockServices.scheduler();
  const auditor = mockServices.auditor.mock();
  const backend = await startTestBackend({
    features: [
      observabilityPlugin,
      mockServices.rootConfig.factory({ data: configOf(sandbox) }),
      mockServices.httpAuth.factory({
        defaultCredentials: mockCredentials.none(),
      }),
      auditor.factory,
      permissions.factory,
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: {},
        factory: () => actions,
      }),
      catalogServiceMock.factory({ entities }),
      mockServices.database.factory({ knex: options.knex }),
      createServiceFactory({
        service: notificationService,
        deps: {},
        factory: () => ({ send }),
      }),
      tenancyServiceMock(
        byOwnership(
          fakeTenancy({
            [ALICE]: ['sandbox/team-a-prod', 'down/team-a-prod'],
            [BOB]: ['sandbox/team-b-prod'],
          }),
        ),
      ).factory,
      createServiceFactory({
        service: ownershipServiceRef,
        deps: {},
        factory: () => ownership,
      }),
    ],
  });
  const now = sandbox.world.clock.now();
  const call = (
    method: 'get' | 'post' | 'delete',
    path: string,
    user = ALICE,
  ) =>
    request(backend.server)
      [method](`/api/observability/${path}`)
      .set('Authorization', mockCredentials.user.header(user));
  return {
    ...{ sandbox, actions, permissions, scheduler, auditor, injectedAt, now },
    server: backend.server,
    notify: send,
    /** The last half an hour. */
    window: {
      from: new Date(now - 30 * MINUTE_MS).toISOString(),
      to: new Date(now).toISOString(),
    },
    get: (path: string, user?: string) => call('get', path, user),
    post: (path: string, body: object, user?: string) =>
      call('post', path, user).send(body),
    remove: (path: string, user?: string) => call('delete', path, user),
    async stop() {
      await backend.stop();
      await sandbox.close();
    },
  };
}

function knowledgeOf(namespace: string) {
  const group = OWNERS[namespace];
  return {
    state: 'present',
    shared: false,
    claims: [{ source: 'label', group }],
  };
}

/** Grants name the group that they rest on. */
function byOwnership(tenancy: TenancyService): TenancyService {
  const via = <T extends { namespace: string }>(grant: T) => ({
    ...grant,
    via: OWNERS[grant.namespace],
  });
  return {
    ...tenancy,
    list: async options => (await tenancy.list(options)).map(via),
    decide: async options => {
      const decision = await tenancy.decide(options);
      return decision.result === 'allow'
        ? { ...decision, grant: via(decision.grant) }
        : decision;
    },
  };
}

function configOf({ endpoints }: Sandbox) {
  const { kubernetes, logs, metrics, traces } = endpoints;
  return {
    kubernetes: {
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: [
            {
              name: 'sandbox',
              url: kubernetes!.url,
              authProvider: 'serviceAccount',
              serviceAccountToken: kubernetes!.token,
            },
            {
              name: 'down',
              url: NOWHERE,
              authProvider: 'serviceAccount',
              serviceAccountToken: 'x',
            },
          ],
        },
      ],
    },
    observability: {
      // A busy machine is slow; that a scan goes on after its deadline is tested by itself.
      anomalies: { deadline: { minutes: 5 } },
      clusters: {
        sandbox: {
          logs: { type: 'victorialogs', url: logs!.url },
          metrics: { type: 'victoriametrics', url: metrics!.url },
          ...(traces && { traces: { type: 'jaeger', url: traces.url } }),
        },
        down: {
          logs: { type: 'victorialogs', url: NOWHERE },
          metrics: { type: 'victoriametrics', url: NOWHERE },
        },
      },
    },
  };
}
