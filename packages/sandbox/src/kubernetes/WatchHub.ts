import type { WatchEvent } from '../types';
import type { Change } from './ChangeHistory';
import { cloneJson } from './json';

/** Somebody who wants to know of changes. */
export type Watcher = {
  typeKey: string;
  /** All namespaces when undefined. */
  namespace?: string;
  /** Whether the stored objects are handed out themselves, not to be changed. */
  shared: boolean;
  notify: (event: WatchEvent) => void;
};

/**
 * Delivers changes to watchers, each change to all before the next.
 *
 * @remarks
 * A watcher may write: what it writes is queued until everybody has seen the change before.
 */
export class WatchHub {
  readonly #watchers = new Set<Watcher>();
  readonly #undelivered: Change[] = [];
  #delivering = false;

  /** Gives a watcher what it missed, then everything that follows. Returns the function that ends it. */
  add(watcher: Watcher, missed: readonly Change[]): () => void {
    // What is still undelivered has been missed as well, but will come by the queue.
    const next = this.#undelivered[0]?.version ?? Infinity;
    for (const change of missed) {
      if (change.version < next) {
        deliver(watcher, change);
      }
    }
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  }

  publish(change: Change): void {
    this.#undelivered.push(change);
    if (this.#delivering) {
      return;
    }
    this.#delivering = true;
    try {
      while (this.#undelivered.length > 0) {
        const current = this.#undelivered.shift()!;
        for (const watcher of [...this.#watchers]) {
          if (this.#watchers.has(watcher)) {
            deliver(watcher, current);
          }
        }
      }
    } finally {
      this.#delivering = false;
    }
  }
}

function deliver(watcher: Watcher, change: Change): void {
  if (watcher.typeKey !== change.typeKey) {
    return;
  }
  const { type, object, previous } = change;
  if (
    watcher.namespace !== undefined &&
    object.metadata.namespace !== watcher.namespace
  ) {
    return;
  }
  watcher.notify(
    watcher.shared
      ? { type, object, previous }
      : { type, object: cloneJson(object) },
  );
}
