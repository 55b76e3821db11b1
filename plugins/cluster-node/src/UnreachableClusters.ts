import { ServiceUnavailableError } from '@backstage/errors';

/** How long a cluster that did not answer is left alone. */
const PAUSE_MS = 5_000;

/**
 * Remembers which clusters did not answer a moment ago, so that the next caller
 * is told at once instead of after another deadline.
 */
export class UnreachableClusters {
  readonly #until = new Map<string, number>();

  /** @throws ServiceUnavailableError while the cluster is left alone. */
  check(cluster: string): void {
    if (Date.now() < (this.#until.get(cluster) ?? 0)) {
      throw new ServiceUnavailableError(
        `Cluster '${cluster}' did not answer a moment ago; it is asked again in a few seconds`,
      );
    }
  }

  silent(cluster: string): void {
    this.#until.set(cluster, Date.now() + PAUSE_MS);
  }

  answered(cluster: string): void {
    this.#until.delete(cluster);
  }
}
