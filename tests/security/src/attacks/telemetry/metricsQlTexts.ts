import { SHARED } from '../../world/plantTelemetry';

const FOREIGN = 'team-a-prod';
const NAME = SHARED.metric;

/** Ways to say: series of team-a, in PromQL. */
const SELECTORS = [
  NAME,
  `${NAME}{namespace="${FOREIGN}"}`,
  `${NAME}{namespace='${FOREIGN}'}`,
  `${NAME}{namespace=\`${FOREIGN}\`}`,
  `${NAME}{namespace=~"team-.*"}`,
  `${NAME}{namespace=~".*|"}`,
  `${NAME}{namespace!="team-b-prod"}`,
  `${NAME}{namespace!~"team-b.*"}`,
  `${NAME}{namespace="team-b-prod",namespace="${FOREIGN}"}`,
  `${NAME}{namespace="\\x74eam-a-prod"}`,
  `${NAME} # a comment }\n{namespace="${FOREIGN}"}`,
  `{__name__="${NAME}",namespace="${FOREIGN}"}`,
  `{__name__=~".+_canary"}`,
  `{"${NAME}","namespace"="${FOREIGN}"}`,
  `{probe="${SHARED.value}",service_name="checkout"}`,
];

/** What only MetricsQL has. */
const METRICSQL_SELECTORS = [
  `${NAME}{namespace="team-b-prod" or namespace="${FOREIGN}"}`,
  `${NAME}{probe!="" or namespace="${FOREIGN}"}`,
  `{__name__="${NAME}" or namespace="${FOREIGN}"}`,
  `WITH (f = {namespace="${FOREIGN}"}) ${NAME}{f}`,
  `WITH (f(n) = ${NAME}{namespace=n}) f("${FOREIGN}")`,
  `WITH (${NAME} = ${NAME}{namespace="${FOREIGN}"}) ${NAME}`,
  `${NAME}{namespace=~"team-a" + "-prod"}`,
];

const FRAMES: Array<(series: string) => string> = [
  series => series,
  series => `(${series})`,
  series => `max_over_time((${series})[20m:1m])`,
  series => `${series} or ${NAME}`,
  series => `${NAME} or ${series}`,
  series => `sum by (secret, namespace) (${series})`,
  series => `max without (namespace, pod) (${series})`,
  series => `max(${series})`,
  series => `topk(5, ${series})`,
  series => `count_values("secret", ${series})`,
  series => `label_replace(${series}, "namespace", "team-b-prod", "", "")`,
  series => `label_replace(${series}, "x", "$1", "secret", "(.*)")`,
  series =>
    `${NAME} + on(probe) group_left(secret) max by (probe, secret) (${series})`,
  series => `sort_desc(${series} > 0)`,
  series => `vector(0) + scalar(${series})`,
  series => `-(${series})`,
];

const METRICSQL_FRAMES: Array<(series: string) => string> = [
  series => `union(${NAME}, ${series})`,
  series => `label_set(${series}, "namespace", "team-b-prod")`,
  series => `label_del(${series}, "namespace")`,
  series => `label_copy(${series}, "secret", "namespace")`,
  series => `label_move(${series}, "namespace", "x")`,
  series => `alias(${series}, "mine")`,
  series => `(${series}) keep_metric_names`,
  series => `${NAME} default ${series}`,
  series => `range_max(${series})`,
  series => `max_over_time(${series}[20m:1m] offset -1m)`,
];

/** 15 selectors in 16 frames. */
export const foreignPromQl: string[] = SELECTORS.flatMap(series =>
  FRAMES.map(frame => frame(series)),
);

/** All of both, in turn where one template does not fit into another. */
export const foreignMetricsQl: string[] = [
  ...foreignPromQl,
  ...METRICSQL_SELECTORS,
  ...SELECTORS.flatMap(series => METRICSQL_FRAMES.map(frame => frame(series))),
  ...METRICSQL_SELECTORS.slice(0, 3).flatMap(series =>
    FRAMES.slice(1).map(frame => frame(series)),
  ),
];

/** Text that would be an argument of its own, if it were pasted into an address. */
export const smuggledMetricsQl: string[] = [
  `${NAME}&extra_filters[]=`,
  `${NAME}&extra_filters[]={namespace="${FOREIGN}"}`,
  `${NAME}&extra_label=namespace=${FOREIGN}`,
  `${NAME}%26extra_filters%5B%5D=%7B%7D`,
  `${NAME}#&start=0`,
  `${NAME}\r\nextra_filters[]: {}`,
  `${NAME}\u0000{namespace="${FOREIGN}"}`,
  `${NAME}\n`,
  `${NAME}{namespace="${FOREIGN}"}\u0000`,
  `${NAME}} or ${NAME}{namespace="${FOREIGN}"`,
  `${NAME}{namespace="${FOREIGN}"} @ 0`,
  `${NAME}{namespace="${FOREIGN}"} @ end()`,
  `${NAME}{namespace="${FOREIGN}"} offset 1m`,
];

/** Questions whose answer must not depend on whether the namespace is there. */
export const probingMetricsQl = (namespace: string): string[] => [
  `count(${NAME}{namespace="${namespace}"}) or vector(0)`,
  `absent(${NAME}{namespace="${namespace}"}) * 1 + on() group_left() vector(1)`,
  `sum(absent(${NAME}{namespace="${namespace}"}))`,
  `max(absent_over_time(${NAME}{namespace="${namespace}"}[20m]))`,
  `count({namespace="${namespace}"}) or vector(0)`,
  `vector(1) and on() ${NAME}{namespace="${namespace}"}`,
  `vector(1) unless on() ${NAME}{namespace="${namespace}"}`,
];
