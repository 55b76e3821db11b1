import {
  matchesNamespacePattern,
  NamespaceKnowledge,
  NamespaceRef,
  OwnershipClaim,
  toGroupRef,
} from '@internal/plugin-tenancy-common';
import { TenancyConfig } from './config';
import { NamespaceLookup } from './NamespaceIndexService';
import { OwnershipRule } from './ownershipConfig';

/**
 * Collects what the trusted sources say about a namespace, for `decideNamespace`.
 *
 * @remarks
 * A rule with the whole name is stronger than patterns. Several matching rules that
 * name different groups all count, so that the decision sees the conflict: the more
 * exact pattern does NOT win, because it is the platform that has to say whose a
 * namespace is that two patterns claim. A label whose value is no group is a claim
 * without a group, which closes the namespace; an absent or empty one says nothing.
 *
 * The rules are sorted once, because every decision comes through here.
 */
export class OwnershipRules {
  readonly #config: TenancyConfig;
  /** Rules with a whole name, by that name. */
  readonly #exact = new Map<string, OwnershipRule[]>();
  /** Rules with a pattern, by its first part, which is always literal. */
  readonly #patterns = new Map<string, OwnershipRule[]>();
  /** `<namespace>` for every cluster, `<cluster>/<namespace>` for one. */
  readonly #shared: ReadonlySet<string>;

  constructor(config: TenancyConfig) {
    this.#config = config;
    for (const rule of config.rules) {
      if (typeof rule.namespace === 'string') {
        append(this.#exact, rule.namespace, rule);
      } else {
        append(this.#patterns, rule.namespace.parts[0], rule);
      }
    }
    this.#shared = new Set(
      config.sharedNamespaces.map(({ cluster, namespace }) =>
        cluster === undefined ? namespace : `${cluster}/${namespace}`,
      ),
    );
  }

  knowledgeOf(
    namespace: NamespaceRef,
    lookup: NamespaceLookup,
  ): NamespaceKnowledge {
    if (lookup.state !== 'present') return lookup;
    const { cluster, namespace: name } = namespace;
    const claims: OwnershipClaim[] = [];
    if (this.#config.sources.includes('label')) {
      const value = lookup.labels[this.#config.ownershipLabel];
      if (value) {
        const group = toGroupRef(value, {
          defaultNamespace: this.#config.groupNamespace,
        });
        claims.push({ source: 'label', group });
      }
    }
    if (this.#config.sources.includes('config')) {
      for (const { group } of this.#matching(namespace)) {
        claims.push({ source: 'config', group });
      }
    }
    return {
      state: 'present',
      claims,
      shared: this.#shared.has(name) || this.#shared.has(`${cluster}/${name}`),
    };
  }

  #matching({ cluster, namespace }: NamespaceRef): OwnershipRule[] {
    const here = (rule: OwnershipRule) => (rule.cluster ?? cluster) === cluster;
    const exact = this.#exact.get(namespace)?.filter(here);
    if (exact?.length) return exact;
    const [first] = namespace.split('-', 1);
    return (this.#patterns.get(first) ?? []).filter(
      rule =>
        here(rule) &&
        typeof rule.namespace !== 'string' &&
        matchesNamespacePattern(rule.namespace, namespace),
    );
  }
}

function append<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
