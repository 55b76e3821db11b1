import type { NextFunction, Request, Response } from 'express';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The repositories of the company. */
export const REPOSITORIES = ['catalog', 'gitops', 'reports'] as const;
export type RepositoryName = (typeof REPOSITORIES)[number];

type Rights = {
  read: readonly RepositoryName[];
  write: readonly RepositoryName[];
};

/** One account for each thing that the portal does with Git, so that none can do another's. */
const RIGHTS = {
  /** For the person at the keyboard, and for tests. */
  admin: { read: REPOSITORIES, write: REPOSITORIES },
  /** Reads what teams describe, and nothing that a description could point at. */
  'portal-catalog': { read: ['catalog'], write: [] },
  'portal-gitops': { read: ['gitops'], write: [] },
  'portal-reports': { read: ['reports'], write: ['reports'] },
} as const satisfies Record<string, Rights>;

export type AccountName = keyof typeof RIGHTS;
/** How an account signs in. */
export type GitCredentials = { username: string; password: string };

/** The accounts of the Git server. Their passwords live as long as the process. */
export class GitAccounts {
  readonly #passwords = new Map(
    Object.keys(RIGHTS).map(name => [
      name as AccountName,
      randomBytes(18).toString('base64url'),
    ]),
  );
  readonly #callers = new WeakMap<Request, AccountName>();

  credentialsOf(username: AccountName): GitCredentials {
    return { username, password: this.#passwords.get(username)! };
  }

  /** Whom a request that was let in comes from. */
  callerOf(req: Request): AccountName | undefined {
    return this.#callers.get(req);
  }

  /** What an account may not read is, for it, not there. */
  can(verb: keyof Rights, req: Request, repository: string): boolean {
    const caller = this.#callers.get(req);
    const rights: Rights | undefined = caller && RIGHTS[caller];
    return rights?.[verb].includes(repository as RepositoryName) ?? false;
  }

  /** Accepts a password as basic authentication and, as Gitea does, as a token. */
  requirePassword() {
    return (req: Request, res: Response, next: NextFunction) => {
      const caller = this.#authenticate(req.get('authorization') ?? '');
      if (caller) {
        this.#callers.set(req, caller);
        next();
        return;
      }
      res
        .set('www-authenticate', 'Basic realm="Sandbox Git"')
        .status(401)
        .type('text/plain')
        .send(
          'Sign in with the user name and password in the sandbox state file.\n',
        );
    };
  }

  #authenticate(authorization: string): AccountName | undefined {
    const [, scheme, value = ''] =
      /^(basic|token|bearer)\s+(\S+)$/i.exec(authorization) ?? [];
    let found: AccountName | undefined;
    for (const [name, password] of this.#passwords) {
      const wanted =
        scheme?.toLowerCase() === 'basic'
          ? Buffer.from(`${name}:${password}`).toString('base64')
          : password;
      if (isEqual(value, wanted)) {
        found = name;
      }
    }
    return found;
  }
}

function isEqual(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
