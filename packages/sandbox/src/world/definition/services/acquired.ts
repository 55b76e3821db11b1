import type { ServiceDefinition } from '../types';

const PROD = 'team-a-prod';

const settlement: ServiceDefinition = {
  name: 'settlement',
  namespace: PROD,
  runtime: 'java',
  image: 'payments/settlement',
  tags: [{ tag: '5.2.0' }, { tag: '5.2.1' }],
  tag: '5.2.1',
  replicas: 2,
  strategy: { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 },
  requests: { cpu: '100m', memory: '256Mi' },
  limits: { cpu: '500m', memory: '512Mi' },
  behaviour: { memoryBaseMi: 220, startupSeconds: 6 },
  config: { LOG_LEVEL: 'info', CLEARING_HOUSE: 'https://clearing.example' },
  routes: [
    {
      route: 'POST /settlements',
      example: '/settlements',
      latencyMs: 30,
      calls: [
        {
          to: `${PROD}/rates`,
          route: 'GET /rates/{currency}',
          perRequest: 1,
          timeoutMs: 2000,
        },
      ],
    },
  ],
  chatter: [
    {
      everySeconds: 60,
      level: 'info',
      text: 'settlement batch of # payments to DE89370400440532013000 is booked',
    },
  ],
};

const rates: ServiceDefinition = {
  name: 'rates',
  namespace: PROD,
  runtime: 'go',
  image: 'payments/rates',
  tags: [{ tag: '1.0.9' }],
  tag: '1.0.9',
  replicas: 1,
  strategy: { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 },
  requests: { cpu: '50m', memory: '64Mi' },
  limits: { cpu: '200m', memory: '128Mi' },
  behaviour: { memoryBaseMi: 40, startupSeconds: 2 },
  config: { LOG_LEVEL: 'info', REFRESH_SECONDS: '300' },
  routes: [
    { route: 'GET /rates/{currency}', example: '/rates/EUR', latencyMs: 6 },
  ],
};

const staging: ServiceDefinition = {
  ...settlement,
  namespace: 'team-b-staging',
  replicas: 1,
  config: { ...settlement.config, LOG_LEVEL: 'debug' },
  routes: settlement.routes.map(route => ({ ...route, calls: [] })),
};

/** Runs in a namespace that the platform has given to nobody. */
const backup: ServiceDefinition = {
  name: 'backup',
  namespace: 'ops',
  runtime: 'go',
  image: 'platform/backup',
  tags: [{ tag: '3.4.0' }],
  tag: '3.4.0',
  replicas: 1,
  strategy: { type: 'Recreate' },
  requests: { cpu: '50m', memory: '64Mi' },
  limits: { cpu: '300m', memory: '256Mi' },
  behaviour: { memoryBaseMi: 50, startupSeconds: 2 },
  config: { BUCKET: 'backups-of-everybody' },
  routes: [],
  chatter: [
    {
      everySeconds: 120,
      level: 'info',
      text: 'snapshot of # volumes is complete',
    },
  ],
};

/** What team-b took over with another company, in that company's own cluster. */
export const acquiredServices: ServiceDefinition[] = [
  settlement,
  rates,
  staging,
  backup,
];
