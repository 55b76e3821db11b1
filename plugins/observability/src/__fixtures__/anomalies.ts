import {
  Anomaly,
  AnomalyList,
  AnomalyMute,
} from '@internal/plugin-observability-common';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
const points = Array.from(
  { length: 60 },
  (_, index) =>
    [
      NOW / 1_000 - (60 - index) * 60,
      index < 42 ? 0.2 + (index % 3) / 50 : 1.6 + (index % 4) / 20,
    ] as [number, number],
);
const place = { cluster: 'sandbox', namespace: 'team-a-prod' };

export const slowCheckout: Anomaly = {
  ...place,
  id: '00000000-0000-4000-8000-00000000000a',
  service: 'checkout',
  entityRef: 'component:default/checkout',
  signal: 'metric',
  subject: 'request-latency',
  title: 'Latency of requests, p99',
  kind: 'level-shift',
  direction: 'up',
  onset: ago(18),
  detectedAt: ago(15),
  lastSeenAt: ago(1),
  state: 'open',
  confidence: 0.97,
  explanation:
    'p99 went from 0.22 s to 1.7 s at 11:42, above 0.18 s to 0.27 s of the 5 hours before.',
  query: 'histogram_quantile(0.99, …)',
  window: { from: ago(360), to: ago(0) },
  points,
};

export const newErrors: Anomaly = {
  ...place,
  id: '00000000-0000-4000-8000-00000000000b',
  service: 'cart',
  signal: 'log',
  subject: 't-1f0c',
  title: 'redis: connection refused to <*>',
  kind: 'new-template',
  direction: 'up',
  onset: ago(100),
  detectedAt: ago(95),
  lastSeenAt: ago(40),
  endedAt: ago(35),
  state: 'ended',
  confidence: 0.74,
  explanation: '212 lines in 65 minutes, none in the 6 hours before.',
  query: '_msg:i("connection refused")',
  window: { from: ago(360), to: ago(0) },
  points: [],
};

export const mute: AnomalyMute = {
  ...place,
  id: '00000000-0000-4000-8000-00000000000c',
  service: 'search',
  subject: 'cpu-usage',
  reason: 'The index is rebuilt every night',
  createdBy: 'user:default/300000000000000002',
  createdAt: ago(600),
  expiresAt: ago(-7 * 24 * 60),
};

export const anomalyList: AnomalyList = {
  items: [slowCheckout, newErrors],
  scans: [
    { ...place, lastScanAt: ago(1), problems: [] },
    {
      cluster: 'sandbox',
      namespace: 'team-a-staging',
      lastScanAt: ago(3),
      problems: ['the log store did not answer within 8 s'],
    },
    { cluster: 'sandbox', namespace: 'ingress', problems: [] },
  ],
};
