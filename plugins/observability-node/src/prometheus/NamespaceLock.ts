import { NotAllowedError } from '@backstage/errors';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { scopeNamespaces } from '../scopeNamespaces';

/**
 * The second lock on metrics: what a store answers is compared with the caller's
 * scope, for a proxy that loses arguments and for mistakes in the first lock.
 * @internal
 */
export class NamespaceLock {
  readonly #storeName: string;
  readonly #cluster: string;
  readonly #label: string;

  constructor(options: { storeName: string; cluster: string; label: string }) {
    this.#storeName = options.storeName;
    this.#cluster = options.cluster;
    this.#label = options.label;
  }

  namespaces(scope: TenantScope): readonly string[] {
    return scopeNamespaces(scope, this.#cluster);
  }

  /** For results of expressions, which may have aggregated the label away. */
  check(labels: Record<string, string>, scope: TenantScope): void {
    const namespace = labels[this.#label];
    if (namespace !== undefined && !scope.namespaces.includes(namespace)) {
      this.#refuse();
    }
  }

  /** For stored series, which always have the label. */
  checkPresent(labels: Record<string, string>, scope: TenantScope): void {
    if (!scope.namespaces.includes(labels[this.#label])) {
      this.#refuse();
    }
  }

  /** For values of one label. */
  checkValues(label: string, values: string[], scope: TenantScope): void {
    if (
      label === this.#label &&
      values.some(value => !scope.namespaces.includes(value))
    ) {
      this.#refuse();
    }
  }

  #refuse(): never {
    throw new NotAllowedError(
      `${
        this.#storeName
      } answered with a series outside the caller's namespaces`,
    );
  }
}
