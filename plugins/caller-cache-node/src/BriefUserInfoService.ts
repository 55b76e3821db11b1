import {
  AuthService,
  BackstageCredentials,
  BackstageUserInfo,
  DiscoveryService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { AuthenticationError, ResponseError } from '@backstage/errors';
import { BriefCache } from './BriefCache';
import { Session, sessionOf } from './sessionOf';

/** The auth backend answers within this; it only reads one row. */
const LOOKUP_TIMEOUT_MS = 10_000;

/** Asks the auth backend, as the stock service does, and keeps the answer for a shorter time. */
export class BriefUserInfoService implements UserInfoService {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;
  readonly #cache: BriefCache<BackstageUserInfo>;

  constructor(options: {
    auth: AuthService;
    discovery: DiscoveryService;
    cache: BriefCache<BackstageUserInfo>;
  }) {
    this.#auth = options.auth;
    this.#discovery = options.discovery;
    this.#cache = options.cache;
  }

  async getUserInfo(
    credentials: BackstageCredentials,
  ): Promise<BackstageUserInfo> {
    const session = await sessionOf(this.#auth, credentials);
    if (!session) {
      throw new AuthenticationError(
        'Only a person whose session has not ended has groups',
      );
    }
    const { userEntityRef, ownershipEntityRefs } = await this.#cache.get(
      session.token,
      () => this.#lookUp(session),
    );
    // A list of their own for each caller, so that nobody changes that of others.
    return { userEntityRef, ownershipEntityRefs: [...ownershipEntityRefs] };
  }

  async #lookUp({ userEntityRef, token }: Session): Promise<BackstageUserInfo> {
    const answer = await fetch(
      `${await this.#discovery.getBaseUrl('auth')}/v1/userinfo`,
      {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(LOOKUP_TIMEOUT_MS),
      },
    );
    if (!answer.ok) throw await ResponseError.fromResponse(answer);
    const { claims } = (await answer.json()) as { claims?: { ent?: unknown } };
    const ownershipEntityRefs = claims?.ent;
    if (
      !Array.isArray(ownershipEntityRefs) ||
      ownershipEntityRefs.some(ref => typeof ref !== 'string')
    ) {
      throw new AuthenticationError(
        `The auth backend did not say in which groups ${userEntityRef} is`,
      );
    }
    return { userEntityRef, ownershipEntityRefs };
  }
}
