import {
  configApiRef,
  discoveryApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import {
  portalDown,
  providerDown,
  SignInProblem,
} from './describeSignInProblem';

const PROBE_TIMEOUT_MS = 8_000;

/**
 * Asks the backend to begin a sign-in without following it. A redirect means
 * that the provider is known and reachable; an error that it is not.
 */
export function useProviderProbe(): () => Promise<SignInProblem | undefined> {
  const configApi = useApi(configApiRef);
  const discoveryApi = useApi(discoveryApiRef);

  return useCallback(async () => {
    const env =
      configApi.getOptionalString('auth.environment') ?? 'development';
    try {
      const baseUrl = await discoveryApi.getBaseUrl('auth');
      const response = await fetch(
        `${baseUrl}/zitadel/start?env=${encodeURIComponent(env)}&scope=openid`,
        {
          redirect: 'manual',
          credentials: 'include',
          signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
        },
      );
      return response.type === 'opaqueredirect' || response.status < 500
        ? undefined
        : providerDown;
    } catch (error) {
      return (error as Error).name === 'TimeoutError'
        ? providerDown
        : portalDown;
    }
  }, [configApi, discoveryApi]);
}
