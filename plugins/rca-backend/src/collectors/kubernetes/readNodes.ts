import { abortable, TenantClient } from '@internal/plugin-cluster-node';
import { CoreV1Api, V1Node } from '@kubernetes/client-node';
import { readPages } from './readPages';

/** Pages of nodes that are read at most. */
const MAX_PAGES = 4;

/**
 * The nodes of the cluster, without what no rule looks at: an object of a large
 * cluster's node has the names of all its images.
 * @internal
 */
export async function readNodes(
  client: TenantClient,
  signal: AbortSignal,
): Promise<{ items: V1Node[]; truncated: boolean }> {
  const core = client.kubeConfig.makeApiClient(CoreV1Api);
  const { items, truncated } = await readPages<V1Node>(
    page => core.listNode(page, abortable(signal)),
    MAX_PAGES,
  );
  return { items: items.map(trimmed), truncated };
}

function trimmed({ metadata, spec, status }: V1Node): V1Node {
  return {
    metadata: {
      name: metadata?.name,
      labels: metadata?.labels,
      creationTimestamp: metadata?.creationTimestamp,
    },
    spec: { taints: spec?.taints, unschedulable: spec?.unschedulable },
    status: {
      allocatable: status?.allocatable,
      conditions: status?.conditions,
      ...(status?.nodeInfo && {
        nodeInfo: {
          architecture: status.nodeInfo.architecture,
          operatingSystem: status.nodeInfo.operatingSystem,
        } as NonNullable<V1Node['status']>['nodeInfo'],
      }),
    },
  };
}
