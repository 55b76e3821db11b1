import express from 'express';
import { join } from 'node:path';
import { renderErrorPage } from '../control/html';
import { listen, Listening } from '../control/listen';
import { BareRepository } from './BareRepository';
import { createGiteaRouter, type RepositoryLookup } from './createGiteaRouter';
import { createWebRouter } from './createWebRouter';
import {
  AccountName,
  GitAccounts,
  GitCredentials,
  REPOSITORIES,
  RepositoryName,
} from './GitAccounts';
import { serveGitBackend } from './serveGitBackend';

/** Who owns all repositories of the sandbox company. */
export const OWNER = 'platform';

const SMART_HTTP =
  /^\/([\w-]+)\/([\w-]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** A Git server with the company's repositories. */
export type GitServer = Listening & {
  credentialsOf(account: AccountName): GitCredentials;
  repositories: Record<RepositoryName, BareRepository>;
  /** Calls back after each push; returns the function that ends it. */
  onPush(listener: (repository: RepositoryName) => void): () => void;
};

/** Serves the repositories in a folder over HTTP, behind a password for each account. */
export async function startGitServer(options: {
  host: string;
  port: number;
  /** Made when missing; what it holds is kept. */
  dataDir: string;
}): Promise<GitServer> {
  const accounts = new GitAccounts();
  const root = join(options.dataDir, 'git');
  const repositories = Object.fromEntries(
    await Promise.all(
      REPOSITORIES.map(async name => [
        name,
        await BareRepository.open(join(root, OWNER, `${name}.git`)),
      ]),
    ),
  ) as GitServer['repositories'];
  const lookup: RepositoryLookup = (req, owner, name) =>
    owner === OWNER && accounts.can('read', req, name)
      ? repositories[name as RepositoryName]
      : undefined;
  const listeners = new Set<(repository: RepositoryName) => void>();

  const listening = await listen(options, url => {
    const app = express();
    app.disable('x-powered-by');
    app.use(accounts.requirePassword());
    app.use('/api/v1', createGiteaRouter({ url, lookup }));
    app.use(async (req, res, next) => {
      const [, owner, name, service] = SMART_HTTP.exec(req.path) ?? [];
      if (!owner || !lookup(req, owner, name)) {
        next();
        return;
      }
      const isPush =
        service === 'git-receive-pack' ||
        req.query.service === 'git-receive-pack';
      if (isPush && !accounts.can('write', req, name)) {
        res.status(403).type('text/plain').send('You may read this only.\n');
        return;
      }
      const username = accounts.callerOf(req)!;
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
    credentialsOf: account => accounts.credentialsOf(account),
    repositories,
    onPush(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
