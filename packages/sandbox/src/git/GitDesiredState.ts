import { isDeepStrictEqual } from 'node:util';
import { parse, stringify } from 'yaml';
import type {
  ChangeAuthor,
  Clock,
  DesiredState,
  NewKubeObject,
} from '../types';
import { manifestPath } from '../world';
import { BareRepository, FileChanges } from './BareRepository';
import type { Reconciler } from './Reconciler';

/** Changes the cluster through a commit to the GitOps repository, as the company's people do. */
export class GitDesiredState implements DesiredState {
  readonly #repository: BareRepository;
  readonly #reconciler: Reconciler;
  readonly #clock: Clock;

  constructor(options: {
    repository: BareRepository;
    reconciler: Reconciler;
    clock: Clock;
  }) {
    this.#repository = options.repository;
    this.#reconciler = options.reconciler;
    this.#clock = options.clock;
  }

  /** Resolves when the commit has been applied to the cluster. */
  async apply(
    objects: NewKubeObject[],
    message: string,
    author: ChangeAuthor,
  ): Promise<void> {
    await this.#repository.commit({
      changes: async head => {
        const changes: FileChanges = {};
        for (const object of objects) {
          const path = manifestPath(object);
          if (!path) {
            throw new Error(`Git does not hold objects such as ${object.kind}`);
          }
          const before = head && (await this.#repository.readFile(head, path));
          changes[path] = overlay(before, object);
        }
        return changes;
      },
      message,
      author,
      timeMs: this.#clock.now(),
    });
    await this.#reconciler.reconcile();
    const { ready, message: complaint } = this.#reconciler.status;
    if (!ready) {
      throw new Error(`The change was not applied: ${complaint}`);
    }
  }
}

/** Objects as the repository holds them. */
export function formatManifest(object: NewKubeObject): string {
  return stringify(object, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Replaces what the object speaks of, and leaves the file as it is when that changes nothing. */
function overlay(before: string | undefined, object: NewKubeObject): string {
  if (before === undefined) {
    return formatManifest(object);
  }
  const current = parse(before);
  const next = {
    ...current,
    ...object,
    metadata: { ...current.metadata, ...object.metadata },
  };
  return isDeepStrictEqual(current, next) ? before : formatManifest(next);
}
