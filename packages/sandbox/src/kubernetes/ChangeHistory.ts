import type { KubeObject, WatchEvent } from '../types';
import { StoreError } from './StoreError';

/** One write, with the version that it made. */
export type Change = WatchEvent & {
  version: number;
  typeKey: string;
  objectKey: string;
};

/** The latest changes of a store, so that watches can resume and old lists can be shown again. */
export class ChangeHistory {
  readonly #maxChanges: number;
  #changes: Change[] = [];
  #compactedVersion = 0;

  constructor(options: { maxChanges: number }) {
    this.#maxChanges = options.maxChanges;
  }

  add(change: Change): void {
    this.#changes.push(change);
    // Cut in steps: a shift per write would move the whole array each time.
    if (this.#changes.length > this.#maxChanges * 1.25) {
      const cut = this.#changes.length - this.#maxChanges;
      this.#compactedVersion = this.#changes[cut - 1].version;
      this.#changes = this.#changes.slice(cut);
    }
  }

  /** What came after a version, oldest first. Throws `Expired` when that is not known any more. */
  since(version: number): Change[] {
    if (version < this.#compactedVersion) {
      throw new StoreError(
        'Expired',
        `too old resource version: ${version} (${this.#compactedVersion})`,
      );
    }
    return this.#changes.slice(this.#indexAfter(version));
  }

  /** Takes back, in a copy of the objects of one type, what came after a version. */
  rewind(
    objects: ReadonlyMap<string, KubeObject>,
    typeKey: string,
    version: number,
  ): Map<string, KubeObject> {
    const result = new Map(objects);
    for (const change of this.since(version).reverse()) {
      if (change.typeKey === typeKey) {
        if (change.previous) {
          result.set(change.objectKey, change.previous);
        } else {
          result.delete(change.objectKey);
        }
      }
    }
    return result;
  }

  /** Versions ascend, so that the place is found by halving. */
  #indexAfter(version: number): number {
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.#changes[middle].version > version) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
