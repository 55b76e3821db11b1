import type { PodRuntime } from '../cluster/kubelet/PodRuntime';
import { grpcStatus } from '../definition/grpcStatus';
import type { ParsedRoute } from '../definition/parseRoute';
import type { Level } from './LogWriter';

type StartLine = { afterMs: number; level: Level; text: string };

/** How a call to another service ended badly. */
export type CallFailure = ParsedRoute & {
  /** Name and namespace of the callee. */
  callee: string;
  namespace: string;
  failure: 'refused' | 'timeout' | 'answered' | 'unresolved';
  status: number;
  timeoutMs: number;
};

/** What applications write, in the manner of what they are written in. */
export const applicationLines = {
  starting(runtime: PodRuntime): StartLine[] {
    const { service, definition, behaviour } = runtime;
    const version = runtime.image.split(':').pop();
    const readyMs = Math.max(
      600,
      (behaviour?.startupSeconds ?? 1) * 1000 - 300,
    );
    const engine = {
      node: 'node v24.4.1',
      java: 'Java 21.0.7',
      go: 'go1.25.1',
      python: 'Python 3.13.5',
      envoy: 'envoy 1.35.0',
    }[definition?.runtime ?? 'go'];
    return [
      {
        afterMs: 120,
        level: 'info',
        text: `starting ${service} ${version} (${engine})`,
      },
      {
        afterMs: 350,
        level: 'info',
        text: `configuration read from environment, ${
          Object.keys(definition?.config ?? {}).length
        } values`,
      },
      {
        afterMs: readyMs,
        level: 'info',
        text: `${service} ${version} started in ${(readyMs / 1000).toFixed(
          1,
        )} s, listening on :8080`,
      },
    ];
  },

  crashing(
    runtime: PodRuntime,
    reasons: string[],
  ): Array<{ level: Level; text: string }> {
    return [
      ...reasons.map(text => ({
        level: 'error' as const,
        text: failedStart(runtime, text),
      })),
      { level: 'error', text: 'startup failed, exiting with status 1' },
    ];
  },

  callFailed(runtime: PodRuntime, failure: CallFailure): string {
    const { callee, namespace, method, path, status, timeoutMs } = failure;
    const reason = failure.failure;
    const host = `${callee}.${namespace}.svc`;
    const url = `http://${host}${path}`;
    const style = runtime.definition?.runtime ?? 'go';
    if (failure.protocol === 'grpc') {
      return `call to ${callee} failed: ${grpcError(failure, `${host}:80`)}`;
    }
    if (reason === 'refused') {
      return {
        node: `request to ${callee} failed: Error: connect ECONNREFUSED ${host}:80\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1637:16)\n    at ${method} ${url}`,
        java: `call to ${callee} failed: java.net.ConnectException: Connection refused: ${host}:80\n\tat java.net.http/jdk.internal.net.http.HttpClientImpl.send(HttpClientImpl.java:951)\n\tat shop.clients.${pascal(
          callee,
        )}Client.call(${pascal(callee)}Client.java:58)`,
        go: `call to ${callee} failed: ${pascal(
          method,
        )} "${url}": dial tcp: ${host}:80: connect: connection refused`,
        python: `call to ${callee} failed: httpx.ConnectError: [Errno 111] Connection refused (${url})`,
        envoy: `no healthy upstream for cluster outbound|80||${host}`,
      }[style];
    }
    if (reason === 'unresolved') {
      return {
        node: `request to ${callee} failed: Error: getaddrinfo ENOTFOUND ${host}\n    at GetAddrInfoReqWrap.onlookupall [as oncomplete] (node:dns:122:26)\n    at ${method} ${url}`,
        java: `call to ${callee} failed: java.net.UnknownHostException: ${host}\n\tat shop.clients.${pascal(
          callee,
        )}Client.call(${pascal(callee)}Client.java:58)`,
        go: `call to ${callee} failed: ${pascal(
          method,
        )} "${url}": dial tcp: lookup ${host}: no such host`,
        python: `call to ${callee} failed: httpx.ConnectError: [Errno -2] Name or service not known (${url})`,
        envoy: `no healthy upstream for cluster outbound|80||${host}`,
      }[style];
    }
    if (reason === 'timeout') {
      return {
        node: `request to ${callee} failed: TimeoutError: ${method} ${url} did not answer within ${timeoutMs} ms`,
        java: `call to ${callee} failed: java.net.http.HttpTimeoutException: request timed out after ${timeoutMs} ms: ${method} ${url}\n\tat shop.clients.${pascal(
          callee,
        )}Client.call(${pascal(callee)}Client.java:61)`,
        go: `call to ${callee} failed: ${pascal(
          method,
        )} "${url}": context deadline exceeded (Client.Timeout of ${timeoutMs}ms exceeded while awaiting headers)`,
        python: `call to ${callee} failed: httpx.ReadTimeout after ${timeoutMs} ms (${url})`,
        envoy: `upstream request timeout for cluster outbound|80||${host}`,
      }[style];
    }
    return style === 'envoy'
      ? `upstream answered ${status} for cluster outbound|80||${host}`
      : `call to ${callee} failed: ${method} ${url} answered ${status}`;
  },

  access(
    runtime: PodRuntime,
    request: ParsedRoute & {
      status: number;
      durationMs: number;
      upstream?: string;
    },
  ): string {
    const { method, path, status, durationMs, upstream } = request;
    const duration =
      durationMs < 10 ? durationMs.toFixed(1) : String(Math.round(durationMs));
    if (runtime.definition?.runtime === 'envoy') {
      const flag = { 503: 'UH', 504: 'UT' }[status] ?? '-';
      return `"${method} ${path} HTTP/1.1" ${status} ${flag} ${duration}ms upstream="${
        upstream ?? '-'
      }"`;
    }
    return request.protocol === 'grpc'
      ? `grpc ${path} ${grpcStatus(status)} ${duration}ms`
      : `${method} ${path} ${status} ${duration}ms`;
  },

  slowVolume(delayMs: number): string {
    return `fsync of the append-only file took ${delayMs} ms (disk is busy?), requests wait for it`;
  },

  memoryPressure(runtime: PodRuntime): string {
    const percent = Math.round(
      (100 * runtime.memoryUsedMi) / runtime.memoryLimitMi,
    );
    return {
      node: `heap is large: ${Math.round(
        runtime.memoryUsedMi,
      )} MiB resident, mark-compact freed little`,
      java: `GC overhead: old generation still at ${percent}% after full collection, ${Math.round(
        runtime.memoryUsedMi,
      )} MiB resident`,
      go: `memory high: heap in use ${Math.round(runtime.memoryUsedMi)} MiB`,
      python: `memory high: ${Math.round(runtime.memoryUsedMi)} MiB resident`,
      envoy: `overload manager: heap at ${percent}%`,
    }[runtime.definition?.runtime ?? 'go'];
  },
};

function failedStart(runtime: PodRuntime, reason: string): string {
  return runtime.definition?.runtime === 'java'
    ? `Application run failed: java.lang.IllegalStateException: ${reason}`
    : `fatal: ${reason}`;
}

function pascal(text: string): string {
  return text
    .toLowerCase()
    .split('-')
    .map(part => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

/** As grpc-java puts it, which is what the company's only caller by gRPC uses. */
function grpcError(failure: CallFailure, address: string): string {
  switch (failure.failure) {
    case 'refused':
      return `io.grpc.StatusRuntimeException: UNAVAILABLE: io exception\nCaused by: java.net.ConnectException: Connection refused: ${address}`;
    case 'unresolved':
      return `io.grpc.StatusRuntimeException: UNAVAILABLE: Unable to resolve host ${address}\nCaused by: java.net.UnknownHostException: ${address}`;
    case 'timeout':
      return `io.grpc.StatusRuntimeException: DEADLINE_EXCEEDED: deadline exceeded after ${failure.timeoutMs} ms: ${failure.path}, remote_addr=${address}`;
    default:
      return `io.grpc.StatusRuntimeException: ${grpcStatus(failure.status)}: ${
        failure.path
      } at ${address}`;
  }
}
