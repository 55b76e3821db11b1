import { isDeepStrictEqual } from 'node:util';
import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { toBackstageError } from '@internal/plugin-cluster-node';
import { KubeConfig } from '@kubernetes/client-node';
import {
  Labels,
  listNamespaces,
  WatchedNamespace,
  watchNamespaces,
} from './namespaceApi';
import { NamespaceIndexStatus, NamespaceLookup } from './NamespaceIndexService';

/** The shortest watch that the server is asked for. */
const MIN_WATCH_S = 5;
/** The first decisions after a start wait this long for the first list. */
const FIRST_LIST_WAIT_MS = 3_000;
/** No watch is followed by the next one sooner than this, should a server end them at once. */
const MIN_WATCH_INTERVAL_MS = 1_000;
/** How long the content may rest on watches alone. */
const RELIST_AFTER_MS = 600_000;
const MIN_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 10_000;

/**
 * The namespaces of one cluster.
 *
 * @remarks
 * The loop is: list everything, then watch from the version of the list. The
 * server is asked to end each watch after a third of the allowed age; the next
 * watch goes on from the last version seen. What was seen is CONFIRMED by a list, an
 * event or a bookmark, which a server sends shortly before it ends a watch. A
 * connection that is dead without saying so confirms nothing, so the age grows, and
 * beyond `maxAgeMs` the index answers `unavailable` until the next confirmation.
 * After a watch that delivered nothing and after any failure (410 included) it starts
 * again with a list, and so it does every tenth minute, so that nothing lost on the
 * way stays lost.
 */
export class ClusterNamespaceIndex {
  readonly #cluster: string;
  readonly #kubeConfig: KubeConfig;
  readonly #logger: LoggerService;
  readonly #maxAgeMs: number;
  readonly #stop = new AbortController();
  readonly #firstList: Promise<void>;
  #firstListDone: () => void = () => {};
  #namespaces: ReadonlyMap<string, Labels> = new Map();
  #version?: string;
  /** On the monotonic clock, which no correction of the time of day moves. */
  #confirmedAt?: number;
  #listedAt = 0;
  /** Whether the running watch has delivered anything. */
  #heard = false;
  #error?: string;
  #failures = 0;
  #lists = 0;

  constructor(options: {
    cluster: string;
    kubeConfig: KubeConfig;
    logger: LoggerService;
    maxAgeMs: number;
  }) {
    this.#cluster = options.cluster;
    this.#kubeConfig = options.kubeConfig;
    this.#logger = options.logger;
    this.#maxAgeMs = options.maxAgeMs;
    this.#firstList = new Promise(done => {
      this.#firstListDone = done;
    });
  }

  /** Runs until it is stopped. */
  async run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        if (this.#version === undefined || this.#listIsOld()) {
          await this.#list();
        }
        const startedAt = performance.now();
        await this.#watch();
        this.#failures = 0;
        this.#error = undefined;
        const rest = MIN_WATCH_INTERVAL_MS - (performance.now() - startedAt);
        if (rest > 0) await this.#sleep(rest);
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        this.#fail(error);
        await this.#sleep(this.#backoff());
      }
    }
  }

  stop(): void {
    this.#stop.abort();
  }

  async lookup(name: string): Promise<NamespaceLookup> {
    if (!(await this.#available())) return { state: 'unavailable' };
    const labels = this.#namespaces.get(name);
    return labels ? { state: 'present', labels } : { state: 'absent' };
  }

  /** As it is now; after a change it is another map. */
  async entries(): Promise<ReadonlyMap<string, Labels> | undefined> {
    return (await this.#available()) ? this.#namespaces : undefined;
  }

  status(): NamespaceIndexStatus {
    return {
      cluster: this.#cluster,
      available: this.#fresh(),
      namespaces: this.#namespaces.size,
      ...(this.#confirmedAt !== undefined && {
        ageMs: Math.round(performance.now() - this.#confirmedAt),
      }),
      ...(this.#error && { error: this.#error }),
      failures: this.#failures,
      lists: this.#lists,
    };
  }

  #fresh(): boolean {
    return (
      this.#confirmedAt !== undefined &&
      performance.now() - this.#confirmedAt <= this.#maxAgeMs
    );
  }

  async #available(): Promise<boolean> {
    if (this.#confirmedAt === undefined && this.#failures === 0) {
      await Promise.race([this.#firstList, this.#sleep(FIRST_LIST_WAIT_MS)]);
    }
    return this.#fresh();
  }

  #listIsOld(): boolean {
    return performance.now() - this.#listedAt > RELIST_AFTER_MS;
  }

  async #list(): Promise<void> {
    // What is true at the end of a list was asked for at its beginning.
    const askedAt = performance.now();
    const { namespaces, version } = await listNamespaces(
      this.#kubeConfig,
      this.#stop.signal,
    );
    this.#namespaces = keepUnchanged(this.#namespaces, namespaces);
    this.#version = version;
    this.#confirmedAt = askedAt;
    this.#listedAt = askedAt;
    this.#lists += 1;
    this.#failures = 0;
    this.#error = undefined;
    this.#firstListDone();
  }

  async #watch(): Promise<void> {
    this.#heard = false;
    await watchNamespaces({
      kubeConfig: this.#kubeConfig,
      version: this.#version,
      seconds: Math.max(MIN_WATCH_S, Math.floor(this.#maxAgeMs / 3_000)),
      signal: this.#stop.signal,
      onEvent: (type, object) => this.#apply(type, object),
    });
    // The regular end of a silent watch proves nothing: something between here and
    // the server may have held it open and closed it. Only a list tells.
    if (!this.#heard) this.#version = undefined;
  }

  /** @returns why the watch is of no more use, if so. */
  #apply(type: string, object: WatchedNamespace): Error | undefined {
    const { name, labels, resourceVersion } = object.metadata ?? {};
    if (type === 'ERROR') {
      return new Error(object.message ?? `error ${object.code} in the watch`);
    }
    if (type === 'DELETED' && name) {
      this.#change(namespaces => namespaces.delete(name));
    }
    if ((type === 'ADDED' || type === 'MODIFIED') && name) {
      this.#change(namespaces => namespaces.set(name, labels ?? {}));
    }
    if (resourceVersion) this.#version = resourceVersion;
    this.#heard = true;
    this.#confirmedAt = performance.now();
    return undefined;
  }

  /** In a copy, so that whoever holds the old map holds one moment of the cluster. */
  #change(apply: (namespaces: Map<string, Labels>) => void): void {
    const namespaces = new Map(this.#namespaces);
    apply(namespaces);
    this.#namespaces = namespaces;
  }

  #fail(error: unknown): void {
    this.#failures += 1;
    // Only a list tells the truth again, and at once.
    this.#version = undefined;
    this.#firstListDone();
    const { message } = toBackstageError(
      error,
      `The namespaces of cluster '${this.#cluster}' cannot be read`,
    );
    // One line a cause, not one an attempt.
    if (message !== this.#error) this.#logger.warn(message, toError(error));
    this.#error = message;
  }

  #backoff(): number {
    const ceiling = Math.min(
      MAX_BACKOFF_MS,
      MIN_BACKOFF_MS * 2 ** Math.min(this.#failures, 10),
    );
    return ceiling * (0.5 + Math.random() / 2);
  }

  #sleep(ms: number): Promise<void> {
    return new Promise(done => {
      const timer = setTimeout(finish, ms).unref();
      const { signal } = this.#stop;
      signal.addEventListener('abort', finish, { once: true });
      function finish() {
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        done();
      }
    });
  }
}

/**
 * What a new list says, in the objects of the old one where they say the same: what
 * was derived from those need not be derived again.
 */
function keepUnchanged(
  before: ReadonlyMap<string, Labels>,
  now: Map<string, Labels>,
): ReadonlyMap<string, Labels> {
  let kept = 0;
  for (const [name, labels] of now) {
    const old = before.get(name);
    if (old && isDeepStrictEqual(old, labels)) {
      now.set(name, old);
      kept += 1;
    }
  }
  return kept === now.size && kept === before.size ? before : now;
}
