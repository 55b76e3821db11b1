import { servedResources, verbsOf } from '../http/servedResources';
import { reviewResources } from '../reviews/reviewRoutes';

type Subresource = {
  name: string;
  kind: string;
  group?: string;
  version?: string;
  verbs: string[];
};
type Listed = {
  group: string;
  version: string;
  plural: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
  subresources: Subresource[];
};

const READ_WRITE = ['get', 'patch', 'update'];
const PROXY = ['create', 'delete', 'get', 'patch', 'update'];

/** Kinds and verbs of subresources; those that are not named have their parent's kind. */
const SUBRESOURCES: Record<
  string,
  Omit<Subresource, 'name' | 'kind'> & { kind?: string }
> = {
  attach: { kind: 'PodAttachOptions', verbs: ['create', 'get'] },
  binding: { kind: 'Binding', verbs: ['create'] },
  eviction: {
    kind: 'Eviction',
    group: 'policy',
    version: 'v1',
    verbs: ['create'],
  },
  exec: { kind: 'PodExecOptions', verbs: ['create', 'get'] },
  finalize: { verbs: ['update'] },
  log: { verbs: ['get'] },
  portforward: { kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
  proxy: { verbs: PROXY },
  scale: {
    kind: 'Scale',
    group: 'autoscaling',
    version: 'v1',
    verbs: READ_WRITE,
  },
  status: { verbs: READ_WRITE },
  token: {
    kind: 'TokenRequest',
    group: 'authentication.k8s.io',
    version: 'v1',
    verbs: ['create'],
  },
};

const listed: Listed[] = [
  ...servedResources.map(served => ({
    ...served.type,
    verbs: verbsOf(served),
    subresources: (served.type.subresources ?? []).map(name => ({
      name,
      ...SUBRESOURCES[name],
      kind:
        SUBRESOURCES[name].kind ??
        (name === 'proxy'
          ? `${served.type.kind}ProxyOptions`
          : served.type.kind),
    })),
  })),
  ...reviewResources.map(({ route: _, ...review }) => ({
    ...review,
    verbs: ['create'],
    subresources: [],
  })),
];

/** The API groups without the core group, each with its versions. */
export const apiGroups: ReadonlyMap<string, string[]> = listed.reduce(
  (groups, { group, version }) => {
    const versions = groups.get(group) ?? [];
    return group && !versions.includes(version)
      ? groups.set(group, [...versions, version])
      : groups;
  },
  new Map<string, string[]>(),
);

/** `/apis/<group>` and the items of `/apis`. */
export function apiGroupDocument(group: string): Record<string, unknown> {
  const versions = apiGroups
    .get(group)!
    .map(version => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions, preferredVersion: versions[0] };
}

/** `/api/v1` and `/apis/<group>/<version>`. */
export function resourceListDocument(
  group: string,
  version: string,
): Record<string, unknown> {
  const resources = resourcesOf(group, version).flatMap(resource => [
    {
      name: resource.plural,
      singularName: resource.singular,
      namespaced: resource.namespaced,
      kind: resource.kind,
      verbs: resource.verbs,
      shortNames: resource.shortNames,
      categories: resource.categories,
    },
    ...resource.subresources.map(
      ({ name, group: subGroup, version: subVersion, kind, verbs }) => ({
        name: `${resource.plural}/${name}`,
        singularName: '',
        namespaced: resource.namespaced,
        group: subGroup,
        version: subVersion,
        kind,
        verbs,
      }),
    ),
  ]);
  return {
    kind: 'APIResourceList',
    // The core group's list has no apiVersion.
    apiVersion: group ? 'v1' : undefined,
    groupVersion: group ? `${group}/${version}` : version,
    resources,
  };
}

/** The answer to aggregated discovery for these groups. */
export function aggregatedDocument(groups: string[]): Record<string, unknown> {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map(group => ({
      metadata: group ? { name: group } : {},
      versions: (group ? apiGroups.get(group)! : ['v1']).map(version => ({
        version,
        resources: resourcesOf(group, version).map(resource => ({
          resource: resource.plural,
          responseKind: { group: '', version: '', kind: resource.kind },
          scope: resource.namespaced ? 'Namespaced' : 'Cluster',
          singularResource: resource.singular,
          verbs: resource.verbs,
          shortNames: resource.shortNames,
          categories: resource.categories,
          subresources: resource.subresources.length
            ? resource.subresources.map(
                ({
                  name,
                  group: subGroup = '',
                  version: subVersion = '',
                  kind,
                  verbs,
                }) => ({
                  subresource: name,
                  responseKind: { group: subGroup, version: subVersion, kind },
                  verbs,
                }),
              )
            : undefined,
        })),
        freshness: 'Current',
      })),
    })),
  };
}

function resourcesOf(group: string, version: string): Listed[] {
  return listed
    .filter(
      resource => resource.group === group && resource.version === version,
    )
    .sort((a, b) => (a.plural < b.plural ? -1 : 1));
}
