import type { ServiceDefinition } from '../types';

const NAMESPACE = 'team-a-prod';

const checkout: ServiceDefinition = {
  name: 'checkout',
  namespace: NAMESPACE,
  runtime: 'java',
  image: 'shop/checkout',
  tags: [
    { tag: '1.7.4' },
    { tag: '1.8.2' },
    // Keeps every priced basket in a map that nobody empties.
    { tag: '1.9.0', behaviour: { leakMiPerRequest: 1.5 } },
    { tag: '1.9.1' },
  ],
  tag: '1.8.2',
  replicas: 2,
  strategy: { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 },
  requests: { cpu: '200m', memory: '256Mi' },
  limits: { cpu: '500m', memory: '448Mi' },
  autoscale: { min: 2, max: 4, cpuPercent: 75 },
  behaviour: {
    cpuSecondsPerRequest: 0.035,
    memoryBaseMi: 235,
    memoryMiPerRps: 3,
    startupSeconds: 9,
  },
  config: { LOG_LEVEL: 'info', PAYMENT_TIMEOUT_MS: '2500', CURRENCY: 'EUR' },
  routes: [
    {
      route: 'POST /api/checkout',
      example: '/api/checkout',
      latencyMs: 24,
      calls: [
        {
          to: `${NAMESPACE}/cart`,
          route: 'GET /api/cart/{session}',
          perRequest: 1,
          timeoutMs: 2000,
        },
        {
          to: `${NAMESPACE}/products`,
          route: 'GET /api/products/{id}',
          perRequest: 1.4,
          timeoutMs: 2000,
        },
        {
          to: 'team-b-prod/orders',
          route: 'POST /api/orders',
          perRequest: 1,
          timeoutMs: 2500,
        },
        {
          to: 'team-b-prod/payments',
          route: 'POST /api/payments',
          perRequest: 1,
          timeoutMs: 2500,
        },
      ],
    },
  ],
  chatter: [
    {
      everySeconds: 180,
      level: 'info',
      text: 'exchange rates refreshed, # currencies',
    },
    {
      everySeconds: 1100,
      level: 'warn',
      text: 'HikariPool-1 - Connection is not available for #ms, retrying',
    },
  ],
};

const cart: ServiceDefinition = {
  name: 'cart',
  namespace: NAMESPACE,
  runtime: 'go',
  image: 'shop/cart',
  tags: [{ tag: '2.3.0' }, { tag: '2.4.1' }, { tag: '2.4.2' }],
  tag: '2.4.1',
  replicas: 2,
  // Two versions must not write the same session format at the same time.
  strategy: { type: 'Recreate' },
  requests: { cpu: '100m', memory: '64Mi' },
  limits: { cpu: '300m', memory: '128Mi' },
  behaviour: {
    cpuSecondsPerRequest: 0.01,
    memoryBaseMi: 42,
    startupSeconds: 2,
  },
  config: {
    LOG_LEVEL: 'info',
    CART_TTL_SECONDS: '1800',
    REDIS_URL: 'http://cart-redis:80',
  },
  configChecks: [
    { variable: 'CART_TTL_SECONDS', kind: 'integer' },
    { variable: 'REDIS_URL', kind: 'url' },
  ],
  routes: [
    {
      route: 'GET /api/cart/{session}',
      example: '/api/cart/s-#',
      latencyMs: 5,
      calls: [
        {
          to: `${NAMESPACE}/cart-redis`,
          route: 'GET /keys/{key}',
          perRequest: 2,
          timeoutMs: 1500,
        },
      ],
    },
  ],
  chatter: [
    { everySeconds: 300, level: 'info', text: 'expired # abandoned carts' },
  ],
};

const cartRedis: ServiceDefinition = {
  name: 'cart-redis',
  namespace: NAMESPACE,
  runtime: 'go',
  image: 'platform/redis-http',
  tags: [{ tag: '7.2.4' }, { tag: '7.2.5' }],
  tag: '7.2.5',
  replicas: 1,
  preferredZone: 'zone-b',
  strategy: { type: 'Recreate' },
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '500m', memory: '256Mi' },
  behaviour: {
    cpuSecondsPerRequest: 0.002,
    memoryBaseMi: 86,
    startupSeconds: 2,
    errorRate: 0,
  },
  config: { APPENDONLY: 'yes', MAXMEMORY: '200mb' },
  routes: [
    { route: 'GET /keys/{key}', example: '/keys/cart:s-#', latencyMs: 1.5 },
  ],
  chatter: [
    {
      everySeconds: 300,
      level: 'info',
      text: '100 changes in 300 seconds. Saving...',
    },
    {
      everySeconds: 300,
      level: 'info',
      text: 'Background saving terminated with success',
    },
  ],
};

/** How team-a's customers buy. */
export const shoppingServices: ServiceDefinition[] = [
  checkout,
  cart,
  cartRedis,
];
