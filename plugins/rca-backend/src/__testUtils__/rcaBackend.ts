import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { clusterServiceMock } from '@internal/plugin-cluster-node/testUtils';
import { gitOpsServiceMock } from '@internal/plugin-gitops-node/testUtils';
import { observabilityServiceMock } from '@internal/plugin-observability-node/testUtils';
import {
  NewFinding,
  RcaCollector,
  rcaCollectorsExtensionPoint,
} from '@internal/plugin-rca-node';
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
import { rcaPlugin } from '../plugin';

/** Groups of the users of the tests. */
export const GROUPS: Record<string, string> = {
  'user:default/alice': 'group:default/team-a',
  'user:default/bob': 'group:default/team-b',
};
const owners = new Map([['ingress', 'group:default/platform']]);
const ownerOf = (namespace: string) =>
  owners.get(namespace) ?? `group:default/${namespace.replace(/-prod$/, '')}`;

/** The namespace `ingress` is everybody's to read and nobody's to own. */
function withShared(tenancy: TenancyService): TenancyService {
  return {
    ...tenancy,
    decide: async options => {
      const decision = await tenancy.decide(options);
      return decision.result === 'allow' &&
        decision.grant.namespace === 'ingress'
        ? { ...decision, grant: { ...decision.grant, access: 'shared' } }
        : decision;
    },
  };
}

function component(name: string, annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
    spec: { type: 'service' },
    relations: [],
  };
}

const entities: Entity[] = [
  component('cart', {
    'backstage.io/kubernetes-namespace': 'team-a-prod',
    'backstage.io/kubernetes-cluster': 'sandbox',
  }),
  component('payments', { 'backstage.io/kubernetes-namespace': 'team-b-prod' }),
  component('gateway', {
    'backstage.io/kubernetes-namespace': 'ingress',
    'backstage.io/kubernetes-cluster': 'sandbox',
  }),
  component('nowhere', {}),
];
// Entities refer to each other as the catalog would have it.
entities[0].relations = [
  { type: 'dependsOn', targetRef: 'component:default/payments' },
];

/** Says what is wrong without looking anywhere, or hangs until it is told to stop. */
export const stub: RcaCollector & {
  hang: boolean;
  stopped: number;
  findings?: NewFinding[];
} = {
  source: 'stub',
  deadlineMs: 30_000,
  hang: false,
  stopped: 0,
  async collect({ subject, signal }) {
    if (stub.hang) {
      await new Promise(resolve => signal.addEventListener('abort', resolve));
      stub.stopped += 1;
      signal.throwIfAborted();
    }
    const { cluster, namespace } = subject;
    return {
      evidence: [{ source: 'stub', title: 'A line', excerpt: '<b>raw</b>' }],
      facts: {},
      unchecked: [],
      summary: 'found it',
      findings: stub.findings ?? [
        {
          rule: 'stub-rule',
          title: 'cart reads a bad value.',
          severity: 'critical',
          object: { cluster, namespace, kind: 'Service', name: 'cart' },
          evidence: [0],
          cause: { category: 'bad-config', weight: 0.9 },
        },
      ],
    };
  },
};

/**
 * The plugin with everything around it that is not under test: users of two
 * teams, a catalog, a cluster and stores that do not answer, and the {@link stub}.
 */
export async function startRcaBackend(knex: Knex) {
  const gitOps = gitOpsServiceMock.mock();
  const permissions = mockServices.permissions.mock();
  const actions = actionsRegistryServiceMock();
  const scheduler = mockServices.scheduler();
  const backend = await startTestBackend({
    features: [
      rcaPlugin,
      createBackendModule({
        pluginId: 'rca',
        moduleId: 'stub',
        register: env =>
          env.registerInit({
            deps: { rca: rcaCollectorsExtensionPoint },
            init: async ({ rca }) => rca.addCollector(stub),
          }),
      }),
      mockServices.database.factory({ knex }),
      mockServices.httpAuth.factory({
        defaultCredentials: mockCredentials.none(),
      }),
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
      tenancyServiceMock(
        withShared(
          fakeTenancy({
            'user:default/alice': ['sandbox/team-a-prod', 'sandbox/ingress'],
            'user:default/bob': ['sandbox/team-b-prod', 'sandbox/ingress'],
          }),
        ),
      ).factory,
      createServiceFactory({
        service: ownershipServiceRef,
        deps: {},
        factory: () =>
          ({
            platformGroups: ['group:default/platform'],
            knowledgeOf: async ({ namespace }: { namespace: string }) => ({
              state: 'present',
              shared: namespace === 'ingress',
              claims: [{ source: 'label', group: ownerOf(namespace) }],
            }),
          } as unknown as OwnershipService),
      }),
      mockServices.userInfo.mock({
        getUserInfo: async credentials => {
          const { userEntityRef } = credentials.principal as {
            userEntityRef: string;
          };
          return {
            userEntityRef,
            ownershipEntityRefs: [userEntityRef, GROUPS[userEntityRef]],
          };
        },
      }).factory,
      clusterServiceMock({
        list: () => [{ name: 'sandbox', url: 'http://127.0.0.1:1' }],
        forTenant: async () => {
          throw new Error('no cluster here');
        },
      }).factory,
      observabilityServiceMock.mock({
        logs: () => {
          throw new Error('no logs here');
        },
        metrics: () => {
          throw new Error('no metrics here');
        },
      }).factory,
      gitOps.factory,
    ],
  });
  return { backend, gitOps, permissions, actions, scheduler };
}
