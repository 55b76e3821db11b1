import { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError, toError } from '@backstage/errors';
import { oidcAuthenticator } from '@backstage/plugin-auth-backend-module-oidc-provider';
import { ZitadelConfig } from './config';

/** What the stock authenticator works with once discovery succeeded. */
export type OidcContext = ReturnType<typeof oidcAuthenticator.initialize>;

/**
 * Discovers the identity provider when somebody needs it, and again after it failed.
 *
 * @remarks
 * The stock authenticator discovers once, at start, and keeps a failure for ever:
 * a provider that was down then is down until the portal restarts. Here the
 * promise is kept while it is pending or succeeded and dropped when it failed, so
 * that concurrent sign-ins discover once and the next one tries again.
 */
export class LazyProvider {
  readonly #config: ZitadelConfig;
  readonly #callbackUrl: string;
  readonly #logger: LoggerService;
  #discovered?: Promise<OidcContext>;

  constructor(options: {
    config: ZitadelConfig;
    callbackUrl: string;
    logger: LoggerService;
  }) {
    this.#config = options.config;
    this.#callbackUrl = options.callbackUrl;
    this.#logger = options.logger;
  }

  async get(): Promise<OidcContext> {
    this.#discovered ??= this.#discover();
    const discovered = this.#discovered;
    try {
      return await discovered;
    } catch (error) {
      if (this.#discovered === discovered) this.#discovered = undefined;
      throw error;
    }
  }

  async #discover(): Promise<OidcContext> {
    const { issuer, oidc } = this.#config;
    const context = oidcAuthenticator.initialize({
      callbackUrl: this.#callbackUrl,
      config: oidc,
    });
    let found: string;
    try {
      const { client } = await context.promise;
      found = client.issuer.metadata.issuer;
    } catch (error) {
      this.#logger.warn(
        `The identity provider ${issuer} does not answer; sign-in will try again`,
        toError(error),
      );
      throw new ServiceUnavailableError(
        'The identity provider does not answer, try again in a moment',
      );
    }
    // Discovery itself believes whatever the document says.
    if (found !== issuer) {
      this.#logger.error(
        `The identity provider calls itself '${found}', but auth.providers.zitadel issuer is '${issuer}': nobody can sign in`,
      );
      throw new ServiceUnavailableError(
        'The identity provider is not the one that the portal is configured for',
      );
    }
    return context;
  }
}
