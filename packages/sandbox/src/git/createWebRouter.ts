import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { escapeHtml, PAGE_SECURITY_POLICY, renderPage } from '../control/html';
import { BareRepository } from './BareRepository';
import type { RepositoryLookup } from './createGiteaRouter';

const MAX_COMMIT_LINES = 5_000;

/** Plain pages under the addresses that Gitea uses, so that links to files and commits open. */
export function createWebRouter(options: { lookup: RepositoryLookup }): Router {
  const router = PromiseRouter();
  const repositoryOf = (req: Request) =>
    options.lookup(req, req.params.owner, req.params.name);

  router.get('/:owner/:name', (req, res, next) => {
    if (!repositoryOf(req)) {
      next();
      return;
    }
    res.redirect(`${req.baseUrl}${req.path}/src/branch/main/`);
  });

  router.get(
    '/:owner/:name/src/:kind(branch|commit)/:ref/*?',
    async (req, res, next) => {
      const repository = repositoryOf(req);
      const path = ((req.params as Record<string, string>)[0] ?? '').replace(
        /\/+$/,
        '',
      );
      const commit = await repository?.resolve(req.params.ref);
      const entry = commit && (await repository!.find(commit, path));
      if (!entry || entry.type === 'commit') {
        next();
      } else if (entry.type === 'blob') {
        sendText(res, await repository!.readBlob(entry));
      } else {
        res.set('content-security-policy', PAGE_SECURITY_POLICY);
        const base = `/${req.params.owner}/${req.params.name}/src/${req.params.kind}/${req.params.ref}`;
        res.send(await renderFolder(repository!, { base, path, entry }));
      }
    },
  );

  router.get('/:owner/:name/commit/:sha', async (req, res, next) => {
    const repository = repositoryOf(req);
    const sha = /^[0-9a-f]{7,40}$/.test(req.params.sha)
      ? await repository?.resolve(req.params.sha)
      : undefined;
    if (!sha) {
      next();
      return;
    }
    const shown = await repository!.git([
      'show',
      '--no-color',
      '--stat',
      '-p',
      sha,
    ]);
    const lines = shown.toString().split('\n').slice(0, MAX_COMMIT_LINES);
    sendText(res, Buffer.from(lines.join('\n')));
  });
  return router;
}

/** As text whatever it is: a file in a repository must not become a page of this server. */
function sendText(res: Response, content: Buffer) {
  res
    .set('x-content-type-options', 'nosniff')
    .set('content-security-policy', "default-src 'none'; sandbox")
    .type('text/plain; charset=utf-8')
    .send(content);
}

async function renderFolder(
  repository: BareRepository,
  folder: {
    base: string;
    path: string;
    entry: Parameters<BareRepository['list']>[0];
  },
): Promise<string> {
  const { base, path, entry } = folder;
  const children = await repository.list(entry);
  const links = children.map(child => {
    const target = [path, child.path].filter(Boolean).join('/');
    const href = `${base}/${target
      .split('/')
      .map(encodeURIComponent)
      .join('/')}`;
    const name = child.type === 'tree' ? `${child.path}/` : child.path;
    return `<li><a href="${escapeHtml(href)}">${escapeHtml(name)}</a></li>`;
  });
  const title = path || 'Files';
  return renderPage({
    title,
    body: `<h1>${escapeHtml(title)}</h1>\n<ul>\n${links.join('\n')}\n</ul>`,
  });
}
