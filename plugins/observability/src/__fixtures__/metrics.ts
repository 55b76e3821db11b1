import {
  ChartSeries,
  MetricPanel,
  MetricPanelInfo,
  MetricQueryAnswer,
  SeriesAnomaly,
  Window,
} from '@internal/plugin-observability-common';

const POINTS = 120;
/** Where in the window something breaks. */
const BREAKS_AT = 0.65;

export const panelInfos: MetricPanelInfo[] = [
  {
    id: 'request-rate',
    title: 'Requests',
    description: 'Requests that the workload answers each second.',
    group: 'requests',
    unit: 'per-second',
  },
  {
    id: 'latency',
    title: 'Latency',
    description: 'How long requests take.',
    group: 'requests',
    unit: 'seconds',
  },
  {
    id: 'memory',
    title: 'Memory',
    description: 'Memory that each pod cannot give back.',
    group: 'resources',
    unit: 'bytes',
  },
  {
    id: 'replicas',
    title: 'Replicas',
    description: 'Pods that the Deployment wants, and those that are ready.',
    group: 'workload',
    unit: 'count',
  },
];

const seriesOf = (
  { from, to }: Window,
  name: string,
  valueAt: (share: number, index: number) => number,
): ChartSeries => {
  const start = Date.parse(from) / 1_000;
  const step = (Date.parse(to) / 1_000 - start) / POINTS;
  return {
    name,
    labels: { pod: name },
    points: Array.from({ length: POINTS }, (_, index) => [
      start + index * step,
      valueAt(index / POINTS, index),
    ]),
  };
};

const instant = ({ from, to }: Window, share: number) =>
  new Date(
    Date.parse(from) + share * (Date.parse(to) - Date.parse(from)),
  ).toISOString();

/** Latency that rises and stays, memory that had a peak, and two panels as always. */
export function panelOf(id: string, window: Window): MetricPanel {
  const panel = panelInfos.find(info => info.id === id)!;
  const wave = (index: number) => Math.sin(index / 5);
  const series: Record<string, ChartSeries[]> = {
    'request-rate': [
      seriesOf(window, 'HTTP', (_, index) => 20 + 3 * wave(index)),
    ],
    latency: [
      seriesOf(window, 'p50', (_, index) => 0.04 + 0.004 * wave(index)),
      seriesOf(
        window,
        'p99',
        (share, index) => (share > BREAKS_AT ? 0.9 : 0.18) + 0.02 * wave(index),
      ),
    ],
    memory: [
      seriesOf(
        window,
        'checkout-7d9f8-abcde',
        share => 2 ** 27 * (share > 0.2 && share < 0.3 ? 2.5 : 1),
      ),
    ],
    replicas: [seriesOf(window, 'wanted', () => 3)],
  };
  const anomalies: Record<string, SeriesAnomaly[]> = {
    latency: [
      {
        series: 'p99',
        kind: 'level-shift',
        from: instant(window, BREAKS_AT),
        direction: 'up',
        confidence: 0.97,
        expected: { low: 0.14, high: 0.22 },
        explanation: 'p99 rose to 900 ms; 140 ms to 220 ms was usual before.',
      },
    ],
    memory: [
      {
        series: 'checkout-7d9f8-abcde',
        kind: 'outlier',
        from: instant(window, 0.2),
        to: instant(window, 0.3),
        direction: 'up',
        confidence: 0.74,
        explanation: 'checkout-7d9f8-abcde was 320 MiB for 6 min.',
      },
    ],
  };
  return {
    panel,
    queries:
      id === 'latency'
        ? [
            'histogram_quantile(0.5, sum by (le) (rate(http_server_request_duration_seconds_bucket{service_name="checkout"}[1m])))',
            'histogram_quantile(0.99, sum by (le) (rate(http_server_request_duration_seconds_bucket{service_name="checkout"}[1m])))',
          ]
        : [`sum(rate(${id.replace('-', '_')}{service_name="checkout"}[1m]))`],
    stepSeconds: 30,
    series: series[id],
    anomalies: anomalies[id] ?? [],
    truncated: id === 'memory',
  };
}

/** Two pods, one of which does more. */
export function queryAnswerOf(
  query: string,
  window: Window,
): MetricQueryAnswer {
  return {
    query,
    stepSeconds: 30,
    series: [
      seriesOf(window, 'up{pod="checkout-a"}', () => 1),
      seriesOf(window, 'up{pod="checkout-b"}', (_, index) => 2 + (index % 3)),
    ].map((series, index) => ({
      ...series,
      labels: { pod: `checkout-${'ab'[index]}`, zone: `zone-${index}` },
    })),
    truncated: false,
  };
}

export const metricNames = [
  'container_memory_working_set_bytes',
  'http_server_request_duration_seconds_count',
  'http_server_request_duration_seconds_sum',
];
