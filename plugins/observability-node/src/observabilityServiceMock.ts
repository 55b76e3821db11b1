import { createServiceMock } from '@backstage/backend-test-utils';
import { observabilityServiceRef } from './observabilityServiceRef';
import { defaultVocabulary } from './Vocabulary';

/**
 * Mock functionality for the observability service.
 * @public
 */
export namespace observabilityServiceMock {
  /** The service with mock functions, some of them given by the caller. */
  export const mock = createServiceMock(observabilityServiceRef, () => ({
    logs: jest.fn(),
    metrics: jest.fn(),
    traces: jest.fn(),
    has: jest.fn((_cluster, _kind) => true),
    vocabulary: jest.fn((_cluster: string) => defaultVocabulary),
  }));
}
