import { createServiceMock } from '@backstage/backend-test-utils';
import { clusterServiceRef } from '../clusterServiceRef';

/**
 * Mock of {@link clusterServiceRef} for tests of its consumers.
 * @public
 */
export const clusterServiceMock = createServiceMock(clusterServiceRef, () => ({
  list: jest.fn(),
  forTenant: jest.fn(),
  refused: jest.fn(),
  forPlatform: jest.fn(),
}));
