import type { ServiceDefinition } from '../types';
import { storefrontServices } from './storefront';

const NAMESPACE = 'team-a-staging';

/** Staging runs the newest tag of two services, once each, and calls nothing outside itself. */
export const stagingServices: ServiceDefinition[] = storefrontServices
  .filter(service => service.name === 'frontend' || service.name === 'checkout')
  .map(service => ({
    ...service,
    namespace: NAMESPACE,
    replicas: 1,
    autoscale: undefined,
    tag: service.tags[service.tags.length - 1].tag,
    requests: { cpu: '50m', memory: service.requests.memory },
    config: { ...service.config, LOG_LEVEL: 'debug' },
    chatter: [],
    routes: service.routes.map(route => ({
      ...route,
      calls: route.calls
        ?.filter(call => call.to.endsWith('/checkout'))
        .map(call => ({ ...call, to: `${NAMESPACE}/checkout` })),
    })),
  }));
