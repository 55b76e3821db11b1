import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  oidcAuthenticator,
  OidcAuthResult,
} from '@backstage/plugin-auth-backend-module-oidc-provider';
import {
  createOAuthAuthenticator,
  OAuthAuthenticator,
} from '@backstage/plugin-auth-node';
import { ZitadelConfig } from './config';
import { LazyProvider } from './LazyProvider';

/**
 * The stock OIDC authenticator (authorization code, PKCE, nonce, id token checks)
 * behind a provider that is discovered lazily and held to one issuer, with
 * sign-out at the provider added.
 */
export function createZitadelAuthenticator(options: {
  config: ZitadelConfig;
  logger: LoggerService;
}): OAuthAuthenticator<LazyProvider, OidcAuthResult> {
  const { config, logger } = options;
  return createOAuthAuthenticator<LazyProvider, OidcAuthResult>({
    defaultProfileTransform: oidcAuthenticator.defaultProfileTransform,
    scopes: oidcAuthenticator.scopes,
    initialize: ({ callbackUrl }) =>
      new LazyProvider({ config, callbackUrl, logger }),
    start: async (input, provider) =>
      oidcAuthenticator.start(input, await provider.get()),
    authenticate: async (input, provider) =>
      oidcAuthenticator.authenticate(input, await provider.get()),
    refresh: async (input, provider) =>
      oidcAuthenticator.refresh(input, await provider.get()),
    async logout(input, provider) {
      // Whatever the provider does, the portal's own session has to end.
      try {
        const context = await provider.get();
        await oidcAuthenticator.logout?.(input, context);
        const { client } = await context.promise;
        if (!client.issuer.end_session_endpoint) return {};
        return {
          logoutUrl: client.endSessionUrl({
            client_id: config.oidc.getString('clientId'),
            post_logout_redirect_uri: config.postLogoutRedirectUri,
          }),
        };
      } catch (error) {
        logger.warn(
          'Sign-out at the identity provider failed; the session at the portal ends anyway',
          toError(error),
        );
        return {};
      }
    },
  });
}
