import type { PolicyRule } from '../access/RbacAuthorizer';

/** A Role's or ClusterRole's name and rules. */
export type RoleDefinition = { name: string; rules: PolicyRule[] };

const READ = ['get', 'list', 'watch'];

/** Namespace of the portal in the cluster. */
export const PORTAL_NAMESPACE = 'aiops-system';
/** ServiceAccount that the portal runs as; it can do nothing but find namespaces and act as their readers. */
export const PORTAL_SERVICE_ACCOUNT = 'aiops-portal';
/** ServiceAccount of each tenant namespace that the portal reads as. */
export const READER_SERVICE_ACCOUNT = 'aiops-reader';

/** What the portal itself may do in the whole cluster. */
export const portalRole: RoleDefinition = {
  name: 'aiops-namespace-index',
  rules: [
    { verbs: ['list', 'watch'], apiGroups: [''], resources: ['namespaces'] },
  ],
};

/** Lets the portal become the reader of a namespace, and nobody else; bound in each tenant namespace. */
export const tokenRequesterRole: RoleDefinition = {
  name: 'aiops-token-requester',
  rules: [
    {
      verbs: ['create'],
      apiGroups: [''],
      resources: ['serviceaccounts/token'],
      resourceNames: [READER_SERVICE_ACCOUNT],
    },
  ],
};

/** What the reader of a tenant namespace may see there. No Secrets. */
export const tenantReaderRole: RoleDefinition = {
  name: 'aiops-tenant-reader',
  rules: [
    {
      verbs: READ,
      apiGroups: [''],
      resources: [
        'configmaps',
        'endpoints',
        'events',
        'limitranges',
        'persistentvolumeclaims',
        'pods',
        'replicationcontrollers',
        'resourcequotas',
        'services',
      ],
    },
    { verbs: ['get'], apiGroups: [''], resources: ['pods/log'] },
    {
      verbs: READ,
      apiGroups: ['apps'],
      resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
    },
    {
      verbs: READ,
      apiGroups: ['autoscaling'],
      resources: ['horizontalpodautoscalers'],
    },
    { verbs: READ, apiGroups: ['batch'], resources: ['cronjobs', 'jobs'] },
    {
      verbs: READ,
      apiGroups: ['discovery.k8s.io'],
      resources: ['endpointslices'],
    },
    { verbs: READ, apiGroups: ['events.k8s.io'], resources: ['events'] },
    {
      verbs: READ,
      apiGroups: ['networking.k8s.io'],
      resources: ['ingresses', 'networkpolicies'],
    },
    { verbs: READ, apiGroups: ['policy'], resources: ['poddisruptionbudgets'] },
  ],
};

/** Nodes belong to nobody; their conditions explain what happens to everybody's pods. */
export const nodeReaderRole: RoleDefinition = {
  name: 'aiops-node-reader',
  rules: [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['nodes'] }],
};

/** The ClusterRoles that the portal's installation brings. */
export const platformRoles: readonly RoleDefinition[] = [
  portalRole,
  tokenRequesterRole,
  tenantReaderRole,
  nodeReaderRole,
];

const DISCOVERY_PATHS = [
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/healthz',
  '/livez',
  '/openapi',
  '/openapi/*',
  '/readyz',
  '/version',
  '/version/',
];

/** Roles that every cluster starts with, and the groups that have them. */
export const bootstrapRoles: ReadonlyArray<
  RoleDefinition & { groups: string[] }
> = [
  {
    name: 'cluster-admin',
    groups: ['system:masters'],
    rules: [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ],
  },
  {
    name: 'system:basic-user',
    groups: ['system:authenticated'],
    rules: [
      {
        verbs: ['create'],
        apiGroups: ['authorization.k8s.io'],
        resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
      },
      {
        verbs: ['create'],
        apiGroups: ['authentication.k8s.io'],
        resources: ['selfsubjectreviews'],
      },
    ],
  },
  {
    name: 'system:discovery',
    groups: ['system:authenticated'],
    rules: [{ verbs: ['get'], nonResourceURLs: DISCOVERY_PATHS }],
  },
  {
    name: 'system:public-info-viewer',
    groups: ['system:authenticated', 'system:unauthenticated'],
    rules: [
      {
        verbs: ['get'],
        nonResourceURLs: [
          '/healthz',
          '/livez',
          '/readyz',
          '/version',
          '/version/',
        ],
      },
    ],
  },
  {
    name: 'system:service-account-issuer-discovery',
    groups: ['system:serviceaccounts'],
    rules: [
      {
        verbs: ['get'],
        nonResourceURLs: [
          '/.well-known/openid-configuration',
          '/.well-known/openid-configuration/',
          '/openid/v1/jwks',
          '/openid/v1/jwks/',
        ],
      },
    ],
  },
];
