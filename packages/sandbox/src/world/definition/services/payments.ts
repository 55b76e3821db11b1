import type { ServiceDefinition } from '../types';

const NAMESPACE = 'team-b-prod';

const payments: ServiceDefinition = {
  name: 'payments',
  namespace: NAMESPACE,
  runtime: 'java',
  image: 'pay/payments',
  tags: [{ tag: '6.0.3' }, { tag: '6.1.0' }, { tag: '6.1.1' }],
  tag: '6.1.0',
  replicas: 2,
  strategy: { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 },
  requests: { cpu: '200m', memory: '256Mi' },
  limits: { cpu: '500m', memory: '448Mi' },
  behaviour: {
    cpuSecondsPerRequest: 0.06,
    memoryBaseMi: 260,
    memoryMiPerRps: 3,
    startupSeconds: 8,
  },
  config: {
    LOG_LEVEL: 'info',
    ACQUIRER_URL: 'https://acquirer.example/v2',
    RETRIES: '1',
  },
  configEffects: [
    {
      // The acquirer switched that version off.
      variable: 'ACQUIRER_URL',
      values: /\/v1$/,
      behaviour: {
        errorRate: 0.95,
        errorLines: [
          'shop.acquirer.AcquirerException: POST https://acquirer.example/v1/charges answered 410 Gone',
          '\tat shop.acquirer.AcquirerClient.charge(AcquirerClient.java:77)',
        ],
      },
    },
  ],
  routes: [
    {
      route: 'POST /api/payments',
      example: '/api/payments',
      latencyMs: 45,
      calls: [
        {
          to: `${NAMESPACE}/ledger`,
          route: 'GRPC ledger.v1.Ledger/AppendEntry',
          perRequest: 1,
          timeoutMs: 1500,
        },
      ],
    },
  ],
  chatter: [
    {
      everySeconds: 260,
      level: 'info',
      text: 'settlement batch # acknowledged by acquirer',
    },
    {
      everySeconds: 800,
      level: 'warn',
      text: 'acquirer answered in # ms, slower than usual',
    },
  ],
};

const ledger: ServiceDefinition = {
  name: 'ledger',
  namespace: NAMESPACE,
  runtime: 'go',
  image: 'pay/ledger',
  tags: [{ tag: '1.14.0' }, { tag: '1.15.0' }, { tag: '1.15.1' }],
  tag: '1.15.0',
  replicas: 2,
  // Only one version at a time may append to the journal.
  strategy: { type: 'Recreate' },
  requests: { cpu: '100m', memory: '96Mi' },
  limits: { cpu: '400m', memory: '192Mi' },
  behaviour: {
    cpuSecondsPerRequest: 0.012,
    memoryBaseMi: 70,
    startupSeconds: 3,
  },
  config: { LOG_LEVEL: 'info', JOURNAL_PATH: '/journal', FSYNC: 'true' },
  configChecks: [{ variable: 'JOURNAL_PATH', kind: 'required' }],
  routes: [
    {
      route: 'GRPC ledger.v1.Ledger/AppendEntry',
      example: 'ledger.v1.Ledger/AppendEntry',
      latencyMs: 11,
    },
    { route: 'GET /api/balance', example: '/api/balance', latencyMs: 9 },
  ],
  chatter: [
    { everySeconds: 300, level: 'info', text: 'journal segment # sealed' },
    // A job that fails now and then and is made up for by its next run.
    {
      everySeconds: 1300,
      level: 'error',
      text: 'job reconcile-statements: statement file for account # not there yet, next attempt in 20 minutes',
    },
  ],
};

const orders: ServiceDefinition = {
  name: 'orders',
  namespace: NAMESPACE,
  runtime: 'node',
  image: 'pay/orders',
  tags: [
    { tag: '3.3.7' },
    { tag: '3.4.0' },
    // Reads a field that baskets without a voucher do not have.
    {
      tag: '3.5.0',
      behaviour: {
        errorRate: 0.34,
        errorLines: [
          "TypeError: Cannot read properties of undefined (reading 'amount')",
          '    at DiscountMapper.toLines (/app/dist/pricing/DiscountMapper.js:48:37)',
          '    at OrderFactory.create (/app/dist/orders/OrderFactory.js:91:22)',
          '    at async OrdersController.post (/app/dist/http/OrdersController.js:33:19)',
        ],
      },
    },
    { tag: '3.5.1' },
  ],
  tag: '3.4.0',
  replicas: 2,
  strategy: { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 },
  requests: { cpu: '150m', memory: '160Mi' },
  limits: { cpu: '400m', memory: '320Mi' },
  behaviour: {
    cpuSecondsPerRequest: 0.018,
    memoryBaseMi: 120,
    memoryMiPerRps: 2,
  },
  config: {
    LOG_LEVEL: 'info',
    DB_URL: 'http://orders-db:80',
    NUMBER_PREFIX: 'SO',
  },
  configEffects: [
    {
      // Nobody of that name may log in.
      variable: 'DB_URL',
      values: /^http:\/\/[^/]+@/,
      behaviour: {
        errorRate: 0.97,
        errorLines: [
          'error: password authentication failed for user "orders_app"',
          '    at Parser.parseErrorMessage (/app/node_modules/pg-protocol/dist/parser.js:283:98)',
        ],
      },
    },
  ],
  routes: [
    {
      route: 'POST /api/orders',
      example: '/api/orders',
      latencyMs: 15,
      calls: [
        {
          to: `${NAMESPACE}/orders-db`,
          route: 'POST /rows',
          perRequest: 2,
          timeoutMs: 1500,
        },
      ],
    },
  ],
  chatter: [
    {
      everySeconds: 220,
      level: 'info',
      text: 'outbox relay delivered # messages',
    },
    {
      everySeconds: 950,
      level: 'warn',
      text: 'deprecated field "shipTo" in order SO-#, use "shipping"',
    },
  ],
};

const ordersDb: ServiceDefinition = {
  name: 'orders-db',
  namespace: NAMESPACE,
  runtime: 'go',
  image: 'platform/postgres-http',
  tags: [{ tag: '16.3' }, { tag: '16.4' }],
  tag: '16.4',
  replicas: 1,
  strategy: { type: 'Recreate' },
  requests: { cpu: '200m', memory: '256Mi' },
  limits: { cpu: '1', memory: '512Mi' },
  behaviour: {
    cpuSecondsPerRequest: 0.006,
    memoryBaseMi: 230,
    startupSeconds: 5,
    errorRate: 0,
  },
  config: { MAX_CONNECTIONS: '100', SHARED_BUFFERS: '128MB' },
  configEffects: [
    {
      variable: 'MAX_CONNECTIONS',
      values: /^\d$/,
      behaviour: {
        errorRate: 0.4,
        errorLines: ['FATAL: sorry, too many clients already'],
      },
    },
  ],
  routes: [{ route: 'POST /rows', example: '/rows', latencyMs: 4 }],
  chatter: [
    {
      everySeconds: 300,
      level: 'info',
      text: 'checkpoint complete: wrote # buffers; sync=0.012 s',
    },
    {
      everySeconds: 1700,
      level: 'warn',
      text: 'autovacuum: table "outbox" took # ms',
    },
  ],
};

/** What team-b runs: money and orders. */
export const paymentsServices: ServiceDefinition[] = [
  payments,
  ledger,
  orders,
  ordersDb,
];
