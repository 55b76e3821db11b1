import { toError } from '@backstage/errors';
import {
  abortable,
  ClusterService,
  TenantClient,
  toBackstageError,
} from '@internal/plugin-cluster-node';
import { Unchecked } from '@internal/plugin-rca-common';
import { CollectorContext } from '@internal/plugin-rca-node';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { V1ConfigMap } from '@kubernetes/client-node';
import { Gate } from '../../lib/Gate';
import { scopedNamespaces } from '../../lib/scopedNamespaces';
import { instantOf } from '../../lib/time';
import { readLastWords } from './lastWords';
import {
  ConfigMapFacts,
  emptyKubernetesFacts,
  KubernetesFacts,
} from './KubernetesFacts';
import { ListKind, listKinds, listNamespaced } from './namespaceLists';
import { readNodes } from './readNodes';
import { uncheckedOf } from './uncheckedOf';

const SOURCE = 'kubernetes';
/** Lists that one investigation asks an API server for at once: it serves others as well. */
const MAX_LISTS_AT_ONCE = 24;

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
  const gate = new Gate(MAX_LISTS_AT_ONCE);
  const readings = await Promise.all(
    namespaces.map(namespace =>
      readNamespace({ clusters, scope, namespace, gate, signal }),
    ),
  );
  const own = readings.find(({ namespace }) => namespace === subject.namespace);
  if (own?.error) {
    throw own.error;
  }
  const clients = readings
    .map(({ client }) => client)
    .filter(client => client !== undefined);
  const parts: Part[] = [
    ...readings,
    ...(clients.length ? [await readClusterNodes(clients[0], signal)] : []),
  ];
  const facts = mergeFacts(parts.map(part => part.facts));
  const lastWords = await readLastWords(facts.pods, clients, signal);
  return {
    facts: {
      ...facts,
      lastWords: lastWords.lines,
      namespaces: readings
        .filter(({ error }) => !error)
        .map(({ namespace }) => namespace),
    },
    unchecked: [
      ...parts.flatMap(part => part.unchecked),
      ...lastWords.unchecked,
    ],
  };
}

type Part = { facts: Partial<KubernetesFacts>; unchecked: Unchecked[] };
type NamespaceReading = Part & {
  namespace: string;
  client?: TenantClient;
  /** Nothing of the namespace could be read. */
  error?: Error;
};

async function readNamespace(options: {
  clusters: ClusterService;
  scope: TenantScope;
  namespace: string;
  gate: Gate;
  signal: AbortSignal;
}): Promise<NamespaceReading> {
  const { clusters, scope, namespace, gate, signal } = options;
  try {
    const client = await clusters.forTenant({ scope, namespace, signal });
    const parts = await Promise.all(
      listKinds.map(kind => gate.run(() => readKind(client, kind, signal))),
    );
    // A namespace in which nothing may be read is a failure, not an empty one.
    const failures = parts.filter(part => part.error !== undefined);
    if (failures.length === parts.length) {
      throw failures[0].error;
    }
    return {
      namespace,
      client,
      facts: mergeFacts(parts.map(part => part.facts)),
      unchecked: parts.flatMap(part => part.unchecked),
    };
  } catch (error) {
    signal.throwIfAborted();
    return {
      namespace,
      facts: {},
      unchecked: [uncheckedOf(error, `Reading namespace ${namespace}`)],
      error: toError(error),
    };
  }
}

async function readKind(
  client: TenantClient,
  kind: ListKind,
  signal: AbortSignal,
): Promise<Part & { error?: Error }> {
  const { namespace, kubeConfig } = client;
  const what = `Listing ${kind} in ${namespace}`;
  const unread = [`${namespace}/${kind}`];
  try {
    const { items, truncated } = await listNamespaced(
      kubeConfig,
      kind,
      namespace,
      abortable(signal),
    );
    const facts = kind === 'configMaps' ? items.map(withoutValues) : items;
    return {
      facts: { [kind]: facts, ...(truncated && { unread }) },
      unchecked: truncated ? [tooMany(what, items.length)] : [],
    };
  } catch (error) {
    signal.throwIfAborted();
    return {
      facts: { unread },
      unchecked: [uncheckedOf(error, what)],
      error: toBackstageError(error, what),
    };
  }
}

async function readClusterNodes(
  client: TenantClient,
  signal: AbortSignal,
): Promise<Part> {
  const what = 'Listing nodes';
  try {
    const { items, truncated } = await readNodes(client, signal);
    return {
      facts: { nodes: items },
      unchecked: truncated ? [tooMany(what, items.length)] : [],
    };
  } catch (error) {
    signal.throwIfAborted();
    return { facts: {}, unchecked: [uncheckedOf(error, what)] };
  }
}

function tooMany(what: string, count: number): Unchecked {
  return {
    source: SOURCE,
    reason: 'too-many-objects',
    message: `${what} stopped after ${count} objects`,
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
