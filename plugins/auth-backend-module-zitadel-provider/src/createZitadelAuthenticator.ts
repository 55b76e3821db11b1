import { LoggerService } from '@backstage/backend-plugin-api';
import { AuthenticationError, toError } from '@backstage/errors';
import {
  oidcAuthenticator,
  OidcAuthResult,
} from '@backstage/plugin-auth-backend-module-oidc-provider';
import {
  createOAuthAuthenticator,
  OAuthAuthenticator,
  OAuthAuthenticatorResult,
} from '@backstage/plugin-auth-node';
import { ZitadelConfig } from './config';
import { LazyProvider } from './LazyProvider';
import { RefreshOnce } from './RefreshOnce';
import { RefusalRecord } from './RefusalRecord';
import {
  readAuthentication,
  requireAuthentication,
} from './requireAuthentication';
import { SealedSessions, Session } from './SealedSessions';
import { StepUp } from './StepUp';
import { toProfile } from './toProfile';

/** A longer id token is not kept for sign-out: proxies bound what cookies may take. */
const MAX_KEPT_ID_TOKEN_LENGTH = 1_800;

type Result = OAuthAuthenticatorResult<OidcAuthResult>;

/**
 * The stock OIDC authenticator (authorization code, PKCE, nonce, id token checks)
 * behind a provider that is discovered lazily and held to one issuer. Added are
 * sealed sessions of bounded length, the strength of the sign-in, and sign-out at
 * the provider. No token of the provider reaches the browser.
 */
export function createZitadelAuthenticator(options: {
  config: ZitadelConfig;
  sessions: SealedSessions;
  createProvider: (callbackUrl: string) => LazyProvider;
  refusals: RefusalRecord;
  logger: LoggerService;
}): OAuthAuthenticator<LazyProvider, OidcAuthResult> {
  const { config, sessions, refusals, logger } = options;
  const refreshes = new RefreshOnce<Result>();

  /** Leaves the browser nothing but the sealed session, in a cookie that no script reads. */
  const toResult = (result: Result, session?: Session): Result => ({
    ...result,
    session: {
      ...result.session,
      accessToken: '',
      idToken: undefined,
      refreshToken: session && sessions.seal(session),
    },
  });

  return createOAuthAuthenticator<LazyProvider, OidcAuthResult>({
    defaultProfileTransform: async ({ fullProfile }) => ({
      profile: toProfile(fullProfile.userinfo),
    }),
    scopes: oidcAuthenticator.scopes,
    initialize: ({ callbackUrl }) => options.createProvider(callbackUrl),

    async start(input, provider) {
      const context = await provider.get();
      return oidcAuthenticator.start(
        input,
        // Who was refused would be sent back by the provider as they are.
        StepUp.take(input.req)
          ? { ...context, initializedPrompt: 'login' }
          : context,
      );
    },

    async authenticate(input, provider) {
      const result = await oidcAuthenticator.authenticate(
        input,
        await provider.get(),
      );
      const { tokenset } = result.fullProfile;
      const { sub: subject, ...claims } = tokenset.claims();
      const authentication = readAuthentication(claims);
      try {
        requireAuthentication(authentication, config.requirement);
      } catch (error) {
        StepUp.ask(input.req);
        refusals.add({ subject, error });
        throw error;
      }
      const { refreshToken, idToken } = result.session;
      return toResult(
        result,
        refreshToken === undefined
          ? undefined
          : {
              refreshToken,
              subject,
              startedAtS: Math.floor(Date.now() / 1_000),
              authentication,
              idToken: keepable(idToken),
            },
      );
    },

    async refresh(input, provider) {
      const session = sessions.open(input.refreshToken);
      // Before anything else: the requirement may be newer than the session.
      requireAuthentication(session.authentication, config.requirement);
      const context = await provider.get();
      const result = await refreshes.run(
        session.refreshToken,
        () =>
          oidcAuthenticator.refresh(
            { ...input, refreshToken: session.refreshToken },
            context,
          ),
        ({ session: { refreshToken: next } }) =>
          next !== undefined && next !== session.refreshToken,
      );
      const { tokenset, userinfo } = result.fullProfile;
      const claims = tokenset.id_token ? tokenset.claims() : undefined;
      for (const sub of [userinfo.sub, claims?.sub ?? session.subject]) {
        if (sub !== session.subject) {
          logger.error(
            `The identity provider answered a refresh of '${session.subject}' with somebody else`,
          );
          throw new AuthenticationError('The session is of somebody else');
        }
      }
      const { refreshToken = session.refreshToken, idToken } = result.session;
      return toResult(result, {
        ...session,
        refreshToken,
        idToken: keepable(idToken) ?? session.idToken,
      });
    },

    async logout(input, provider) {
      // Whatever the provider does, the portal's own session has to end.
      try {
        // One that is over can still be signed out of at the provider.
        const session = sessions.read(input.refreshToken ?? '');
        const context = await provider.get();
        await oidcAuthenticator.logout?.(
          { ...input, refreshToken: session?.refreshToken },
          context,
        );
        const { client } = await context.promise;
        if (!client.issuer.end_session_endpoint) return {};
        return {
          logoutUrl: client.endSessionUrl({
            client_id: config.clientId,
            id_token_hint: session?.idToken,
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

function keepable(idToken: string | undefined): string | undefined {
  return idToken && idToken.length <= MAX_KEPT_ID_TOKEN_LENGTH
    ? idToken
    : undefined;
}
