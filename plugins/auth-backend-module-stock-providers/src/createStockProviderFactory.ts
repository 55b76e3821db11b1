import { LoggerService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthProviderFactory,
  createOAuthRouteHandlers,
  OAuthAuthenticator,
  OAuthAuthenticatorResult,
  OAuthEnvironmentHandler,
  PassportProfile,
} from '@backstage/plugin-auth-node';
import {
  logDroppedRoles,
  toSignInIdentity,
} from '@internal/plugin-sign-in-node';
import { Config } from '@backstage/config';
import { readStockProviderConfig } from './config';
import { StockClaims } from './readClaims';

/** A stock authenticator, and the portal's rule who that is. */
export type StockProvider = {
  authenticator: OAuthAuthenticator<any, PassportProfile>;
  readClaims(
    result: OAuthAuthenticatorResult<PassportProfile>,
    config: Config,
  ): StockClaims;
  /** Whether the provider itself bounds who may sign in; else it takes a role by id. */
  bounded: boolean;
};

/**
 * The routes of a stock provider: its own authenticator, and the portal's rule who
 * that is.
 *
 * @remarks
 * The resolvers that come with the stock modules find a catalog entity by mail
 * address or login, or sign in as whatever entity claims an id. Here the user is the
 * provider's immutable id, in the provider's own namespace.
 */
export function createStockProviderFactory(
  options: StockProvider & {
    userNamespaces: ReadonlyMap<string, string>;
    logger: LoggerService;
  },
): AuthProviderFactory {
  const { authenticator, readClaims, userNamespaces, logger } = options;
  return ctx => {
    const environments = new Map(
      ctx.config.keys().map(environment => [
        environment,
        // Read at once: a mistake stops the start in every environment.
        readStockProviderConfig(
          ctx.config.getConfig(environment),
          ctx.providerId,
        ),
      ]),
    );
    const handlers = [...environments].map(([environment, config]) => {
      const userNamespace = userNamespaces.get(
        `${ctx.providerId}.${environment}`,
      );
      if (userNamespace === undefined) {
        throw new Error(`${ctx.providerId}.${environment} has no namespace`);
      }
      return [
        environment,
        createOAuthRouteHandlers({
          authenticator,
          appUrl: ctx.appUrl,
          baseUrl: ctx.baseUrl,
          config: config.stock,
          isOriginAllowed: ctx.isOriginAllowed,
          cookieConfigurer: ctx.cookieConfigurer,
          providerId: ctx.providerId,
          resolverContext: ctx.resolverContext,
          async signInResolver({ result }, resolver) {
            const claims = readClaims(result, config.stock);
            const given = config.rolesByUserId.get(claims.id);
            if (!given && !options.bounded) {
              throw new NotAllowedError(
                `Nobody gave ${ctx.providerId} user ${claims.id} access to this portal`,
              );
            }
            const identity = toSignInIdentity(
              { id: claims.id, roles: [...claims.roles, ...(given ?? [])] },
              { userNamespace, roleMapping: config.roleMapping },
            );
            logDroppedRoles(logger, identity);
            const { userEntityRef, groups } = identity;
            return resolver.issueToken({
              claims: { sub: userEntityRef, ent: [userEntityRef, ...groups] },
            });
          },
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
              throw new NotAllowedError(
                'The redirectUrl is not of this portal',
              );
            }
            return { state };
          },
        }),
      ] as const;
    });
    return new OAuthEnvironmentHandler(new Map(handlers));
  };
}
