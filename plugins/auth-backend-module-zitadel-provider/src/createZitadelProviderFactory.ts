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
import { ZitadelConfig } from './config';
import { createZitadelAuthenticator } from './createZitadelAuthenticator';
import { GroupDifferences } from './GroupDifferences';
import { LazyProvider } from './LazyProvider';
import { SignInConfig } from './readSignInConfig';
import { RefusalRecord } from './RefusalRecord';
import { resolveIdentity } from './resolveIdentity';
import { SealedSessions } from './SealedSessions';

/** Dropped roles that one sign-in writes to the log at most. */
const MAX_LOGGED_ROLES = 10;

/** Makes the routes of the provider, for each configured environment. */
export function createZitadelProviderFactory(options: {
  config: SignInConfig;
  logger: LoggerService;
  differences: GroupDifferences;
  refusals: RefusalRecord;
  /** Told of each provider that is made. */
  onProvider: (environment: string, provider: LazyProvider) => void;
}): AuthProviderFactory {
  const { logger, differences, refusals, onProvider } = options;
  const { environments, sessionSecret } = options.config;
  return ctx => {
    const createHandlers = (environment: string, config: ZitadelConfig) =>
      createOAuthRouteHandlers({
        authenticator: createZitadelAuthenticator({
          config,
          logger,
          refusals,
          sessions: new SealedSessions({
            secret: sessionSecret,
            issuer: config.issuer,
            clientId: config.clientId,
            durationMs: config.sessionDurationMs,
          }),
          createProvider(callbackUrl) {
            const provider = new LazyProvider({ config, callbackUrl, logger });
            onProvider(environment, provider);
            return provider;
          },
        }),
        appUrl: ctx.appUrl,
        baseUrl: ctx.baseUrl,
        config: config.oidc,
        isOriginAllowed: ctx.isOriginAllowed,
        cookieConfigurer: ctx.cookieConfigurer,
        providerId: ctx.providerId,
        resolverContext: ctx.resolverContext,
        signInResolver: createSignInResolver({
          config,
          logger,
          differences,
          refusals,
        }),
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
    return new OAuthEnvironmentHandler(
      new Map(
        [...environments].map(([name, config]) => [
          name,
          createHandlers(name, config),
        ]),
      ),
    );
  };
}

/** Runs at sign-in and at every refresh, so that a changed role counts from the next refresh on. */
function createSignInResolver(options: {
  config: ZitadelConfig;
  logger: LoggerService;
  differences: GroupDifferences;
  refusals: RefusalRecord;
}): SignInResolver<OAuthAuthenticatorResult<OidcAuthResult>> {
  const { config, logger, differences, refusals } = options;
  const resolve = (userinfo: Record<string, unknown>) => {
    try {
      return resolveIdentity(userinfo, config);
    } catch (error) {
      refusals.add({ subject: userinfo.sub, error });
      throw error;
    }
  };
  return async ({ result }, ctx) => {
    // Not the id token: a refresh may come without one.
    const { userEntityRef, groups, dropped } = resolve(
      result.fullProfile.userinfo,
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
