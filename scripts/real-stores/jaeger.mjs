/** Jaeger's collector, query service and storage in memory, in one process. */
export const JAEGER_BINARY = 'jaeger-all-in-one';

const ANY_PORT = '127.0.0.1:0';
/** Servers of it that nobody here talks to, but that would take their usual ports. */
const UNUSED = [
  'admin.http.host-port',
  'collector.http-server.host-port',
  'collector.otlp.grpc.host-port',
  'http-server.host-port',
  'processor.jaeger-binary.server-host-port',
  'processor.jaeger-compact.server-host-port',
  'processor.zipkin-compact.server-host-port',
  'query.grpc-server.host-port',
  'collector.grpc-server.host-port',
];

/** The arguments for its addresses of queries and of OpenTelemetry's protocol over HTTP. */
export function jaegerArguments([queries, otlp]) {
  return [
    `--query.http-server.host-port=${queries}`,
    `--collector.otlp.http.host-port=${otlp}`,
    ...UNUSED.map(name => `--${name}=${ANY_PORT}`),
    // It reports to the collector's gRPC address, which is not known; nothing is ever sent.
    `--reporter.grpc.host-port=${queries}`,
  ];
}
