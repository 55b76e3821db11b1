/* eslint-disable @typescript-eslint/no-explicit-any -- free-form objects */
import type { KubeObject, ObjectStore } from '../../types';
import { ApiError } from '../http/ApiError';
import type { ResourceRequestInfo } from '../http/parseRequestInfo';
import { setCommonHeaders } from '../http/respond';
import type { ApiContext, ApiRequest } from '../http/types';
import { resourceTypes } from '../resourceTypes';
import { LogOptions, parseLogOptions } from './parseLogOptions';

type Line = { timeMs: number; text: string };

/** A follower that leaves more than this unread is cut off. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024;

/** GET of `…/log`: text, whatever the client accepts. */
export async function logRoute(
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
): Promise<void> {
  const { response, url, info } = request;
  const pod = api.store.get(resourceTypes.pods, info.namespace, info.name!);
  if (!pod) {
    throw ApiError.notFound(resourceTypes.pods, info.name!);
  }
  const options = parseLogOptions(url.searchParams, info.name!);
  const container = pickContainer(pod, options.container);
  if (!pod.spec?.nodeName) {
    // Nobody runs it, so there is nothing: not an error.
    setCommonHeaders(response);
    response.writeHead(204).end();
    return;
  }
  checkKubelet(api.store, pod, container);
  checkStarted(pod, container, options.previous);
  const sinceTimeMs =
    options.sinceSeconds === undefined
      ? options.sinceTimeMs
      : api.clock.now() - options.sinceSeconds * 1_000;
  const target = { namespace: info.namespace!, pod: info.name!, container };
  const lines = api.containerLogs.read({
    ...target,
    previous: options.previous,
    tailLines: options.tailLines,
    sinceTimeMs,
  });
  setCommonHeaders(response);
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  response.flushHeaders();
  streamLines(api, request, target, lines, options);
}

function streamLines(
  api: ApiContext,
  request: ApiRequest,
  target: { namespace: string; pod: string; container: string },
  lines: Line[],
  options: LogOptions,
): void {
  const { response, signal } = request;
  let left = options.limitBytes ?? Infinity;
  let stop = () => {};
  const end = () => {
    stop();
    response.end();
  };
  const send = (line: Line) => {
    const bytes = Buffer.from(
      options.timestamps
        ? `${formatNanoseconds(line.timeMs)} ${line.text}\n`
        : `${line.text}\n`,
    );
    response.write(bytes.subarray(0, left));
    left -= bytes.length;
    if (left <= 0 || response.writableLength > MAX_UNREAD_BYTES) {
      end();
    }
  };
  for (const line of lines) {
    if (left > 0) {
      send(line);
    }
  }
  if (!options.follow || options.previous || left <= 0) {
    end();
    return;
  }
  const stopLogs = api.containerLogs.follow(target, send);
  // The log ends with the pod.
  const stopWatch = api.store.watch(
    resourceTypes.pods,
    { namespace: target.namespace, shared: true },
    event => {
      if (
        event.type === 'DELETED' &&
        event.object.metadata.name === target.pod
      ) {
        end();
      }
    },
  );
  stop = () => {
    stopLogs();
    stopWatch();
  };
  signal.addEventListener('abort', end, { once: true });
  response.on('close', end);
}

function pickContainer(pod: KubeObject, asked: string | undefined): string {
  const names = (list: any[] = []): string[] =>
    list.map(container => container.name);
  const main = names(pod.spec?.containers);
  const init = names(pod.spec?.initContainers);
  if (asked === undefined) {
    if (main.length === 1 && init.length === 0) {
      return main[0];
    }
    throw ApiError.badRequest(
      `a container name must be specified for pod ${
        pod.metadata.name
      }, choose one of: [${[...init, ...main].join(' ')}]`,
    );
  }
  if (![...main, ...init].includes(asked)) {
    throw ApiError.badRequest(
      `container ${asked} is not valid for pod ${pod.metadata.name}`,
    );
  }
  return asked;
}

/** Logs come from the node's kubelet; with the node down there is nobody to ask. */
function checkKubelet(
  store: ObjectStore,
  pod: KubeObject,
  container: string,
): void {
  const node = store.get(resourceTypes.nodes, undefined, pod.spec.nodeName);
  const ready = node?.status?.conditions?.find(
    (condition: any) => condition.type === 'Ready',
  );
  if (ready && ready.status !== 'True') {
    const address =
      node?.status?.addresses?.find((entry: any) => entry.type === 'InternalIP')
        ?.address ?? node?.metadata.name;
    const { namespace, name } = pod.metadata;
    throw ApiError.internal(
      `Get "https://${address}:10250/containerLogs/${namespace}/${name}/${container}": dial tcp ${address}:10250: i/o timeout`,
    );
  }
}

/** The kubelet's own refusals: they are states of the pod, not faults of the request. */
function checkStarted(
  pod: KubeObject,
  container: string,
  previous: boolean,
): void {
  const { name } = pod.metadata;
  const statuses: any[] = [
    ...(pod.status?.containerStatuses ?? []),
    ...(pod.status?.initContainerStatuses ?? []),
  ];
  const status = statuses.find(candidate => candidate.name === container);
  const quoted = `container "${container}" in pod "${name}"`;
  if (!status || pod.status?.reason === 'Evicted') {
    throw ApiError.badRequest(`${quoted} is not available`);
  }
  const { running, terminated, waiting } = status.state ?? {};
  const before = status.lastState?.terminated;
  if (previous) {
    if (!before) {
      throw ApiError.badRequest(`previous terminated ${quoted} not found`);
    }
    return;
  }
  if (running || terminated || before) {
    return;
  }
  switch (waiting?.reason) {
    case undefined:
      throw ApiError.badRequest(`${quoted} is waiting to start - no logs yet`);
    case 'ErrImagePull':
      throw ApiError.badRequest(
        `${quoted} is waiting to start: image can't be pulled`,
      );
    case 'ImagePullBackOff':
      throw ApiError.badRequest(
        `${quoted} is waiting to start: trying and failing to pull image`,
      );
    default:
      throw ApiError.badRequest(
        `${quoted} is waiting to start: ${waiting.reason}`,
      );
  }
}

/** RFC 3339 with nine digits, as the container runtime writes it. */
function formatNanoseconds(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('Z', '000000Z');
}
