import type { KubeObject } from '../../types';
import { resourceTypes } from '../../kubernetes/resourceTypes';
import type { Cluster } from '../cluster/Cluster';

type Labels = Record<string, string>;
type Selector = { matchLabels?: Labels };
type Peer = { podSelector?: Selector; namespaceSelector?: Selector };

/** What NetworkPolicies drop: ingress by labels, as far as the company writes them. */
export class Firewall {
  static readonly none = new Firewall([], () => ({}));

  readonly #policies: KubeObject[];
  readonly #namespaceLabels: (name: string) => Labels;
  readonly #verdicts = new Map<string, boolean>();

  static of({ store, cache }: Cluster): Firewall {
    const policies = [...store.view(resourceTypes.networkpolicies)];
    return policies.length === 0
      ? Firewall.none
      : new Firewall(
          policies,
          name =>
            cache.get(resourceTypes.namespaces, undefined, name)?.metadata
              .labels ?? {},
        );
  }

  private constructor(
    policies: KubeObject[],
    namespaceLabels: (name: string) => Labels,
  ) {
    this.#policies = policies;
    this.#namespaceLabels = namespaceLabels;
  }

  /** Whether what `from` sends to `to` (both `namespace/service`) is dropped. */
  drops(from: string, to: string): boolean {
    if (this.#policies.length === 0) {
      return false;
    }
    const key = `${from} ${to}`;
    const known = this.#verdicts.get(key) ?? this.#judge(from, to);
    this.#verdicts.set(key, known);
    return known;
  }

  #judge(from: string, to: string): boolean {
    const [fromNamespace, caller] = from.split('/');
    const [namespace, callee] = to.split('/');
    const policies = this.#policies.filter(
      ({ metadata, spec }) =>
        metadata.namespace === namespace &&
        selects(spec.podSelector, labelsOf(callee)),
    );
    return (
      policies.length > 0 &&
      !policies.some(({ spec }) =>
        (spec.ingress ?? []).some(
          ({ from: peers }: { from?: Peer[] }) =>
            !peers ||
            peers.some(
              peer =>
                (peer.namespaceSelector
                  ? selects(
                      peer.namespaceSelector,
                      this.#namespaceLabels(fromNamespace),
                    )
                  : fromNamespace === namespace) &&
                selects(peer.podSelector, labelsOf(caller)),
            ),
        ),
      )
    );
  }
}

function labelsOf(service: string): Labels {
  return { 'app.kubernetes.io/name': service };
}

function selects(selector: Selector | undefined, labels: Labels): boolean {
  return Object.entries(selector?.matchLabels ?? {}).every(
    ([key, value]) => labels[key] === value,
  );
}
