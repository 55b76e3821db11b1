import { LoggerService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { OidcAuthResult } from '@backstage/plugin-auth-backend-module-oidc-provider';
import {
  AuthProviderFactory,
  createOAuthRouteHandlers,
  OAuthAuthenticatorResult,
  OAuthEnvironmentHandler,
  SignInResolver,
} from '@backstage/plugin-auth-node';
import { readZitadelConfig, ZitadelConfig } from './config';
import { createZitadelAuthenticator } from './createZitadelAuthenticator';
import { GroupDifferences } from './GroupDifferences';
import { resolveIdentity } from './resolveIdentity';

/** Dropped roles that one sign-in writes to the log at most. */
const MAX_LOGGED_ROLES = 10;

/** Makes the routes of the provider, for each configured environment. */
export function createZitadelProviderFactory(options: {
  logger: LoggerService;
  differences: GroupDifferences;
}): AuthProviderFactory {
  const { logger, differences } = options;
  return ctx =>
    OAuthEnvironmentHandler.mapConfig(ctx.config, envConfig => {
      const config = readZitadelConfig(envConfig);
      return createOAuthRouteHandlers({
        authenticator: createZitadelAuthenticator({ config, logger }),
        appUrl: ctx.appUrl,
        baseUrl: ctx.baseUrl,
        config: config.oidc,
        isOriginAllowed: ctx.isOriginAllowed,
        cookieConfigurer: ctx.cookieConfigurer,
        providerId: ctx.providerId,
        resolverContext: ctx.resolverContext,
        signInResolver: createSignInResolver({ config, logger, differences }),
        // The stock handlers redirect to whatever the request named.
        async stateTransform(state) {
          const { redirectUrl } = state;
          if (
            redirectUrl !== undefined &&
            !(
              URL.canParse(redirectUrl) &&
              ctx.isOriginAllowed(new URL(redirectUrl).origin)
            )
          ) {
            throw new NotAllowedError('The redirectUrl is not of this portal');
          }
          return { state };
        },
      });
    });
}

/** Runs at sign-in and at every refresh, so that a changed role counts from the next refresh on. */
function createSignInResolver(options: {
  config: ZitadelConfig;
  logger: LoggerService;
  differences: GroupDifferences;
}): SignInResolver<OAuthAuthenticatorResult<OidcAuthResult>> {
  const { config, logger, differences } = options;
  return async ({ result }, ctx) => {
    // Not the id token: a refresh may come without one.
    const { userEntityRef, groups, dropped } = resolveIdentity(
      result.fullProfile.userinfo,
      config,
    );
    if (dropped.length) {
      const roles = dropped
        .slice(0, MAX_LOGGED_ROLES)
        .map(({ role, reason }) => `${JSON.stringify(role)} (${reason})`);
      logger.warn(
        `${
          dropped.length
        } roles of ${userEntityRef} name no group: ${roles.join(', ')}`,
      );
    }
    // Nobody waits for it: the roles of this sign-in count, whatever the catalog says.
    void differences.report({ userEntityRef, groups });
    return ctx.issueToken({
      claims: { sub: userEntityRef, ent: [userEntityRef, ...groups] },
    });
  };
}
