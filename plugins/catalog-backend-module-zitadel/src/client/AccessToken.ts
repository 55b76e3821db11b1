import { AuthenticationError } from '@backstage/errors';
import { randomUUID, sign } from 'node:crypto';
import { ZitadelCredentials } from '../config';

/** RFC 7523: a signed statement of who the service user is, in exchange for a token. */
const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** The second scope puts ZITADEL's own API into the token's audience. */
const SCOPE = 'openid urn:zitadel:iam:org:project:id:zitadel:aud';
/** The statement is used at once; ZITADEL allows an hour. */
const ASSERTION_LIFETIME_S = 300;
/** A token is renewed so long before it ends. */
const RENEW_BEFORE_MS = 60_000;
/** Longer promises than this are not relied on. */
const MAX_TOKEN_LIFETIME_S = 12 * 3600;

/** Sends a form to a path of ZITADEL and returns the JSON answer. */
export type PostForm = (
  path: string,
  form: URLSearchParams,
  signal: AbortSignal,
) => Promise<unknown>;

/**
 * The token that the service user shows: a personal access token as it is, or
 * one obtained with the service user's key and kept until shortly before its end.
 */
export class AccessToken {
  readonly #issuer: string;
  readonly #credentials: ZitadelCredentials;
  readonly #postForm: PostForm;
  #current?: { token: string; renewAtMs: number };

  constructor(options: {
    issuer: string;
    credentials: ZitadelCredentials;
    postForm: PostForm;
  }) {
    this.#issuer = options.issuer;
    this.#credentials = options.credentials;
    this.#postForm = options.postForm;
  }

  /** Whether a refused token can be replaced. */
  get isRenewable(): boolean {
    return this.#credentials.type === 'key';
  }

  /** Throws away a token that ZITADEL refused. */
  drop(): void {
    this.#current = undefined;
  }

  async get(signal: AbortSignal): Promise<string> {
    if (this.#credentials.type === 'token') {
      return this.#credentials.token;
    }
    if (!this.#current || this.#current.renewAtMs <= Date.now()) {
      this.#current = await this.#obtain(signal);
    }
    return this.#current.token;
  }

  async #obtain(signal: AbortSignal) {
    const answer = (await this.#postForm(
      'oauth/v2/token',
      new URLSearchParams({
        grant_type: GRANT_TYPE,
        scope: SCOPE,
        assertion: this.#createAssertion(),
      }),
      signal,
    )) as { access_token?: unknown; expires_in?: unknown } | null;
    const token = answer?.access_token;
    const lifetimeS = Number(answer?.expires_in);
    if (typeof token !== 'string' || !token || !(lifetimeS > 0)) {
      throw new AuthenticationError(
        "ZITADEL gave no token for the service user's key",
      );
    }
    const lifetimeMs = Math.min(lifetimeS, MAX_TOKEN_LIFETIME_S) * 1000;
    return { token, renewAtMs: Date.now() + lifetimeMs - RENEW_BEFORE_MS };
  }

  #createAssertion(): string {
    if (this.#credentials.type !== 'key') {
      throw new Error('A personal access token signs nothing');
    }
    const { keyId, userId, privateKey } = this.#credentials;
    const nowS = Math.floor(Date.now() / 1000);
    const head = encode({ alg: 'RS256', kid: keyId });
    const body = encode({
      iss: userId,
      sub: userId,
      aud: this.#issuer,
      jti: randomUUID(),
      iat: nowS,
      exp: nowS + ASSERTION_LIFETIME_S,
    });
    const signature = sign(
      'RSA-SHA256',
      Buffer.from(`${head}.${body}`),
      privateKey,
    );
    return `${head}.${body}.${signature.toString('base64url')}`;
  }
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
