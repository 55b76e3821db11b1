import express, {
  type NextFunction,
  type Request,
  type Response,
} from 'express';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { renderErrorPage } from '../control/html';
import { listen, Listening } from '../control/listen';
import { BareRepository } from './BareRepository';
import { createGiteaRouter } from './createGiteaRouter';
import { createWebRouter } from './createWebRouter';
import { serveGitBackend } from './serveGitBackend';

/** Who owns all repositories of the sandbox company. */
export const OWNER = 'platform';
const REPOSITORIES = ['catalog', 'gitops', 'reports'] as const;
type RepositoryName = (typeof REPOSITORIES)[number];

const SMART_HTTP =
  /^\/([\w-]+)\/([\w-]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** A Git server with the company's repositories. */
export type GitServer = Listening & {
  username: string;
  password: string;
  repositories: Record<RepositoryName, BareRepository>;
  /** Calls back after each push; returns the function that ends it. */
  onPush(listener: (repository: RepositoryName) => void): () => void;
};

/** Serves the repositories in a folder over HTTP, behind a password. */
export async function startGitServer(options: {
  host: string;
  port: number;
  /** Made when missing; what it holds is kept. */
  dataDir: string;
}): Promise<GitServer> {
  const username = 'portal';
  const password = randomBytes(18).toString('base64url');
  const root = join(options.dataDir, 'git');
  const repositories = Object.fromEntries(
    await Promise.all(
      REPOSITORIES.map(async name => [
        name,
        await BareRepository.open(join(root, OWNER, `${name}.git`)),
      ]),
    ),
  ) as GitServer['repositories'];
  const lookup = (owner: string, name: string) =>
    owner === OWNER && Object.hasOwn(repositories, name)
      ? repositories[name as RepositoryName]
      : undefined;
  const listeners = new Set<(repository: RepositoryName) => void>();

  const listening = await listen(options, url => {
    const app = express();
    app.disable('x-powered-by');
    app.use(requirePassword({ username, password }));
    app.use('/api/v1', createGiteaRouter({ url, lookup }));
    app.use(async (req, res, next) => {
      const [, owner, name, service] = SMART_HTTP.exec(req.path) ?? [];
      if (!owner || !lookup(owner, name)) {
        next();
        return;
      }
      const path = `/${owner}/${name}.git/${service}`;
      await serveGitBackend(req, res, { root, path, username });
      if (service === 'git-receive-pack') {
        listeners.forEach(listener => listener(name as RepositoryName));
      }
    });
    app.use(createWebRouter({ lookup }));
    app.use((_req, res) => {
      res
        .status(404)
        .send(renderErrorPage('Nothing here', 'The sandbox has no such page.'));
    });
    return app;
  });
  return {
    ...listening,
    username,
    password,
    repositories,
    onPush(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Accepts the password as basic authentication and, as Gitea does, as a token. */
function requirePassword(expected: { username: string; password: string }) {
  const { username, password } = expected;
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  return (req: Request, res: Response, next: NextFunction) => {
    const [, scheme, value] =
      /^(basic|token|bearer)\s+(\S+)$/i.exec(req.get('authorization') ?? '') ??
      [];
    const wanted = scheme?.toLowerCase() === 'basic' ? basic : password;
    if (value && isEqual(value, wanted)) {
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

function isEqual(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
