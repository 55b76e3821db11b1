import { abortable } from '@internal/plugin-cluster-node';
import { CoreV1Api, KubeConfig, Watch } from '@kubernetes/client-node';

/** Namespaces in one page of the list. */
const PAGE_SIZE = 500;
/** A cluster with more namespaces than this is not one this index is made for. */
const MAX_NAMESPACES = 20_000;
/** Deadline of one page of the list. */
const LIST_TIMEOUT_MS = 10_000;
/** How long a watch may stay open beyond the time that the server was told to end it. */
const WATCH_GRACE_MS = 5_000;

/** Labels of a namespace. */
export type Labels = Readonly<Record<string, string>>;

/** What a watch event carries: a namespace, or for `ERROR` a Status. */
export type WatchedNamespace = {
  metadata?: { name?: string; labels?: Labels; resourceVersion?: string };
  code?: number;
  message?: string;
};

/** Lists all namespaces of a cluster, page by page. */
export async function listNamespaces(
  kubeConfig: KubeConfig,
  signal: AbortSignal,
): Promise<{ namespaces: Map<string, Labels>; version: string | undefined }> {
  const api = kubeConfig.makeApiClient(CoreV1Api);
  const namespaces = new Map<string, Labels>();
  let page: string | undefined;
  let version: string | undefined;
  do {
    const answer = await api.listNamespace(
      { limit: PAGE_SIZE, ...(page && { _continue: page }) },
      abortable(
        AbortSignal.any([signal, AbortSignal.timeout(LIST_TIMEOUT_MS)]),
      ),
    );
    for (const { metadata } of answer.items) {
      if (metadata?.name) namespaces.set(metadata.name, metadata.labels ?? {});
    }
    if (namespaces.size > MAX_NAMESPACES) {
      throw new Error(`more than ${MAX_NAMESPACES} namespaces`);
    }
    page = answer.metadata?._continue || undefined;
    version = answer.metadata?.resourceVersion;
  } while (page);
  return { namespaces, version };
}

/**
 * Watches the namespaces from a version on, for `seconds`.
 *
 * @param options - `onEvent` returns why the watch is of no more use, if so
 * @returns when the server ended the watch as it was told to; everything else throws
 */
export async function watchNamespaces(options: {
  kubeConfig: KubeConfig;
  version: string | undefined;
  seconds: number;
  signal: AbortSignal;
  onEvent: (type: string, object: WatchedNamespace) => Error | undefined;
}): Promise<void> {
  const { kubeConfig, version, seconds, signal, onEvent } = options;
  let failure: Error | undefined;
  let connection: AbortController | undefined;
  const deadline = AbortSignal.any([
    signal,
    AbortSignal.timeout(seconds * 1_000 + WATCH_GRACE_MS),
  ]);
  await new Promise<void>((resolve, reject) => {
    const abort = () => {
      connection?.abort();
      reject(new Error('the watch did not end in time'));
    };
    deadline.addEventListener('abort', abort, { once: true });
    new Watch(kubeConfig)
      .watch(
        '/api/v1/namespaces',
        {
          resourceVersion: version,
          allowWatchBookmarks: true,
          timeoutSeconds: seconds,
        },
        (type: string, object: WatchedNamespace) => {
          failure ??= onEvent(type, object);
          if (failure) connection?.abort();
        },
        (error: unknown) => {
          deadline.removeEventListener('abort', abort);
          if (failure ?? error) reject(failure ?? error);
          else resolve();
        },
      )
      .then(opened => {
        connection = opened;
        if (deadline.aborted) abort();
      }, reject);
  });
}
