import type { ServiceDefinition } from '../types';

const NAMESPACE = 'team-a-b-prod';

const insights: ServiceDefinition = {
  name: 'insights',
  namespace: NAMESPACE,
  runtime: 'python',
  image: 'analytics/insights',
  tags: [{ tag: '0.21.0' }, { tag: '0.22.3' }, { tag: '0.22.4' }],
  tag: '0.22.3',
  replicas: 2,
  strategy: { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 1 },
  requests: { cpu: '200m', memory: '256Mi' },
  limits: { cpu: '800m', memory: '512Mi' },
  behaviour: {
    cpuSecondsPerRequest: 0.09,
    memoryBaseMi: 240,
    memoryMiPerRps: 8,
    startupSeconds: 7,
  },
  config: { LOG_LEVEL: 'info', WINDOW_DAYS: '28' },
  configEffects: [
    {
      variable: 'WINDOW_DAYS',
      values: /^\d{4,}$/,
      behaviour: { latencyFactor: 16, cpuSecondsPerRequest: 0.1 },
    },
  ],
  routes: [
    {
      route: 'GET /api/reports/{id}',
      example: '/api/reports/#',
      latencyMs: 70,
      calls: [
        {
          to: `${NAMESPACE}/events-collector`,
          route: 'GET /query',
          perRequest: 2,
          timeoutMs: 3000,
        },
      ],
    },
  ],
  chatter: [
    { everySeconds: 400, level: 'info', text: 'cohort table rebuilt, # rows' },
    {
      everySeconds: 1000,
      level: 'error',
      text: 'job weekly-rollup: partition # is still being written, skipped until the next run',
    },
  ],
};

const eventsCollector: ServiceDefinition = {
  name: 'events-collector',
  namespace: NAMESPACE,
  runtime: 'go',
  image: 'analytics/events-collector',
  tags: [{ tag: '2.0.5' }, { tag: '2.1.0' }],
  tag: '2.1.0',
  replicas: 2,
  strategy: { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 },
  requests: { cpu: '100m', memory: '96Mi' },
  limits: { cpu: '300m', memory: '192Mi' },
  behaviour: {
    cpuSecondsPerRequest: 0.006,
    memoryBaseMi: 64,
    startupSeconds: 3,
  },
  config: { LOG_LEVEL: 'info', BATCH_SIZE: '500' },
  routes: [
    { route: 'POST /events', example: '/events', latencyMs: 4 },
    { route: 'GET /query', example: '/query?window=#d', latencyMs: 22 },
  ],
  chatter: [
    { everySeconds: 150, level: 'info', text: 'flushed batch of # events' },
    {
      everySeconds: 1200,
      level: 'warn',
      text: 'dropped # events with a timestamp in the future',
    },
  ],
};

/** The analytics team, whose name starts like team-a's. */
export const analyticsServices: ServiceDefinition[] = [
  insights,
  eventsCollector,
];
