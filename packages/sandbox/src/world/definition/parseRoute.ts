/** A route's parts; in gRPC `path` is the fully qualified name of the method. */
export type ParsedRoute = {
  protocol: 'http' | 'grpc';
  method: string;
  path: string;
};

/** Reads `GET /api/products/{id}` or `GRPC ledger.v1.Ledger/AppendEntry`. */
export function parseRoute(route: string): ParsedRoute {
  const [method, path] = route.split(' ');
  return { protocol: method === 'GRPC' ? 'grpc' : 'http', method, path };
}
