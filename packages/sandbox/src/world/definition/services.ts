import type { ServiceDefinition } from './types';
import { analyticsServices } from './services/analytics';
import { paymentsServices } from './services/payments';
import { platformServices } from './services/platform';
import { storefrontServices } from './services/storefront';
import { stagingServices } from './services/staging';

/** Everything that the company runs. */
export const services: ServiceDefinition[] = [
  ...platformServices,
  ...storefrontServices,
  ...stagingServices,
  ...paymentsServices,
  ...analyticsServices,
];

/** `namespace/name`: how calls and loads name a service. */
export function serviceKey(service: {
  namespace: string;
  name: string;
}): string {
  return `${service.namespace}/${service.name}`;
}
