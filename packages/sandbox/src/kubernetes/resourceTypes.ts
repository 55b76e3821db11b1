import type { ResourceType } from '../types';

const APPS = { group: 'apps', version: 'v1', namespaced: true } as const;
const BATCH = { group: 'batch', version: 'v1', namespaced: true } as const;
const CORE = { group: '', version: 'v1' } as const;
const NETWORKING = { group: 'networking.k8s.io', version: 'v1' } as const;
const RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' } as const;
const STATUS = ['status'];
const SCALE_STATUS = ['scale', 'status'];
const ALL = ['all'];

/**
 * Every resource the sandbox's cluster stores, with the names, short names,
 * categories and subresources that kube-apiserver 1.36 lists for it.
 *
 * @remarks
 * Subresources that are listed by a real server but answered by nobody here
 * (`exec`, `attach`, `portforward`, `proxy`) are named as well: RBAC rules speak
 * of them and the API refuses them by name instead of not knowing them.
 */
export const resourceTypes = {
  configmaps: {
    ...CORE,
    plural: 'configmaps',
    singular: 'configmap',
    kind: 'ConfigMap',
    namespaced: true,
    shortNames: ['cm'],
  },
  endpoints: {
    ...CORE,
    plural: 'endpoints',
    singular: 'endpoints',
    kind: 'Endpoints',
    namespaced: true,
    shortNames: ['ep'],
  },
  events: {
    ...CORE,
    plural: 'events',
    singular: 'event',
    kind: 'Event',
    namespaced: true,
    shortNames: ['ev'],
  },
  limitranges: {
    ...CORE,
    plural: 'limitranges',
    singular: 'limitrange',
    kind: 'LimitRange',
    namespaced: true,
    shortNames: ['limits'],
  },
  namespaces: {
    ...CORE,
    plural: 'namespaces',
    singular: 'namespace',
    kind: 'Namespace',
    namespaced: false,
    shortNames: ['ns'],
    subresources: ['finalize', 'status'],
  },
  nodes: {
    ...CORE,
    plural: 'nodes',
    singular: 'node',
    kind: 'Node',
    namespaced: false,
    shortNames: ['no'],
    subresources: ['proxy', 'status'],
  },
  persistentvolumeclaims: {
    ...CORE,
    plural: 'persistentvolumeclaims',
    singular: 'persistentvolumeclaim',
    kind: 'PersistentVolumeClaim',
    namespaced: true,
    shortNames: ['pvc'],
    subresources: STATUS,
  },
  persistentvolumes: {
    ...CORE,
    plural: 'persistentvolumes',
    singular: 'persistentvolume',
    kind: 'PersistentVolume',
    namespaced: false,
    shortNames: ['pv'],
    subresources: STATUS,
  },
  pods: {
    ...CORE,
    plural: 'pods',
    singular: 'pod',
    kind: 'Pod',
    namespaced: true,
    shortNames: ['po'],
    categories: ALL,
    generation: true,
    subresources: [
      'attach',
      'binding',
      'eviction',
      'exec',
      'log',
      'portforward',
      'proxy',
      'status',
    ],
  },
  replicationcontrollers: {
    ...CORE,
    plural: 'replicationcontrollers',
    singular: 'replicationcontroller',
    kind: 'ReplicationController',
    namespaced: true,
    shortNames: ['rc'],
    categories: ALL,
    generation: true,
    subresources: SCALE_STATUS,
  },
  resourcequotas: {
    ...CORE,
    plural: 'resourcequotas',
    singular: 'resourcequota',
    kind: 'ResourceQuota',
    namespaced: true,
    shortNames: ['quota'],
    subresources: STATUS,
  },
  secrets: {
    ...CORE,
    plural: 'secrets',
    singular: 'secret',
    kind: 'Secret',
    namespaced: true,
  },
  serviceaccounts: {
    ...CORE,
    plural: 'serviceaccounts',
    singular: 'serviceaccount',
    kind: 'ServiceAccount',
    namespaced: true,
    shortNames: ['sa'],
    subresources: ['token'],
  },
  services: {
    ...CORE,
    plural: 'services',
    singular: 'service',
    kind: 'Service',
    namespaced: true,
    shortNames: ['svc'],
    categories: ALL,
    subresources: ['proxy', 'status'],
  },

  controllerrevisions: {
    ...APPS,
    plural: 'controllerrevisions',
    singular: 'controllerrevision',
    kind: 'ControllerRevision',
  },
  daemonsets: {
    ...APPS,
    plural: 'daemonsets',
    singular: 'daemonset',
    kind: 'DaemonSet',
    shortNames: ['ds'],
    categories: ALL,
    generation: true,
    subresources: STATUS,
  },
  deployments: {
    ...APPS,
    plural: 'deployments',
    singular: 'deployment',
    kind: 'Deployment',
    shortNames: ['deploy'],
    categories: ALL,
    generation: true,
    subresources: SCALE_STATUS,
  },
  replicasets: {
    ...APPS,
    plural: 'replicasets',
    singular: 'replicaset',
    kind: 'ReplicaSet',
    shortNames: ['rs'],
    categories: ALL,
    generation: true,
    subresources: SCALE_STATUS,
  },
  statefulsets: {
    ...APPS,
    plural: 'statefulsets',
    singular: 'statefulset',
    kind: 'StatefulSet',
    shortNames: ['sts'],
    categories: ALL,
    generation: true,
    subresources: SCALE_STATUS,
  },

  cronjobs: {
    ...BATCH,
    plural: 'cronjobs',
    singular: 'cronjob',
    kind: 'CronJob',
    shortNames: ['cj'],
    categories: ALL,
    generation: true,
    subresources: STATUS,
  },
  jobs: {
    ...BATCH,
    plural: 'jobs',
    singular: 'job',
    kind: 'Job',
    categories: ALL,
    generation: true,
    subresources: STATUS,
  },

  horizontalpodautoscalers: {
    group: 'autoscaling',
    version: 'v2',
    plural: 'horizontalpodautoscalers',
    singular: 'horizontalpodautoscaler',
    kind: 'HorizontalPodAutoscaler',
    namespaced: true,
    shortNames: ['hpa'],
    categories: ALL,
    subresources: STATUS,
  },
  endpointslices: {
    group: 'discovery.k8s.io',
    version: 'v1',
    plural: 'endpointslices',
    singular: 'endpointslice',
    kind: 'EndpointSlice',
    namespaced: true,
    generation: true,
  },
  leases: {
    group: 'coordination.k8s.io',
    version: 'v1',
    plural: 'leases',
    singular: 'lease',
    kind: 'Lease',
    namespaced: true,
  },
  poddisruptionbudgets: {
    group: 'policy',
    version: 'v1',
    plural: 'poddisruptionbudgets',
    singular: 'poddisruptionbudget',
    kind: 'PodDisruptionBudget',
    namespaced: true,
    shortNames: ['pdb'],
    generation: true,
    subresources: STATUS,
  },
  ingressclasses: {
    ...NETWORKING,
    plural: 'ingressclasses',
    singular: 'ingressclass',
    kind: 'IngressClass',
    namespaced: false,
    generation: true,
  },
  ingresses: {
    ...NETWORKING,
    plural: 'ingresses',
    singular: 'ingress',
    kind: 'Ingress',
    namespaced: true,
    shortNames: ['ing'],
    generation: true,
    subresources: STATUS,
  },
  networkpolicies: {
    ...NETWORKING,
    plural: 'networkpolicies',
    singular: 'networkpolicy',
    kind: 'NetworkPolicy',
    namespaced: true,
    shortNames: ['netpol'],
    generation: true,
  },

  clusterrolebindings: {
    ...RBAC,
    plural: 'clusterrolebindings',
    singular: 'clusterrolebinding',
    kind: 'ClusterRoleBinding',
    namespaced: false,
  },
  clusterroles: {
    ...RBAC,
    plural: 'clusterroles',
    singular: 'clusterrole',
    kind: 'ClusterRole',
    namespaced: false,
  },
  rolebindings: {
    ...RBAC,
    plural: 'rolebindings',
    singular: 'rolebinding',
    kind: 'RoleBinding',
    namespaced: true,
  },
  roles: {
    ...RBAC,
    plural: 'roles',
    singular: 'role',
    kind: 'Role',
    namespaced: true,
  },
} satisfies Record<string, ResourceType>;

/** The plural name of a resource that the sandbox stores. */
export type ResourceName = keyof typeof resourceTypes;

/** All stored resources as a list, in the order of {@link resourceTypes}. */
export const allResourceTypes: readonly ResourceType[] =
  Object.values(resourceTypes);

/** Finds the resource that a manifest's `apiVersion` and `kind` name. */
export function resourceTypeOf(object: {
  apiVersion: string;
  kind: string;
}): ResourceType | undefined {
  return allResourceTypes.find(
    type =>
      type.kind === object.kind && apiVersionOf(type) === object.apiVersion,
  );
}

/** The `apiVersion` of a resource's objects: `v1` or `group/version`. */
export function apiVersionOf(
  type: Pick<ResourceType, 'group' | 'version'>,
): string {
  return type.group ? `${type.group}/${type.version}` : type.version;
}

/** `deployments.apps`, as messages name a resource. */
export function qualifiedName(
  type: Pick<ResourceType, 'group' | 'plural'>,
): string {
  return type.group ? `${type.plural}.${type.group}` : type.plural;
}
