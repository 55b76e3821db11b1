import {
  BackstageCredentials,
  BackstageUserPrincipal,
  LoggerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { AuthenticationError, toError } from '@backstage/errors';
import type { Duplex } from 'node:stream';

/** With the two seconds for which groups are kept, a person who lost one hears nothing for it after ten. */
const CHECK_INTERVAL_MS = 8_000;

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;
type Session = { credentials: UserCredentials; groups: string };

/** Ends connections whose token ended, or whose person belongs to other groups by now. */
export class SessionWatch {
  readonly #userInfo: UserInfoService;
  readonly #logger: LoggerService;
  readonly #sessions = new Map<Duplex, Session>();
  #timer?: NodeJS.Timeout;

  constructor(options: { userInfo: UserInfoService; logger: LoggerService }) {
    this.#userInfo = options.userInfo;
    this.#logger = options.logger;
  }

  async watch(credentials: UserCredentials, socket: Duplex): Promise<void> {
    const groups = await this.#groupsOf(credentials);
    if (groups === undefined) {
      throw new AuthenticationError('The token has ended');
    }
    this.#sessions.set(socket, { credentials, groups });
    socket.once('close', () => this.#sessions.delete(socket));
    if (socket.destroyed) {
      this.#sessions.delete(socket);
    }
    this.#timer ??= setInterval(() => this.check(), CHECK_INTERVAL_MS).unref();
  }

  /** Looks at every session once; one that cannot be looked up is ended. */
  async check(): Promise<void> {
    for (const [socket, { credentials, groups }] of this.#sessions) {
      const current = await this.#groupsOf(credentials).catch(error => {
        this.#logger.debug('A session could not be checked', toError(error));
        return undefined;
      });
      if (current !== groups) {
        this.#sessions.delete(socket);
        socket.destroy();
      }
    }
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#sessions.clear();
  }

  async #groupsOf(credentials: UserCredentials): Promise<string | undefined> {
    const { expiresAt } = credentials;
    if (expiresAt && expiresAt.getTime() <= Date.now()) {
      return undefined;
    }
    const info = await this.#userInfo.getUserInfo(credentials);
    return [...info.ownershipEntityRefs].sort().join('\n');
  }
}
