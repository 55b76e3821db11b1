import { mockCredentials } from '@backstage/backend-test-utils';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { TenancyService } from './TenancyService';
import { whileGranted } from './whileGranted';

describe('whileGranted', () => {
  const tenancy = { scope: jest.fn() };
  const scope = {
    cluster: 'c',
    namespaces: ['a', 'b'],
  } as unknown as TenantScope;
  const credentials = mockCredentials.user();
  const left = new AbortController();

  beforeEach(() => {
    jest.useFakeTimers();
    tenancy.scope.mockReset().mockResolvedValue(scope);
  });
  afterEach(() => jest.useRealTimers());

  /** Work that goes on until it is told to end. */
  const follow = (signal = new AbortController().signal) =>
    whileGranted(
      {
        tenancy: tenancy as unknown as TenancyService,
        ...{ credentials, scope, signal },
      },
      during =>
        new Promise(resolve => {
          during.addEventListener('abort', () => resolve(during.reason));
        }),
    );

  it('should end work when the scope is lost, and ask no more', async () => {
    const following = follow();
    await jest.advanceTimersByTimeAsync(9_000);
    expect(tenancy.scope).toHaveBeenCalledTimes(3);
    expect(tenancy.scope).toHaveBeenCalledWith({
      credentials,
      cluster: 'c',
      namespaces: ['a', 'b'],
    });
    const denial = new Error('not-owner');
    tenancy.scope.mockRejectedValue(denial);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(await following).toBe(denial);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(tenancy.scope).toHaveBeenCalledTimes(4);
  });

  it('should end work when the caller leaves, and when the work fails', async () => {
    const following = follow(left.signal);
    left.abort('left');
    expect(await following).toBe('left');
    await expect(
      whileGranted(
        {
          tenancy: tenancy as unknown as TenancyService,
          ...{ credentials, scope, signal: new AbortController().signal },
        },
        async () => {
          throw new Error('broken');
        },
      ),
    ).rejects.toThrow('broken');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(tenancy.scope).not.toHaveBeenCalled();
  });
});
