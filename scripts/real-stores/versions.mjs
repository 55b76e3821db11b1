/** What is installed when nothing usable is on the machine. */
export const VICTORIA_METRICS_SUITE = 'forky';
/** Version of the Docker image; the facts in the contract suite were recorded against it. */
export const VICTORIA_METRICS_IMAGE =
  'victoriametrics/victoria-metrics:v1.145.0';
export const VICTORIA_LOGS_IMAGE = 'victoriametrics/victoria-logs:v1.26.0';
export const VICTORIA_LOGS_MODULE =
  'github.com/VictoriaMetrics/VictoriaLogs/app/victoria-logs@v1.26.0';

/**
 * Debian ships no VictoriaLogs binary, but the library package of VictoriaMetrics
 * 1.112 still holds VictoriaLogs' whole source, and these packages its dependencies.
 */
export const VICTORIA_LOGS_SOURCE_SUITE = 'trixie';
export const VICTORIA_LOGS_SOURCE_PACKAGES = [
  'golang-github-victoriametrics-victoriametrics-dev',
  'golang-github-victoriametrics-easyproto-dev',
  'golang-github-victoriametrics-fastcache-dev',
  'golang-github-victoriametrics-metrics-dev',
  'golang-github-victoriametrics-metricsql-dev',
  'golang-github-cespare-xxhash-dev',
  'golang-github-golang-snappy-dev',
  'golang-github-klauspost-compress-dev',
  'golang-github-valyala-bytebufferpool-dev',
  'golang-github-valyala-fastjson-dev',
  'golang-github-valyala-fastrand-dev',
  'golang-github-valyala-fasttemplate-dev',
  'golang-github-valyala-gozstd-dev',
  'golang-github-valyala-histogram-dev',
  'golang-github-valyala-quicktemplate-dev',
  'golang-golang-x-sys-dev',
  'golang-gopkg-yaml.v2-dev',
];

/** The last line of Jaeger 1 that needs nothing but its own process. */
export const JAEGER_IMAGE = 'jaegertracing/all-in-one:1.62.0';
export const JAEGER_MODULE = 'github.com/jaegertracing/jaeger@v1.62.0';
