import type { ServiceDefinition } from '../types';
import { browsingServices } from './browsing';
import { shoppingServices } from './shopping';

/** The storefront of team-a. */
export const storefrontServices: ServiceDefinition[] = [
  ...browsingServices,
  ...shoppingServices,
];
