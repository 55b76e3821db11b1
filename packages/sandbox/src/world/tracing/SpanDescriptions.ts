import type { SpanDescription } from '../../types';
import type { PodRuntime } from '../cluster/kubelet/PodRuntime';
import type { CallDefinition, RouteDefinition } from '../definition';
import { grpcStatus } from '../definition/grpcStatus';
import { parseRoute } from '../definition/parseRoute';
import { applicationLines } from '../telemetry/applicationLines';
import type { Ending } from '../traffic/types';

type Attributes = Record<string, string | number>;

const HTTP_PORT = 80;
const SDK_LANGUAGES = {
  node: 'nodejs',
  java: 'java',
  go: 'go',
  python: 'python',
  envoy: 'cpp',
} as const;

/** The descriptions of one pod's spans. */
class PodSpans {
  readonly #resource: Readonly<Record<string, string>>;
  readonly #descriptions = new Map<string, SpanDescription>();

  constructor(resource: Record<string, string>) {
    this.#resource = Object.freeze(resource);
  }

  get(
    key: string,
    describe: (resource: Readonly<Record<string, string>>) => SpanDescription,
  ): SpanDescription {
    let description = this.#descriptions.get(key);
    if (!description) {
      description = Object.freeze(describe(this.#resource));
      this.#descriptions.set(key, description);
    }
    return description;
  }
}

/**
 * What spans say beside their times, by OpenTelemetry's conventions. Made once for spans that are
 * alike, and forgotten with the pod.
 */
export class SpanDescriptions {
  readonly #clusterName: string;
  readonly #pods = new WeakMap<PodRuntime, PodSpans>();

  constructor(clusterName: string) {
    this.#clusterName = clusterName;
  }

  /** A request that a pod answered. */
  served(
    runtime: PodRuntime,
    route: RouteDefinition,
    ending: Ending,
  ): SpanDescription {
    return this.#of(runtime).get(
      `server ${route.route} ${ending.status} ${
        ending.ownError && runtime.behaviour?.errorLines[0]
      }`,
      resource => serverSpan(runtime, route, ending, resource),
    );
  }

  /** A call that a pod made. */
  called(
    runtime: PodRuntime,
    call: CallDefinition,
    path: string,
    ending: Ending,
  ): SpanDescription {
    const { status, failure } = ending;
    return this.#of(runtime).get(
      `client ${call.to} ${call.route} ${status} ${failure}`,
      resource => clientSpan(runtime, call, path, ending, resource),
    );
  }

  #of(runtime: PodRuntime): PodSpans {
    let spans = this.#pods.get(runtime);
    if (!spans) {
      spans = new PodSpans(resourceOf(runtime, this.#clusterName));
      this.#pods.set(runtime, spans);
    }
    return spans;
  }
}

function resourceOf(runtime: PodRuntime, clusterName: string) {
  return {
    'service.name': runtime.service,
    'service.version': runtime.image.split(':').pop() ?? '',
    'telemetry.sdk.language':
      SDK_LANGUAGES[runtime.definition?.runtime ?? 'go'],
    'k8s.cluster.name': clusterName,
    'k8s.namespace.name': runtime.namespace,
    'k8s.deployment.name': runtime.service,
    'k8s.pod.name': runtime.name,
    'k8s.container.name': runtime.container,
    'k8s.node.name': runtime.node,
  };
}

function serverSpan(
  runtime: PodRuntime,
  route: RouteDefinition,
  { status, ownError }: Ending,
  resource: Readonly<Record<string, string>>,
): SpanDescription {
  const { protocol, method, path } = parseRoute(route.route);
  const failed = status >= 500;
  const lines = runtime.behaviour?.errorLines ?? [];
  return {
    resource,
    kind: 'server',
    failed,
    exception:
      failed && ownError && lines.length > 0 ? thrown(lines) : undefined,
    ...(protocol === 'grpc'
      ? { name: path, attributes: rpcAttributes(path, status) }
      : {
          name: route.route,
          attributes: {
            'http.request.method': method,
            'http.route': path,
            'url.scheme': 'http',
            'url.path': route.example.split('?')[0],
            'http.response.status_code': status,
            ...(failed ? { 'error.type': String(status) } : {}),
          },
        }),
  };
}

function clientSpan(
  runtime: PodRuntime,
  call: CallDefinition,
  target: string,
  { status, failure }: Ending,
  resource: Readonly<Record<string, string>>,
): SpanDescription {
  const [namespace, callee] = call.to.split('/');
  const { protocol, method, path } = parseRoute(call.route);
  const failed = status >= 500;
  const server = { 'server.address': callee, 'server.port': HTTP_PORT };
  return {
    resource,
    kind: 'client',
    failed,
    exception: failed
      ? {
          type: failure === 'timeout' ? 'timeout' : String(status),
          message: applicationLines.callFailed(runtime, {
            callee,
            namespace,
            ...parseRoute(call.route),
            failure: failure ?? 'answered',
            status,
            timeoutMs: call.timeoutMs,
          }),
        }
      : undefined,
    ...(protocol === 'grpc'
      ? {
          name: path,
          attributes: { ...server, ...rpcAttributes(path, status) },
        }
      : {
          name: method,
          attributes: {
            'http.request.method': method,
            ...server,
            'url.full': `http://${callee}.${namespace}.svc${target}`,
            'http.response.status_code': status,
            ...(failed
              ? { 'error.type': status === 504 ? 'timeout' : String(status) }
              : {}),
          },
        }),
  };
}

function rpcAttributes(method: string, status: number): Attributes {
  const code = grpcStatus(status);
  return {
    'rpc.system.name': 'grpc',
    'rpc.method': method,
    'rpc.response.status_code': code,
    ...(status >= 500 ? { 'error.type': code } : {}),
  };
}

/** An exception from what the application writes when it fails: `Type: message`, then the stack. */
function thrown(lines: string[]) {
  const [, type, message] = /^([\w.$]*(?:Error|Exception)): (.*)$/.exec(
    lines[0],
  ) ?? [undefined, 'Error', lines[0]];
  return {
    type,
    message,
    ...(lines.length > 1 ? { stacktrace: lines.join('\n') } : {}),
  };
}
