import { KnownNamespace } from './OwnershipService';

/**
 * The namespaces of one cluster at one moment, found by the groups that a source
 * names, so that a list for one team does not look at those of all others.
 */
export class NamespaceSnapshot {
  /** Sorted by name. */
  readonly all: readonly KnownNamespace[];
  readonly #byGroup = new Map<string, KnownNamespace[]>();
  readonly #shared: KnownNamespace[] = [];

  constructor(namespaces: KnownNamespace[]) {
    this.all = namespaces.sort(byName);
    for (const known of this.all) {
      const { claims, shared } = known.knowledge;
      if (shared) this.#shared.push(known);
      for (const group of new Set(claims.map(claim => claim.group))) {
        if (group === undefined) continue;
        const list = this.#byGroup.get(group);
        if (list) list.push(known);
        else this.#byGroup.set(group, [known]);
      }
    }
  }

  /**
   * Those that a decision about a member of these groups could allow: more than it
   * will allow, and never less. Each still has to be decided about.
   */
  reachableBy(groups: readonly string[]): readonly KnownNamespace[] {
    const found = new Set(this.#shared);
    for (const group of groups) {
      for (const known of this.#byGroup.get(group) ?? []) found.add(known);
    }
    return [...found].sort(byName);
  }
}

function byName(a: KnownNamespace, b: KnownNamespace): number {
  return a.namespace.namespace < b.namespace.namespace ? -1 : 1;
}
