import type { ServiceDefinition } from '../types';

const NAMESPACE = 'team-a-prod';

const frontend: ServiceDefinition = {
  name: 'frontend',
  namespace: NAMESPACE,
  runtime: 'node',
  image: 'shop/frontend',
  tags: [{ tag: '5.11.2' }, { tag: '5.12.0' }, { tag: '5.12.1' }],
  tag: '5.12.0',
  replicas: 2,
  strategy: { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 },
  requests: { cpu: '250m', memory: '192Mi' },
  limits: { cpu: '600m', memory: '384Mi' },
  autoscale: { min: 2, max: 5, cpuPercent: 75 },
  behaviour: {
    cpuSecondsPerRequest: 0.008,
    memoryBaseMi: 150,
    memoryMiPerRps: 1.5,
  },
  config: {
    LOG_LEVEL: 'info',
    SESSION_COOKIE: 'shop_session',
    CHECKOUT_TIMEOUT_MS: '5000',
  },
  routes: [
    {
      route: 'GET /',
      example: '/',
      latencyMs: 14,
      calls: [
        {
          to: `${NAMESPACE}/products`,
          route: 'GET /api/products',
          perRequest: 1,
          timeoutMs: 2000,
        },
        {
          to: 'team-a-b-prod/events-collector',
          route: 'POST /events',
          perRequest: 0.3,
          optional: true,
          timeoutMs: 500,
        },
      ],
    },
    {
      route: 'GET /product/{id}',
      example: '/product/#',
      latencyMs: 12,
      notFound: 0.008,
      calls: [
        {
          to: `${NAMESPACE}/products`,
          route: 'GET /api/products/{id}',
          perRequest: 1,
          timeoutMs: 2000,
        },
        {
          to: 'team-a-b-prod/events-collector',
          route: 'POST /events',
          perRequest: 0.3,
          optional: true,
          timeoutMs: 500,
        },
      ],
    },
    {
      route: 'GET /search',
      example: '/search?q=lamp&page=#',
      latencyMs: 12,
      calls: [
        {
          to: `${NAMESPACE}/search`,
          route: 'GET /api/search',
          perRequest: 1,
          timeoutMs: 3000,
        },
      ],
    },
    {
      route: 'POST /checkout',
      example: '/checkout',
      latencyMs: 18,
      calls: [
        {
          to: `${NAMESPACE}/checkout`,
          route: 'POST /api/checkout',
          perRequest: 1,
          timeoutMs: 5000,
        },
      ],
    },
  ],
  chatter: [
    {
      everySeconds: 240,
      level: 'info',
      text: 'template cache refreshed, # entries',
    },
    {
      everySeconds: 900,
      level: 'warn',
      text: 'feature flag "new-header" has no default, using false',
    },
  ],
};

const products: ServiceDefinition = {
  name: 'products',
  namespace: NAMESPACE,
  runtime: 'go',
  image: 'shop/products',
  tags: [{ tag: '3.9.8' }, { tag: '3.10.1' }, { tag: '3.10.2' }],
  tag: '3.10.1',
  replicas: 3,
  strategy: { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 1 },
  requests: { cpu: '150m', memory: '96Mi' },
  limits: { cpu: '400m', memory: '192Mi' },
  autoscale: { min: 3, max: 6, cpuPercent: 80 },
  behaviour: {
    cpuSecondsPerRequest: 0.009,
    memoryBaseMi: 68,
    startupSeconds: 3,
  },
  config: { LOG_LEVEL: 'info', CACHE_TTL: '60s', PAGE_SIZE: '24' },
  configEffects: [
    {
      // Every price is looked up for every request.
      variable: 'CACHE_TTL',
      values: /^0s$/,
      behaviour: { latencyFactor: 14, cpuSecondsPerRequest: 0.013 },
    },
  ],
  routes: [
    {
      route: 'GET /api/products',
      example: '/api/products?page=#',
      latencyMs: 11,
    },
    {
      route: 'GET /api/products/{id}',
      example: '/api/products/#',
      latencyMs: 7,
      notFound: 0.01,
    },
  ],
  chatter: [
    {
      everySeconds: 120,
      level: 'info',
      text: 'price list cache refreshed, # items',
    },
    {
      everySeconds: 1500,
      level: 'warn',
      text: 'image variant missing for product #, serving placeholder',
    },
  ],
};

const search: ServiceDefinition = {
  name: 'search',
  namespace: NAMESPACE,
  runtime: 'java',
  image: 'shop/search',
  tags: [{ tag: '4.1.3' }, { tag: '4.2.0' }, { tag: '4.2.1' }],
  tag: '4.2.0',
  replicas: 2,
  // The index volume is locked by the version that writes it.
  strategy: { type: 'Recreate' },
  requests: { cpu: '300m', memory: '384Mi' },
  limits: { cpu: '800m', memory: '640Mi' },
  behaviour: {
    cpuSecondsPerRequest: 0.05,
    memoryBaseMi: 410,
    memoryMiPerRps: 4,
    startupSeconds: 12,
  },
  config: {
    LOG_LEVEL: 'info',
    INDEX_PATH: '/var/lib/search',
    MAX_RESULTS: '50',
  },
  configEffects: [
    {
      variable: 'MAX_RESULTS',
      values: /^\d{4,}$/,
      behaviour: { latencyFactor: 18, cpuSecondsPerRequest: 0.06 },
    },
  ],
  routes: [
    {
      route: 'GET /api/search',
      example: '/api/search?q=lamp&page=#',
      latencyMs: 38,
      calls: [
        {
          to: `${NAMESPACE}/products`,
          route: 'GET /api/products/{id}',
          perRequest: 1,
          timeoutMs: 2000,
        },
      ],
    },
  ],
  chatter: [
    {
      everySeconds: 200,
      level: 'info',
      text: 'segment merge finished in # ms',
    },
    {
      everySeconds: 700,
      level: 'warn',
      text: 'GC pause of # ms exceeds 200 ms',
    },
  ],
};

/** How team-a's customers look around. */
export const browsingServices: ServiceDefinition[] = [
  frontend,
  products,
  search,
];
