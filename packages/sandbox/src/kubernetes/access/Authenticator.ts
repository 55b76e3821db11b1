import { createHash } from 'node:crypto';
import { ApiError } from '../http/ApiError';
import { ServiceAccountTokens, TOKEN_ISSUER } from './ServiceAccountTokens';
import { ANONYMOUS, AUTHENTICATED_GROUP, UserInfo } from './types';

/** Turns bearer tokens into users: static ones, and those of ServiceAccounts. */
export class Authenticator {
  /** Keyed by hash, so that a look-up takes the same time whatever part of a token is right. */
  readonly #staticUsers = new Map<string, UserInfo>();
  readonly #tokens: ServiceAccountTokens;

  private constructor(
    tokens: ServiceAccountTokens,
    staticTokens: Record<string, UserInfo>,
  ) {
    this.#tokens = tokens;
    for (const [token, user] of Object.entries(staticTokens)) {
      this.#staticUsers.set(hash(token), {
        ...user,
        groups: [...user.groups, AUTHENTICATED_GROUP],
      });
    }
  }

  static create(options: {
    tokens: ServiceAccountTokens;
    staticTokens: Record<string, UserInfo>;
  }): Authenticator {
    return new Authenticator(options.tokens, options.staticTokens);
  }

  /**
   * The user of a request. No token, an empty one and another scheme are the anonymous user, whom
   * authorization refuses by 403; only a WRONG bearer token is 401.
   */
  async authenticateHeader(
    authorization: string | undefined,
  ): Promise<UserInfo> {
    const token = /^bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1];
    if (!token) {
      return ANONYMOUS;
    }
    const user = await this.authenticateToken(token, [TOKEN_ISSUER]);
    if (!user) {
      throw ApiError.unauthorized();
    }
    return user;
  }

  /** @returns the user of a token for one of these audiences, or `undefined` */
  async authenticateToken(
    token: string,
    audiences: string[],
  ): Promise<UserInfo | undefined> {
    const known = audiences.includes(TOKEN_ISSUER)
      ? this.#staticUsers.get(hash(token))
      : undefined;
    return known ?? this.#tokens.verify(token, audiences);
  }
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
