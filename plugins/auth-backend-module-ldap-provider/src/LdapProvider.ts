import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import {
  AuthenticationError,
  InputError,
  NotAllowedError,
  NotFoundError,
  toError,
} from '@backstage/errors';
import {
  AuthProviderFactory,
  AuthProviderRouteHandlers,
  ClientAuthResponse,
  prepareBackstageIdentityResponse,
} from '@backstage/plugin-auth-node';
import {
  AttemptLimiter,
  logDroppedRoles,
  TooManyAttemptsError,
  toSignInIdentity,
} from '@internal/plugin-sign-in-node';
import type { CookieOptions, Request, Response } from 'express';
import { LdapConfig } from './config';
import { LdapDirectory, Person } from './LdapDirectory';
import { LdapSessions } from './LdapSessions';

const COOKIE = 'ldap-session';
const WINDOW_MS = 300_000;
/** Wrong passwords for one person in five minutes: fewer than directories lock after. */
const MAX_FAILURES_OF_PERSON = 5;
/** Wrong names and passwords from one address in five minutes. */
const MAX_FAILURES_OF_ADDRESS = 50;
const MAX_LOGIN_LENGTH = 256;
const MAX_PASSWORD_LENGTH = 1_024;

type Context = Parameters<AuthProviderFactory>[0];
type SignInResponse = Required<ClientAuthResponse<undefined>>;

/** Sign-in by a form of the portal's own: name and password, then a session with refresh. */
export class LdapProvider implements AuthProviderRouteHandlers {
  readonly #context: Context;
  readonly #config: LdapConfig;
  readonly #userNamespace: string;
  readonly #directory: LdapDirectory;
  readonly #sessions: LdapSessions;
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;
  readonly #people = new AttemptLimiter({
    limit: MAX_FAILURES_OF_PERSON,
    windowMs: WINDOW_MS,
  });
  readonly #addresses = new AttemptLimiter({
    limit: MAX_FAILURES_OF_ADDRESS,
    windowMs: WINDOW_MS,
  });

  constructor(options: {
    context: Context;
    config: LdapConfig;
    userNamespace: string;
    directory: LdapDirectory;
    sessions: LdapSessions;
    auditor: AuditorService;
    logger: LoggerService;
  }) {
    this.#context = options.context;
    this.#config = options.config;
    this.#userNamespace = options.userNamespace;
    this.#directory = options.directory;
    this.#sessions = options.sessions;
    this.#auditor = options.auditor;
    this.#logger = options.logger;
  }

  async start(): Promise<void> {
    throw new NotFoundError('LDAP has a form on the sign-in page');
  }

  /** The form's request: JSON with `username` and `password`. */
  async frameHandler(req: Request, res: Response): Promise<void> {
    requireScript(req);
    const { login, password } = readForm(req.body);
    try {
      const address = req.ip ?? '';
      requirePatience(this.#addresses, address);
      // Counted before the attempt, so that many at once are no more than one after the other.
      this.#addresses.count(address);
      let tried = '';
      const person = await this.#directory.verify(login, password, dn => {
        requirePatience(this.#people, dn);
        this.#people.count(dn);
        tried = dn;
      });
      if (!person) {
        throw new AuthenticationError('The name or the password is wrong');
      }
      const response = await this.#issue(person);
      this.#people.clear(tried);
      const token = await this.#sessions.begin(
        person.id,
        this.#config.sessionMs,
      );
      res.cookie(COOKIE, token, {
        ...this.#cookieOptions(),
        maxAge: this.#config.sessionMs,
      });
      const { userEntityRef } = response.backstageIdentity.identity;
      await this.#record(req, { userEntityRef });
      res.set('cache-control', 'no-store').json(response);
    } catch (error) {
      await this.#record(req, { login }, toError(error));
      throw error;
    }
  }

  async refresh(req: Request, res: Response): Promise<void> {
    requireScript(req);
    const token: unknown = req.cookies?.[COOKIE];
    const id = await this.#sessions.find(token);
    if (id === undefined) throw new AuthenticationError('No session');
    const person = await this.#directory.find(id);
    if (!person) {
      // Gone from the directory, or no longer among those who may sign in.
      await this.#sessions.end(token);
      res.clearCookie(COOKIE, this.#cookieOptions());
      throw new AuthenticationError('The session has ended');
    }
    res.set('cache-control', 'no-store').json(await this.#issue(person));
  }

  async logout(req: Request, res: Response): Promise<void> {
    requireScript(req);
    await this.#sessions.end(req.cookies?.[COOKIE]);
    res.clearCookie(COOKIE, this.#cookieOptions());
    res.status(200).end();
  }

  async #issue(person: Person): Promise<SignInResponse> {
    const identity = toSignInIdentity(person, {
      userNamespace: this.#userNamespace,
      roleMapping: this.#config.roleMapping,
    });
    logDroppedRoles(this.#logger, identity);
    const { userEntityRef, groups } = identity;
    const token = await this.#context.resolverContext.issueToken({
      claims: { sub: userEntityRef, ent: [userEntityRef, ...groups] },
    });
    return {
      providerInfo: undefined,
      profile: { displayName: person.displayName, email: person.email },
      backstageIdentity: prepareBackstageIdentityResponse(token),
    };
  }

  async #record(req: Request, meta: Record<string, string>, error?: Error) {
    const event = await this.#auditor.createEvent({
      eventId: 'ldap-sign-in',
      severityLevel: error ? 'medium' : 'low',
      request: req,
      meta,
    });
    await (error ? event.fail({ error }) : event.success());
  }

  #cookieOptions(): CookieOptions {
    const { protocol, pathname } = new URL(`${this.#context.baseUrl}/ldap`);
    return {
      httpOnly: true,
      path: pathname,
      secure: protocol === 'https:',
      sameSite: 'lax',
    };
  }
}

/** Forms of other sites cannot set a header: nobody is signed in as somebody else behind their back. */
function requireScript(req: Request): void {
  if (req.get('x-requested-with') !== 'XMLHttpRequest') {
    throw new NotAllowedError('The request must come from the portal itself');
  }
}

function requirePatience(limiter: AttemptLimiter, key: string): void {
  const waitMs = limiter.waitMs(key);
  if (waitMs > 0) throw new TooManyAttemptsError(waitMs);
}

function readForm(body: unknown): { login: string; password: string } {
  const { username, password } = (body ?? {}) as Record<string, unknown>;
  const good = (text: unknown, max: number): text is string =>
    typeof text === 'string' &&
    text.length > 0 &&
    text.length <= max &&
    !text.includes('\0');
  if (
    !good(username, MAX_LOGIN_LENGTH) ||
    !good(password, MAX_PASSWORD_LENGTH)
  ) {
    throw new InputError('Both a name and a password are needed');
  }
  return { login: username.trim(), password };
}
