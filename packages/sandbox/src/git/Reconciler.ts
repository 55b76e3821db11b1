import { resourceTypes } from '../kubernetes';
import type { Clock, ObjectStore } from '../types';
import { BareRepository } from './BareRepository';
import { ManifestApplier } from './ManifestApplier';
import { MANIFEST_FOLDER, parseManifests } from './parseManifests';

const POLL_INTERVAL_MS = 2_000;
const STATUS = { namespace: 'gitops-system', name: 'gitops-status' };

/** What the last look at the repository led to. */
export type ReconcilerStatus = {
  /** The commit whose manifests are in the cluster. */
  lastAppliedRevision?: string;
  /** The newest commit, applied or not. */
  lastAttemptedRevision?: string;
  ready: boolean;
  message: string;
};

/**
 * Keeps the cluster at what the GitOps repository says.
 *
 * @remarks
 * All manifests of a commit are applied, or, when one of them is broken, none: the
 * last good commit then stays, and the ConfigMap `gitops-system/gitops-status` says why.
 */
export class Reconciler {
  readonly #repository: BareRepository;
  readonly #store: ObjectStore;
  readonly #clock: Clock;
  readonly #applier: ManifestApplier;
  #status: ReconcilerStatus = { ready: false, message: 'Nothing applied yet' };
  #running: Promise<void> = Promise.resolve();
  #timer?: NodeJS.Timeout;

  constructor(options: {
    repository: BareRepository;
    store: ObjectStore;
    clock: Clock;
  }) {
    this.#repository = options.repository;
    this.#store = options.store;
    this.#clock = options.clock;
    this.#applier = new ManifestApplier(options.store);
  }

  get status(): ReconcilerStatus {
    return this.#status;
  }

  /** Looks at the repository again and again until `stop`. */
  start(): void {
    this.#timer ??= setInterval(() => this.reconcile(), POLL_INTERVAL_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#running;
  }

  /** Applies the newest commit if it is not the one that was looked at last. */
  reconcile(): Promise<void> {
    this.#running = this.#running.then(() => this.#reconcile());
    return this.#running;
  }

  async #reconcile() {
    let head: string | undefined;
    try {
      head = await this.#repository.head();
      if (!head || head === this.#status.lastAttemptedRevision) {
        return;
      }
      const manifests = parseManifests(
        await this.#repository.readAll(head, MANIFEST_FOLDER),
      );
      // Whoever refers to configuration should find it, as an operator's `apply` would order it.
      const order = (kind: string) => (kind === 'ConfigMap' ? 0 : 1);
      manifests.sort((a, b) => order(a.kind) - order(b.kind));
      manifests.forEach(manifest => this.#applier.apply(manifest));
      this.#applier.prune(manifests);
      this.#status = {
        lastAppliedRevision: head,
        lastAttemptedRevision: head,
        ready: true,
        message: `Applied revision: main@sha1:${head}`,
      };
    } catch (error) {
      this.#status = {
        ...this.#status,
        lastAttemptedRevision: head,
        ready: false,
        message: error instanceof Error ? error.message : String(error),
      };
    }
    this.#publish();
  }

  #publish() {
    const type = resourceTypes.configmaps;
    const { lastAppliedRevision, lastAttemptedRevision, ready, message } =
      this.#status;
    const data: Record<string, string> = {
      lastAppliedRevision: lastAppliedRevision ?? '',
      lastAttemptedRevision: lastAttemptedRevision ?? '',
      ready: ready ? 'True' : 'False',
      message,
      lastHandledAt: new Date(this.#clock.now()).toISOString(),
    };
    const live = this.#store.get(type, STATUS.namespace, STATUS.name);
    if (live) {
      this.#store.update(type, { ...live, data });
    } else {
      this.#store.create(type, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { ...STATUS },
        data,
      });
    }
  }
}
