import {
  abortable,
  ClusterService,
  kubernetesStatusCode,
  TenantClient,
  toBackstageError,
} from '@internal/plugin-cluster-node';
import { Unchecked } from '@internal/plugin-rca-common';
import { CollectorContext } from '@internal/plugin-rca-node';
import { CoreV1Api, V1ConfigMap } from '@kubernetes/client-node';
import { scopedNamespaces } from '../../lib/scopedNamespaces';
import { instantOf } from '../../lib/time';
import { readLastWords } from './lastWords';
import {
  ConfigMapFacts,
  emptyKubernetesFacts,
  KubernetesFacts,
} from './KubernetesFacts';
import { ListKind, listKinds, listNamespaced } from './namespaceLists';

const SOURCE = 'kubernetes';

/** @internal */
export type KubernetesReading = {
  facts: KubernetesFacts;
  unchecked: Unchecked[];
};

/**
 * Reads the subject's namespace and those of its dependencies, as far as they
 * are in the scope, once for all collectors of the investigation.
 * @internal
 */
export function readKubernetes(
  clusters: ClusterService,
  context: Pick<CollectorContext, 'subject' | 'scope' | 'shared'>,
): Promise<KubernetesReading> {
  return context.shared.once('kubernetes', ({ signal }) =>
    read(clusters, context, signal),
  );
}

async function read(
  clusters: ClusterService,
  { subject, scope }: Pick<CollectorContext, 'subject' | 'scope'>,
  signal: AbortSignal,
): Promise<KubernetesReading> {
  const namespaces = scopedNamespaces(subject, scope);
  const clients = await Promise.all(
    namespaces.map(namespace =>
      clusters.forTenant({ scope, namespace, signal }),
    ),
  );
  const parts = await Promise.all([
    ...clients.map(client => readNamespace(client, signal)),
    readNodes(clients[0], signal),
  ]);
  const facts = mergeFacts(parts.map(part => part.facts));
  facts.lastWords = await readLastWords(facts.pods, clients, signal);
  return {
    facts: { ...facts, namespaces },
    unchecked: parts.flatMap(part => part.unchecked),
  };
}

type Part = { facts: Partial<KubernetesFacts>; unchecked: Unchecked[] };

async function readNamespace(
  client: TenantClient,
  signal: AbortSignal,
): Promise<Part> {
  const parts = await Promise.all(
    listKinds.map(kind => readKind(client, kind, signal)),
  );
  // A namespace in which nothing may be read is a failure, not an empty one.
  const failures = parts.filter(part => part.error !== undefined);
  if (failures.length === parts.length) {
    throw failures[0].error;
  }
  return {
    facts: mergeFacts(parts.map(part => part.facts)),
    unchecked: parts.flatMap(part => part.unchecked),
  };
}

async function readKind(
  client: TenantClient,
  kind: ListKind,
  signal: AbortSignal,
): Promise<Part & { error?: Error }> {
  const { namespace, kubeConfig } = client;
  const what = `Listing ${kind} in ${namespace}`;
  try {
    const { items, truncated } = await listNamespaced(
      kubeConfig,
      kind,
      namespace,
      abortable(signal),
    );
    const facts = kind === 'configMaps' ? items.map(withoutValues) : items;
    return {
      facts: { [kind]: facts },
      unchecked: truncated
        ? [
            {
              source: SOURCE,
              reason: 'too-many-objects',
              message: `${what} stopped after ${items.length} objects`,
            },
          ]
        : [],
    };
  } catch (error) {
    signal.throwIfAborted();
    return {
      facts: {},
      unchecked: [uncheckedOf(error, what)],
      error: toBackstageError(error, what),
    };
  }
}

async function readNodes(
  client: TenantClient,
  signal: AbortSignal,
): Promise<Part> {
  try {
    const { items } = await client.kubeConfig
      .makeApiClient(CoreV1Api)
      .listNode({}, abortable(signal));
    return { facts: { nodes: items }, unchecked: [] };
  } catch (error) {
    signal.throwIfAborted();
    return { facts: {}, unchecked: [uncheckedOf(error, 'Listing nodes')] };
  }
}

/** A refusal says that something could not be looked at, never that it is not there. */
function uncheckedOf(error: unknown, what: string): Unchecked {
  const status = kubernetesStatusCode(error);
  return {
    source: SOURCE,
    reason: status === 401 || status === 403 ? 'forbidden' : 'unreachable',
    message: toBackstageError(error, what).message,
  };
}

function mergeFacts(parts: Partial<KubernetesFacts>[]): KubernetesFacts {
  const merged: KubernetesFacts = { ...emptyKubernetesFacts };
  for (const part of parts) {
    for (const [key, value] of Object.entries(part)) {
      if (Array.isArray(value)) {
        const known = (merged as Record<string, unknown>)[key] ?? [];
        Object.assign(merged, { [key]: [...(known as unknown[]), ...value] });
      }
    }
  }
  return merged;
}

function withoutValues(object: object): ConfigMapFacts {
  const { metadata, data, binaryData } = object as V1ConfigMap;
  const writes = (metadata?.managedFields ?? [])
    .map(field => instantOf(field.time))
    .filter(time => time !== undefined)
    .sort();
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    keys: Object.keys({ ...data, ...binaryData }).sort(),
    createdAt: instantOf(metadata?.creationTimestamp),
    updatedAt: writes.at(-1),
  };
}
