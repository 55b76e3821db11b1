import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { basename } from 'node:path';
import { BareRepository, BRANCH } from './BareRepository';

/** Finds a repository by `owner/name`, if who asks may read it. */
export type RepositoryLookup = (
  req: Request,
  owner: string,
  name: string,
) => BareRepository | undefined;

/**
 * The part of Gitea's API that Backstage's Gitea integration reads: contents,
 * archives, commits and branches. What is not there is answered with 404, as Gitea does.
 */
export function createGiteaRouter(options: {
  url: string;
  lookup: RepositoryLookup;
}): Router {
  const { url, lookup } = options;
  const router = PromiseRouter();

  router.get('/version', (_req, res) => {
    res.json({ version: '1.24.0' });
  });

  const repositoryOf = (req: Request) =>
    lookup(req, req.params.owner, req.params.name);

  router.get('/repos/:owner/:name', (req, res) => {
    const { owner, name } = req.params;
    if (!repositoryOf(req)) {
      refuse(res);
      return;
    }
    res.json({
      name,
      full_name: `${owner}/${name}`,
      private: true,
      default_branch: BRANCH,
      html_url: `${url}/${owner}/${name}`,
      clone_url: `${url}/${owner}/${name}.git`,
    });
  });

  router.get('/repos/:owner/:name/contents/*', async (req, res) => {
    const repository = repositoryOf(req);
    const path = (req.params as Record<string, string>)[0];
    const ref = String(req.query.ref ?? BRANCH);
    const commit = await repository?.resolve(ref);
    const entry = commit && (await repository!.find(commit, path));
    if (!entry) {
      refuse(res);
    } else if (entry.type === 'blob') {
      const content = await repository!.readBlob(entry);
      res.set('etag', `"${entry.oid}"`);
      res.json({
        ...describe(entry),
        size: content.length,
        encoding: 'base64',
        content: content.toString('base64'),
      });
    } else {
      const children = await repository!.list(entry);
      res.json(
        children.map(child =>
          describe({
            ...child,
            path: [path, child.path].filter(Boolean).join('/'),
          }),
        ),
      );
    }
  });

  router.get('/repos/:owner/:name/archive/:archive', async (req, res) => {
    const repository = repositoryOf(req);
    const [, ref] = /^(.+)\.tar\.gz$/.exec(req.params.archive) ?? [];
    const commit = ref && (await repository?.resolve(ref));
    if (!commit) {
      refuse(res);
      return;
    }
    const archive = await repository!.git([
      'archive',
      '--format=tar.gz',
      `--prefix=${req.params.name}/`,
      commit,
    ]);
    res.type('application/gzip').send(archive);
  });

  router.get('/repos/:owner/:name/git/commits/:ref', async (req, res) => {
    const commit = await describeCommit(repositoryOf(req), req.params.ref);
    if (commit) {
      res.json(commit);
    } else {
      refuse(res);
    }
  });

  router.get('/repos/:owner/:name/branches/:branch', async (req, res) => {
    const { branch } = req.params;
    const commit = await describeCommit(
      repositoryOf(req),
      `refs/heads/${branch}`,
    );
    if (!commit) {
      refuse(res);
      return;
    }
    res.json({
      name: branch,
      commit: { id: commit.sha, message: commit.commit.message },
    });
  });

  router.use((_req, res) => refuse(res));
  return router;
}

function describe(entry: { type: string; oid: string; path: string }) {
  return {
    name: basename(entry.path),
    path: entry.path,
    sha: entry.oid,
    type: entry.type === 'blob' ? 'file' : 'dir',
  };
}

async function describeCommit(
  repository: BareRepository | undefined,
  revision: string,
) {
  const sha = await repository?.resolve(revision);
  if (!sha) {
    return undefined;
  }
  const format = '--format=%an%x00%ae%x00%aI%x00%B';
  const shown = await repository!.git(['show', '-s', format, sha]);
  const [name, email, date, message] = shown.toString().split('\0');
  return {
    sha,
    created: date,
    commit: { message: message.trim(), author: { name, email, date } },
  };
}

function refuse(res: Response) {
  res.status(404).json({ message: "The target couldn't be found." });
}
