import { RootConfigService } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import {
  CustomResource,
  ObjectToFetch,
} from '@backstage/plugin-kubernetes-node';

/** Kinds that are never read for anybody: their content, or their reach beyond the namespace. */
const NEVER = new Set(['secrets', 'persistentvolumes']);

/** What names a resource. Names with anything else in them, such as `..`, are no resources. */
const RESOURCE_PART = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;

const keyOf = (r: { group: string; apiVersion: string; plural: string }) =>
  `${r.group}/${r.apiVersion}/${r.plural}`;

/** Tells which resources may be read at all, in whatever namespace. */
export interface AllowedResources {
  builtIn(resource: ObjectToFetch): boolean;
  custom(cluster: string, resource: CustomResource): boolean;
}

/**
 * Custom resources come from the request body of a client, so only those that the
 * platform has named in the configuration count: `kubernetes.customResources` for
 * every cluster, and the `customResources` of a cluster for that one. A built-in kind never counts as one.
 */
export function readAllowedResources(
  config: RootConfigService,
): AllowedResources {
  const everywhere = readKeys(config, 'kubernetes.customResources');
  const byCluster = new Map(
    (config.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? [])
      .flatMap(method => method.getOptionalConfigArray('clusters') ?? [])
      .map(cluster => [
        cluster.getString('name'),
        readKeys(cluster, 'customResources'),
      ]),
  );
  return {
    builtIn: ({ objectType, plural }) =>
      !NEVER.has(objectType) && !NEVER.has(plural),
    custom: (cluster, resource) =>
      [resource.group, resource.apiVersion, resource.plural].every(
        part => typeof part === 'string' && RESOURCE_PART.test(part),
      ) &&
      !NEVER.has(resource.plural) &&
      (everywhere.has(keyOf(resource)) ||
        Boolean(byCluster.get(cluster)?.has(keyOf(resource)))),
  };
}

function readKeys(config: Config, key: string): Set<string> {
  return new Set(
    (config.getOptionalConfigArray(key) ?? []).map(resource =>
      keyOf({
        group: resource.getString('group'),
        apiVersion: resource.getString('apiVersion'),
        plural: resource.getString('plural'),
      }),
    ),
  );
}
