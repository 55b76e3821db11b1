import type { ResourceType } from '../types';

type Traits = Omit<
  Partial<ResourceType>,
  'group' | 'version' | 'plural' | 'singular' | 'kind'
>;

const STATUS = { subresources: ['status'] };
const SCALE = { subresources: ['scale', 'status'] };
const ALL = { categories: ['all'] };
/** The server counts changes of the desired state. */
const COUNTED = { generation: true };

/** Makes the resources of one group; namespaced unless a trait says otherwise. */
function groupOf(group: string, version: string) {
  return (kind: string, plural: string, ...traits: Traits[]): ResourceType => ({
    group,
    version,
    plural,
    // Only `endpoints` is its own singular.
    singular: kind === 'Endpoints' ? plural : kind.toLocaleLowerCase('en-US'),
    kind,
    namespaced: true,
    ...Object.assign({}, ...traits),
  });
}

function shortName(...shortNames: string[]): Traits {
  return { shortNames };
}

const CLUSTER_WIDE = { namespaced: false };

const core = groupOf('', 'v1');
const apps = groupOf('apps', 'v1');
const batch = groupOf('batch', 'v1');
const networking = groupOf('networking.k8s.io', 'v1');
const rbac = groupOf('rbac.authorization.k8s.io', 'v1');

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
  configmaps: core('ConfigMap', 'configmaps', shortName('cm')),
  endpoints: core('Endpoints', 'endpoints', shortName('ep')),
  events: core('Event', 'events', shortName('ev')),
  limitranges: core('LimitRange', 'limitranges', shortName('limits')),
  namespaces: core('Namespace', 'namespaces', CLUSTER_WIDE, shortName('ns'), {
    subresources: ['finalize', 'status'],
  }),
  nodes: core('Node', 'nodes', CLUSTER_WIDE, shortName('no'), {
    subresources: ['proxy', 'status'],
  }),
  persistentvolumeclaims: core(
    'PersistentVolumeClaim',
    'persistentvolumeclaims',
    shortName('pvc'),
    STATUS,
  ),
  persistentvolumes: core(
    'PersistentVolume',
    'persistentvolumes',
    CLUSTER_WIDE,
    shortName('pv'),
    STATUS,
  ),
  pods: core('Pod', 'pods', shortName('po'), ALL, COUNTED, {
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
  }),
  replicationcontrollers: core(
    'ReplicationController',
    'replicationcontrollers',
    shortName('rc'),
    ALL,
    COUNTED,
    SCALE,
  ),
  resourcequotas: core(
    'ResourceQuota',
    'resourcequotas',
    shortName('quota'),
    STATUS,
  ),
  secrets: core('Secret', 'secrets'),
  serviceaccounts: core('ServiceAccount', 'serviceaccounts', shortName('sa'), {
    subresources: ['token'],
  }),
  services: core('Service', 'services', shortName('svc'), ALL, {
    subresources: ['proxy', 'status'],
  }),
  controllerrevisions: apps('ControllerRevision', 'controllerrevisions'),
  daemonsets: apps(
    'DaemonSet',
    'daemonsets',
    shortName('ds'),
    ALL,
    COUNTED,
    STATUS,
  ),
  deployments: apps(
    'Deployment',
    'deployments',
    shortName('deploy'),
    ALL,
    COUNTED,
    SCALE,
  ),
  replicasets: apps(
    'ReplicaSet',
    'replicasets',
    shortName('rs'),
    ALL,
    COUNTED,
    SCALE,
  ),
  statefulsets: apps(
    'StatefulSet',
    'statefulsets',
    shortName('sts'),
    ALL,
    COUNTED,
    SCALE,
  ),
  cronjobs: batch('CronJob', 'cronjobs', shortName('cj'), ALL, COUNTED, STATUS),
  jobs: batch('Job', 'jobs', ALL, COUNTED, STATUS),
  horizontalpodautoscalers: groupOf('autoscaling', 'v2')(
    'HorizontalPodAutoscaler',
    'horizontalpodautoscalers',
    shortName('hpa'),
    ALL,
    STATUS,
  ),
  endpointslices: groupOf('discovery.k8s.io', 'v1')(
    'EndpointSlice',
    'endpointslices',
    COUNTED,
  ),
  leases: groupOf('coordination.k8s.io', 'v1')('Lease', 'leases'),
  poddisruptionbudgets: groupOf('policy', 'v1')(
    'PodDisruptionBudget',
    'poddisruptionbudgets',
    shortName('pdb'),
    COUNTED,
    STATUS,
  ),
  ingressclasses: networking(
    'IngressClass',
    'ingressclasses',
    CLUSTER_WIDE,
    COUNTED,
  ),
  ingresses: networking(
    'Ingress',
    'ingresses',
    shortName('ing'),
    COUNTED,
    STATUS,
  ),
  networkpolicies: networking(
    'NetworkPolicy',
    'networkpolicies',
    shortName('netpol'),
    COUNTED,
  ),
  clusterrolebindings: rbac(
    'ClusterRoleBinding',
    'clusterrolebindings',
    CLUSTER_WIDE,
  ),
  clusterroles: rbac('ClusterRole', 'clusterroles', CLUSTER_WIDE),
  rolebindings: rbac('RoleBinding', 'rolebindings'),
  roles: rbac('Role', 'roles'),
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
