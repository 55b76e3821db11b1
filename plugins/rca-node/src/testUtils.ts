/**
 * Mock of the rca client for the tests of other packages.
 *
 * @packageDocumentation
 */
import { createServiceMock } from '@backstage/backend-test-utils';
import { rcaServiceRef } from './rcaServiceRef';

/** @public */
export const rcaServiceMock = {
  mock: createServiceMock(rcaServiceRef, () => ({
    start: jest.fn(),
    get: jest.fn(),
    cancel: jest.fn(),
  })),
};
