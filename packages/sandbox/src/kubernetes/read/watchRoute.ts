import { setCommonHeaders } from '../http/respond';
import { ApiError } from '../http/ApiError';
import type { AnswerForm } from '../http/negotiate';
import type { ResourceRequestInfo } from '../http/parseRequestInfo';
import type { ServedResource } from '../http/servedResources';
import type { ApiContext, ApiRequest } from '../http/types';
import { apiVersionOf } from '../resourceTypes';
import { StoreError } from '../StoreError';
import type { KubeObject, WatchEvent } from '../../types';
import type { ListOptions } from './listOptions';
import { renderWatchObject } from './renderObjects';

/** The server picks 30 to 60 minutes when the client sets none; here always the shorter. */
const DEFAULT_TIMEOUT_MS = 30 * 60_000;
const BOOKMARK_INTERVAL_MS = 60_000;
/** The last bookmark comes so long before the end of the watch. */
const BOOKMARK_BEFORE_END_MS = 2_000;
/** A client that leaves more than this unread is cut off, as the watch cache does. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024;

/** Serves a watch: headers at once, then one line for each event until the time is up or the client goes. */
export function watchRoute(
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
  served: ServedResource,
  options: ListOptions,
  form: AnswerForm,
): void {
  const { response, info, url, signal } = request;
  setCommonHeaders(response);
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.flushHeaders();

  const timers: NodeJS.Timeout[] = [];
  let stopWatching = () => {};
  let ended = false;
  const end = () => {
    if (!ended) {
      ended = true;
      timers.forEach(timer => clearTimeout(timer));
      stopWatching();
      response.end();
    }
  };
  let first = true;
  const send = (type: string, object: unknown) => {
    if (ended) {
      return;
    }
    response.write(`${JSON.stringify({ type, object })}\n`);
    if (response.writableLength > MAX_UNREAD_BYTES) {
      end();
      response.destroy();
    }
  };
  const sendObject = (type: string, object: KubeObject) => {
    const render = {
      form,
      query: url.searchParams,
      nowMs: api.clock.now(),
      first,
    };
    first = false;
    send(type, renderWatchObject(object, served, render));
  };
  const bookmark = (annotations?: Record<string, string>) =>
    send('BOOKMARK', {
      kind: served.type.kind,
      apiVersion: apiVersionOf(served.type),
      metadata: { resourceVersion: api.store.resourceVersion, annotations },
    });

  signal.addEventListener('abort', end, { once: true });
  response.on('close', end);
  const timeoutMs = options.timeoutSeconds
    ? options.timeoutSeconds * 1_000
    : DEFAULT_TIMEOUT_MS;
  timers.push(setTimeout(end, timeoutMs));

  const showsExisting = options.sendInitialEvents ?? !options.resourceVersion;
  if (showsExisting) {
    for (const object of api.store.view(served.stored, info.namespace)) {
      if (options.matches(object)) {
        sendObject('ADDED', object);
      }
    }
    if (options.sendInitialEvents && options.allowWatchBookmarks) {
      bookmark({ 'k8s.io/initial-events-end': 'true' });
    }
  }
  if (options.allowWatchBookmarks) {
    timers.push(setInterval(bookmark, BOOKMARK_INTERVAL_MS, undefined));
    if (timeoutMs > BOOKMARK_BEFORE_END_MS) {
      timers.push(
        setTimeout(bookmark, timeoutMs - BOOKMARK_BEFORE_END_MS, undefined),
      );
    }
  }
  const since =
    showsExisting || !options.resourceVersion
      ? undefined
      : String(options.resourceVersion);
  const notify = (event: WatchEvent) => {
    // A version of the future: silence until the server has passed it.
    if (
      since !== undefined &&
      Number(event.object.metadata.resourceVersion) <= Number(since)
    ) {
      return;
    }
    const type = selectedType(event, options.matches);
    if (type) {
      sendObject(type, event.object);
    }
  };
  try {
    stopWatching = api.store.watch(
      served.stored,
      { namespace: info.namespace, since, shared: true },
      notify,
    );
  } catch (error) {
    if (!(error instanceof StoreError && error.reason === 'Expired')) {
      throw error;
    }
    // The 410 is in the body: the headers are out already.
    send('ERROR', ApiError.expired(error.message).toStatus());
    end();
  }
  if (ended) {
    stopWatching();
  }
}

/** What a change is for a watcher with a selector: to stop matching is to be deleted, to start is to be added. */
function selectedType(
  event: WatchEvent,
  matches: ListOptions['matches'],
): WatchEvent['type'] | undefined {
  if (event.type === 'ADDED') {
    return matches(event.object) ? 'ADDED' : undefined;
  }
  const matchedBefore = event.previous !== undefined && matches(event.previous);
  if (event.type === 'DELETED') {
    return matchedBefore ? 'DELETED' : undefined;
  }
  if (matches(event.object)) {
    return matchedBefore ? 'MODIFIED' : 'ADDED';
  }
  return matchedBefore ? 'DELETED' : undefined;
}
