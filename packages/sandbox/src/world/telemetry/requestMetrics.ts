import { parseRoute } from '../definition/parseRoute';
import { grpcStatus } from '../definition/grpcStatus';

type RequestMetric = { metric: string; labels: Record<string, string> };

/**
 * The histogram of requests that a service answers alike, as the OpenTelemetry
 * exporter for Prometheus writes the HTTP conventions and, for gRPC, the RPC
 * conventions. The latter have no label for the service: the method's name is
 * fully qualified.
 */
export function serverMetric(route: string, status: number): RequestMetric {
  const { protocol, method, path } = parseRoute(route);
  return protocol === 'grpc'
    ? {
        metric: 'rpc_server_call_duration_seconds',
        labels: rpcLabels(path, status),
      }
    : {
        metric: 'http_server_request_duration_seconds',
        labels: {
          http_request_method: method,
          http_route: path,
          http_response_status_code: String(status),
        },
      };
}

/** The histogram of calls to another service that end alike. */
export function clientMetric(
  callee: string,
  route: string,
  status: number,
): RequestMetric {
  const { protocol, method, path } = parseRoute(route);
  return protocol === 'grpc'
    ? {
        metric: 'rpc_client_call_duration_seconds',
        labels: { server_address: callee, ...rpcLabels(path, status) },
      }
    : {
        metric: 'http_client_request_duration_seconds',
        labels: {
          server_address: callee,
          http_request_method: method,
          http_response_status_code: String(status),
          ...(status >= 500
            ? { error_type: status === 504 ? 'timeout' : String(status) }
            : {}),
        },
      };
}

function rpcLabels(method: string, status: number): Record<string, string> {
  const code = grpcStatus(status);
  return {
    rpc_system_name: 'grpc',
    rpc_method: method,
    rpc_response_status_code: code,
    ...(status >= 500 ? { error_type: code } : {}),
  };
}
