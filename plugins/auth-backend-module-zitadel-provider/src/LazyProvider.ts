import { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError, toError } from '@backstage/errors';
import { oidcAuthenticator } from '@backstage/plugin-auth-backend-module-oidc-provider';
import { setTimeout as sleep } from 'node:timers/promises';
import { ZitadelConfig } from './config';

/** Pauses between attempts in the background: they double from the first to the last. */
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 60_000;

/** What the stock authenticator works with once discovery succeeded. */
export type OidcContext = ReturnType<typeof oidcAuthenticator.initialize>;

/** Whether people can sign in, as far as the portal has seen. */
export type ProviderState =
  /** Nobody asked yet, or the first attempt is under way. */
  | 'starting'
  | 'ready'
  /** No answer, or no discovery document. */
  | 'unreachable'
  /** It answers, and says that it is somebody else. */
  | 'wrong-issuer';

/**
 * Discovers the identity provider when somebody needs it, and again after it failed.
 *
 * @remarks
 * The stock authenticator discovers once, at start, and keeps a failure for ever:
 * a provider that was down then is down until the portal restarts. Here the
 * promise is kept while it is pending or succeeded and dropped when it failed, so
 * that concurrent sign-ins discover once and the next one tries again. The portal
 * is ready without it, since whoever is signed in can work.
 */
export class LazyProvider {
  readonly #config: ZitadelConfig;
  readonly #callbackUrl: string;
  readonly #logger: LoggerService;
  #discovered?: Promise<OidcContext>;
  #state: ProviderState = 'starting';
  #since = new Date();

  constructor(options: {
    config: ZitadelConfig;
    callbackUrl: string;
    logger: LoggerService;
  }) {
    this.#config = options.config;
    this.#callbackUrl = options.callbackUrl;
    this.#logger = options.logger;
  }

  /** For the note on readiness. */
  get status(): { state: ProviderState; since: string } {
    return { state: this.#state, since: this.#since.toISOString() };
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

  /** Tries in the background until it succeeds, so that the log tells before people do. */
  async warmUp(signal: AbortSignal): Promise<void> {
    let pauseMs = FIRST_RETRY_MS;
    while (!signal.aborted) {
      try {
        await this.get();
        return;
      } catch {
        // Said by #discover.
      }
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => {});
      pauseMs = Math.min(2 * pauseMs, LAST_RETRY_MS);
    }
  }

  #enter(state: ProviderState, log: () => void) {
    // The same news again would bury the rest of the log.
    if (state === this.#state) return;
    this.#state = state;
    this.#since = new Date();
    log();
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
      this.#enter('unreachable', () =>
        this.#logger.warn(
          `The identity provider ${issuer} does not answer; nobody can sign in until it does, which is tried again and again`,
          toError(error),
        ),
      );
      throw new ServiceUnavailableError(
        'The identity provider does not answer, try again in a moment',
      );
    }
    // Discovery itself believes whatever the document says.
    if (found !== issuer) {
      this.#enter('wrong-issuer', () =>
        this.#logger.error(
          `The identity provider calls itself '${found}', but auth.providers.zitadel issuer is '${issuer}': nobody can sign in`,
        ),
      );
      throw new ServiceUnavailableError(
        'The identity provider is not the one that the portal is configured for',
      );
    }
    this.#enter('ready', () =>
      this.#logger.info(`The identity provider ${issuer} is ready`),
    );
    return context;
  }
}
