import {
  AccessKeyItem,
  AccessExplanation,
  AccessOverview,
  ClusterOverview,
  FlaggedEntity,
  NamespaceAccessReport,
  NamespaceSummary,
} from '@internal/plugin-tenancy-common';

/** @packageDocumentation Answers of the backend, as alice, nina and petra get them. */

export const freshCluster: ClusterOverview = {
  name: 'sandbox',
  title: 'Sandbox',
  health: { state: 'fresh', ageSeconds: 12, maxStalenessSeconds: 300 },
};

export const staleCluster: ClusterOverview = {
  name: 'harbour',
  title: 'Harbour',
  health: { state: 'stale', ageSeconds: 190, maxStalenessSeconds: 300 },
};

export const deadCluster: ClusterOverview = {
  name: 'island',
  title: 'Island',
  health: { state: 'unavailable', maxStalenessSeconds: 300 },
};

const shared = ['ingress', 'monitoring'].map(
  namespace =>
    ({
      cluster: 'sandbox',
      namespace,
      access: 'shared',
      source: 'shared',
    } as const),
);

/** A developer of team-a. */
export const aliceAccess: AccessOverview = {
  userEntityRef: 'user:default/300000000000000001',
  groups: ['group:default/team-a'],
  platform: false,
  namespaces: [
    ...shared,
    {
      cluster: 'sandbox',
      namespace: 'team-a-prod',
      access: 'owner',
      via: 'group:default/team-a',
      source: 'label',
    },
    {
      cluster: 'sandbox',
      namespace: 'team-a-staging',
      access: 'owner',
      via: 'group:default/team-a',
      source: 'both',
    },
  ],
  totalItems: 4,
  clusters: [freshCluster],
  groupDifferences: [],
};

/** Somebody who can sign in and has no role. */
export const ninaAccess: AccessOverview = {
  userEntityRef: 'user:default/300000000000000006',
  groups: [],
  platform: false,
  namespaces: [...shared],
  totalItems: 2,
  clusters: [freshCluster],
};

/** A platform engineer. */
export const petraAccess: AccessOverview = {
  userEntityRef: 'user:default/300000000000000005',
  groups: ['group:default/platform-engineering'],
  platform: true,
  namespaces: ['monitoring', 'team-a-prod', 'team-b-prod'].map(namespace => ({
    cluster: 'sandbox',
    namespace,
    access: 'platform',
    via: 'group:default/platform-engineering',
    source: 'label',
  })),
  totalItems: 3,
  clusters: [freshCluster, staleCluster, deadCluster],
};

export const allowedExplanation: AccessExplanation = {
  cluster: 'sandbox',
  namespace: 'team-a-prod',
  result: 'allow',
  access: 'owner',
  via: 'group:default/team-a',
  source: 'label',
  sentence:
    'You can read sandbox/team-a-prod, because it belongs to group:default/team-a (its label says so).',
  canRequest: false,
};

export const deniedExplanation: AccessExplanation = {
  cluster: 'sandbox',
  namespace: 'team-b-prod',
  result: 'deny',
  reason: 'no-access',
  sentence:
    'You have no access to sandbox/team-b-prod: it does not exist, or it belongs to none of your groups.',
  whatToDo:
    'Check the spelling; if your team should see it, ask for access or sign in again after a role was given to you.',
  canRequest: true,
};

const label = (team: string) => ({
  source: 'label' as const,
  group: `group:default/${team}`,
});

export const ownedNamespace: NamespaceSummary = {
  cluster: 'sandbox',
  namespace: 'team-a-prod',
  state: 'owned',
  owner: 'group:default/team-a',
  shared: false,
  claims: [label('team-a')],
};

export const conflictNamespace: NamespaceSummary = {
  cluster: 'sandbox',
  namespace: 'team-b-prod',
  state: 'conflict',
  shared: false,
  claims: [
    label('team-b'),
    { source: 'config', group: 'group:default/team-a-b' },
  ],
};

export const namespaces: NamespaceSummary[] = [
  {
    cluster: 'sandbox',
    namespace: 'ingress',
    state: 'owned',
    owner: 'group:default/platform-engineering',
    shared: true,
    claims: [label('platform-engineering')],
  },
  {
    cluster: 'sandbox',
    namespace: 'kube-system',
    state: 'unowned',
    shared: false,
    claims: [],
  },
  {
    cluster: 'sandbox',
    namespace: 'scratch',
    state: 'invalid',
    shared: false,
    claims: [{ source: 'label' }],
  },
  ownedNamespace,
  conflictNamespace,
];

export const ownedReport: NamespaceAccessReport = {
  ...ownedNamespace,
  everyone: false,
  groups: [
    { group: 'group:default/team-a', access: 'owner', source: 'label' },
    { group: 'group:default/platform-engineering', access: 'platform' },
  ],
  members: [
    { userEntityRef: 'user:default/300000000000000001', displayName: 'Alice' },
    { userEntityRef: 'user:default/300000000000000002', displayName: 'Adam' },
    { userEntityRef: 'user:default/300000000000000005', displayName: 'Petra' },
  ],
  totalMembers: 3,
};

export const conflictReport: NamespaceAccessReport = {
  ...conflictNamespace,
  everyone: false,
  groups: [],
  members: [],
  totalMembers: 0,
};

export const flaggedEntity: FlaggedEntity = {
  entityRef: 'component:default/checkout-copy',
  owner: 'group:default/team-a',
  namespace: 'team-b-prod',
  flags: [
    {
      reason: 'foreign-namespace',
      field: 'backstage.io/kubernetes-namespace',
      message:
        "The owner of this entity owns no namespace 'team-b-prod', so it opens nothing there.",
    },
    {
      reason: 'broad-selector',
      field: 'backstage.io/kubernetes-label-selector',
      message:
        "'!nosuchlabel' names no label that a workload must have, so it selects everything in the namespace.",
    },
  ],
  dependents: ['component:default/frontend'],
};

const DAY_MS = 24 * 3_600_000;
const inDays = (days: number) =>
  new Date(Date.now() + days * DAY_MS).toISOString();

/** One that works, one that ends soon, one that was taken away. */
export const accessKeys: AccessKeyItem[] = [
  {
    id: '00000000-0000-4000-8000-000000000001',
    name: 'nightly report',
    owner: 'group:default/team-a',
    permissions: ['rca.investigate', 'rca.report.read'],
    namespaces: [{ cluster: 'sandbox', namespace: 'team-a-prod' }],
    createdBy: 'user:default/300000000000000001',
    createdAt: inDays(-10),
    expiresAt: inDays(20),
    lastUsedAt: inDays(-1),
  },
  {
    id: '00000000-0000-4000-8000-000000000002',
    name: 'wall display',
    owner: 'group:default/team-a',
    permissions: ['catalog.entity.read'],
    namespaces: [],
    createdBy: 'user:default/300000000000000002',
    createdAt: inDays(-85),
    expiresAt: inDays(5),
  },
  {
    id: '00000000-0000-4000-8000-000000000003',
    name: 'old chat bot',
    owner: 'group:default/team-a',
    permissions: ['rca.report.read'],
    namespaces: [{ cluster: 'sandbox', namespace: 'team-a-staging' }],
    createdBy: 'user:default/300000000000000001',
    createdAt: inDays(-60),
    expiresAt: inDays(30),
    revokedAt: inDays(-2),
    revokedBy: 'user:default/300000000000000002',
  },
];
