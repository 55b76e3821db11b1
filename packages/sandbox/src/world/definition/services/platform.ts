import type { RouteDefinition, ServiceDefinition } from '../types';

const FRONTEND = 'team-a-prod/frontend';

const gateway: ServiceDefinition = {
  name: 'ingress-gateway',
  namespace: 'ingress',
  runtime: 'envoy',
  image: 'platform/gateway',
  tags: [{ tag: '1.31.2' }, { tag: '1.31.3' }],
  tag: '1.31.3',
  replicas: 2,
  strategy: { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 },
  requests: { cpu: '200m', memory: '96Mi' },
  limits: { cpu: '800m', memory: '256Mi' },
  behaviour: {
    cpuSecondsPerRequest: 0.003,
    memoryBaseMi: 70,
    errorRate: 0,
    startupSeconds: 2,
  },
  config: { LOG_LEVEL: 'info' },
  routes: [
    passThrough('GET /', '/', FRONTEND),
    passThrough('GET /product/{id}', '/product/#', FRONTEND),
    passThrough('GET /search', '/search?q=lamp&page=#', FRONTEND),
    passThrough('POST /checkout', '/checkout', FRONTEND),
  ],
  chatter: [
    {
      everySeconds: 600,
      level: 'info',
      text: 'certificate shop.example is valid for # days',
    },
  ],
};

export const collector: ServiceDefinition = {
  name: 'otel-collector',
  namespace: 'monitoring',
  runtime: 'go',
  image: 'platform/otel-collector',
  tags: [{ tag: '0.118.0' }, { tag: '0.119.0' }],
  tag: '0.119.0',
  replicas: 1,
  strategy: { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 },
  requests: { cpu: '100m', memory: '192Mi' },
  limits: { cpu: '500m', memory: '384Mi' },
  behaviour: { idleCpu: 0.05, memoryBaseMi: 170, startupSeconds: 3 },
  config: { GOMEMLIMIT: '320MiB' },
  routes: [],
  chatter: [
    {
      everySeconds: 200,
      level: 'info',
      text: 'Exporting finished. {"kind": "exporter", "items": #}',
    },
    {
      everySeconds: 650,
      level: 'warn',
      text: 'Exporting failed. Will retry the request after interval. {"kind": "exporter", "interval": "5.#s"}',
    },
  ],
};

export const dns: ServiceDefinition = {
  name: 'coredns',
  namespace: 'kube-system',
  runtime: 'go',
  image: 'platform/coredns',
  tags: [{ tag: '1.12.1' }],
  tag: '1.12.1',
  replicas: 2,
  strategy: { type: 'RollingUpdate', maxSurge: '25%', maxUnavailable: 1 },
  requests: { cpu: '100m', memory: '70Mi' },
  limits: { cpu: '500m', memory: '170Mi' },
  behaviour: { idleCpu: 0.02, memoryBaseMi: 40, startupSeconds: 2 },
  config: {},
  routes: [],
  chatter: [
    {
      everySeconds: 500,
      level: 'info',
      text: 'plugin/reload: Running configuration SHA512 unchanged',
    },
    {
      everySeconds: 900,
      level: 'warn',
      text: '[ERROR] plugin/errors: 2 metrics.example. A: read udp: i/o timeout',
    },
  ],
  builtIn: true,
};

/** The platform team's shared services and what came with the cluster. */
export const platformServices: ServiceDefinition[] = [gateway, collector, dns];

function passThrough(
  route: string,
  example: string,
  to: string,
): RouteDefinition {
  return {
    route,
    example,
    latencyMs: 2,
    calls: [{ to, route, perRequest: 1, timeoutMs: 8000 }],
  };
}
