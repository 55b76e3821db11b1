import { createServiceMock } from '@backstage/backend-test-utils';
import { GitOpsService } from '../GitOpsService';
import { gitOpsServiceRef } from '../gitOpsServiceRef';

/**
 * Mocks of the {@link GitOpsService} for tests of plugins that use it.
 * @public
 */
export namespace gitOpsServiceMock {
  /** A mock whose methods answer as `partial` says, or are bare jest functions. */
  export const mock = createServiceMock<GitOpsService>(
    gitOpsServiceRef,
    () => ({
      commit: jest.fn(),
      readFile: jest.fn(),
      log: jest.fn(),
      diff: jest.fn(),
    }),
  );
}
