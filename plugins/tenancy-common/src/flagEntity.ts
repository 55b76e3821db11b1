import { EntityFlag, entityFlagReasons } from './api';
import { NamespaceKnowledge, ownershipOf } from './decideNamespace';
import { isNamespaceName } from './groupRefs';
import { NamespaceRef } from './types';

/** Annotations of the stock Kubernetes plugin, which root-cause analysis reads as well. */
export const KUBERNETES_ANNOTATIONS = {
  namespace: 'backstage.io/kubernetes-namespace',
  cluster: 'backstage.io/kubernetes-cluster',
  selector: 'backstage.io/kubernetes-label-selector',
} as const;

/** Longest part of a tenant's text that is repeated in a message. */
const MAX_QUOTED = 100;

/**
 * What an entity says about where it runs. Tenants write it.
 * @public
 */
export type EntityPlacement = {
  /** Entity ref of the owner. */
  owner: string | undefined;
  annotations: Readonly<Record<string, string>>;
};

/**
 * Finds what an entity says about namespaces that is not so.
 *
 * @remarks
 * Flags are for people: no decision reads them, and an entity without flags opens
 * nothing. A namespace that is shared, or that the owner of the entity owns in one of
 * the clusters meant, is no finding. Whether a namespace of others exists is not told,
 * or annotations would be a way to ask. `dependsOn` on somebody else's component is
 * how services are and never a finding.
 *
 * @param options - `clusters` are the names of the configured clusters; `namespaceAnnotations`
 * are further annotations that hold a namespace
 * @returns undefined when a cluster cannot be told about now, so that the last flags stand
 * @public
 */
export async function flagEntity(options: {
  placement: EntityPlacement;
  clusters: readonly string[];
  namespaceAnnotations: readonly string[];
  knowledgeOf: (namespace: NamespaceRef) => Promise<NamespaceKnowledge>;
}): Promise<EntityFlag[] | undefined> {
  const { placement, clusters, namespaceAnnotations, knowledgeOf } = options;
  const { annotations } = placement;
  const flags: EntityFlag[] = [];
  const cluster = annotations[KUBERNETES_ANNOTATIONS.cluster];

  for (const field of [
    KUBERNETES_ANNOTATIONS.namespace,
    ...namespaceAnnotations,
  ]) {
    const namespace = annotations[field];
    if (namespace === undefined) continue;
    if (!isNamespaceName(namespace)) {
      flags.push({
        reason: entityFlagReasons.invalidNamespace,
        field,
        message: `'${quote(namespace)}' cannot be the name of a namespace.`,
      });
      continue;
    }
    const places = cluster === undefined ? clusters : [cluster];
    const known = await Promise.all(
      places.map(name => knowledgeOf({ cluster: name, namespace })),
    );
    if (known.some(knowledge => isOpenTo(placement.owner, knowledge))) continue;
    if (known.some(({ state }) => state === 'unavailable')) return undefined;
    const where = cluster === undefined ? namespace : `${cluster}/${namespace}`;
    flags.push({
      reason: entityFlagReasons.foreignNamespace,
      field,
      message: `The owner of this entity owns no namespace '${quote(
        where,
      )}', so it opens nothing there.`,
    });
  }

  const selector = annotations[KUBERNETES_ANNOTATIONS.selector];
  if (selector !== undefined && !selectsSomething(selector)) {
    flags.push({
      reason: entityFlagReasons.broadSelector,
      field: KUBERNETES_ANNOTATIONS.selector,
      message: `'${quote(
        selector,
      )}' names no label that a workload must have, so it selects everything in the namespace.`,
    });
  }
  return flags;
}

function isOpenTo(
  owner: string | undefined,
  knowledge: NamespaceKnowledge,
): boolean {
  if (knowledge.state !== 'present') return false;
  const ownership = ownershipOf(knowledge.claims);
  if (ownership.state === 'owned' && ownership.owner === owner) return true;
  return knowledge.shared && ['owned', 'unowned'].includes(ownership.state);
}

/**
 * A selector bounds something when at least one of its terms demands a label with
 * a value: `key=value`, `key==value` or `key in (…)`.
 */
function selectsSomething(selector: string): boolean {
  return selector
    .split(',')
    .some(
      term =>
        /^[^!=\s]+\s*==?\s*[^=\s]+$/.test(term.trim()) ||
        /^\S+\s+in\s*\(\s*[^)\s]/.test(term.trim()),
    );
}

function quote(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}
