import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GitServer, startGitServer } from './startGitServer';

jest.setTimeout(30_000);

describe('startGitServer', () => {
  let folder: string;
  let server: GitServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sandbox-git-'));
    server = await startGitServer({
      host: '127.0.0.1',
      port: 0,
      dataDir: folder,
    });
    await server.repositories.catalog.commit({
      changes: () => ({
        'catalog-info.yaml': 'kind: Location\n',
        'teams/a b.yaml': 'kind: Group\n',
      }),
      message: 'Start',
      author: { name: 'Petra Petrova', email: 'petra@shop.example' },
      timeMs: Date.parse('2026-01-02T03:04:05Z'),
    });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  const git = async (...args: string[]) =>
    (
      await promisify(execFile)('git', args, {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          GIT_TERMINAL_PROMPT: '0',
          GIT_AUTHOR_NAME: 'A',
          GIT_AUTHOR_EMAIL: 'a@b.c',
          GIT_COMMITTER_NAME: 'A',
          GIT_COMMITTER_EMAIL: 'a@b.c',
        },
      })
    ).stdout.trim();
  const as = (account: Parameters<GitServer['credentialsOf']>[0]) =>
    server.credentialsOf(account);
  const remote = (
    name: string,
    password = as('admin').password,
    username = 'admin',
  ) =>
    `${server.url.replace(
      '//',
      `//${username}:${password}@`,
    )}/platform/${name}.git`;
  const get = (path: string, authorization?: string) =>
    fetch(`${server.url}${path}`, {
      headers: {
        authorization:
          authorization ??
          `Basic ${Buffer.from(`admin:${as('admin').password}`).toString(
            'base64',
          )}`,
      },
    });

  it('should let Git clone and push with the password only', async () => {
    await expect(
      git('clone', remote('catalog', 'wrong'), 'no'),
    ).rejects.toThrow(/Authentication failed/);
    await expect(
      git('clone', `${server.url}/platform/catalog.git`, 'no'),
    ).rejects.toThrow(/could not read Username/);
    await expect(git('clone', remote('other'), 'no')).rejects.toThrow(
      /not found/,
    );

    await git('clone', remote('catalog'), 'work');
    const work = join(folder, 'work');
    expect(await readFile(join(work, 'teams/a b.yaml'), 'utf8')).toBe(
      'kind: Group\n',
    );
    expect(await git('-C', work, 'log', '--format=%an %aI')).toBe(
      'Petra Petrova 2026-01-02T03:04:05+00:00',
    );
    const pushed: string[] = [];
    const end = server.onPush(repository => pushed.push(repository));
    await writeFile(join(work, 'big.bin'), Buffer.alloc(3_000_000, 'x\u0000y'));
    await git('-C', work, 'add', '.');
    await git('-C', work, 'commit', '-m', 'Add');
    await git(
      '-C',
      work,
      '-c',
      'http.postBuffer=65536',
      'push',
      'origin',
      'main',
    );
    expect(pushed).toContain('catalog');
    end();
    const head = await git('-C', work, 'rev-parse', 'HEAD');
    expect(await server.repositories.catalog.head()).toBe(head);
    await git('-C', work, 'commit', '--amend', '-m', 'Rewritten');
    await expect(
      git('-C', work, 'push', '--force', 'origin', 'main'),
    ).rejects.toThrow(/non-fast-forward|denying/);
  });

  it("should be readable by Backstage's Gitea integration", async () => {
    const config = (password: string) =>
      mockServices.rootConfig({
        data: {
          integrations: {
            gitea: [
              {
                host: new URL(server.url).host,
                baseUrl: server.url,
                username: 'portal-catalog',
                password,
              },
            ],
          },
        },
      });
    const logger = mockServices.logger.mock();
    const reader = UrlReaders.default({
      logger,
      config: config(as('portal-catalog').password),
    });
    const base = `${server.url}/platform/catalog/src/branch/main`;
    const file = await reader.readUrl(`${base}/catalog-info.yaml`);
    expect((await file.buffer()).toString()).toBe('kind: Location\n');
    expect(file.etag).toMatch(/^"[0-9a-f]{40}"$/);
    const tree = await reader.readTree(`${base}/teams`);
    expect(tree.etag).toBe(await server.repositories.catalog.head());
    const [entry] = await tree.files();
    expect(entry.path).toBe('a b.yaml');
    expect((await entry.content()).toString()).toBe('kind: Group\n');
    await expect(
      reader.readTree(`${base}/teams`, { etag: tree.etag }),
    ).rejects.toMatchObject({ name: 'NotModifiedError' });
    await expect(reader.readUrl(`${base}/missing.yaml`)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    const stranger = UrlReaders.default({ logger, config: config('wrong') });
    await expect(stranger.readUrl(`${base}/catalog-info.yaml`)).rejects.toThrow(
      /401/,
    );
  });

  it('should show files and commits to a browser, and nothing outside the repositories', async () => {
    const page = await get(
      '/platform/catalog/src/branch/main/catalog-info.yaml',
    );
    expect(page.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain('sandbox');
    expect(await page.text()).toBe('kind: Location\n');
    expect(await (await get('/platform/catalog')).text()).toContain('teams/');
    expect(
      await (await get('/platform/catalog/src/branch/main/teams')).text(),
    ).toContain('/platform/catalog/src/branch/main/teams/a%20b.yaml');
    const head = await server.repositories.catalog.head();
    expect(
      await (await get(`/platform/catalog/commit/${head}`)).text(),
    ).toContain(`commit ${head}`);
    const branch = await get('/api/v1/repos/platform/catalog/branches/main');
    expect(await branch.json()).toMatchObject({
      name: 'main',
      commit: { id: head },
    });
    const byToken = await get(
      '/api/v1/repos/platform/catalog',
      `token ${as('admin').password}`,
    );
    expect(await byToken.json()).toMatchObject({
      default_branch: 'main',
      private: true,
    });

    for (const path of [
      '/platform/catalog/src/branch/main/%2e%2e/%2e%2e/HEAD',
      '/platform/catalog/src/branch/main/..%2fconfig',
      '/platform/catalog/src/branch/main/%00',
      '/platform/catalog/src/branch/--output=x/catalog-info.yaml',
      '/platform/catalog/src/branch/main..main/catalog-info.yaml',
      '/platform/catalog/commit/--output=x',
      '/api/v1/repos/platform/catalog/contents/..%2f..%2fHEAD?ref=main',
      '/api/v1/repos/platform/__proto__/contents/x',
      '/api/v1/repos/platform/catalog/archive/-x.tar.gz',
      '/api/v1/repos/other/catalog',
      '/platform/..%2f..%2fcatalog.git/info/refs?service=git-upload-pack',
      '/platform/catalog.git/config',
      '/platform/catalog.git/objects/info/packs',
    ]) {
      expect(`${path} ${(await get(path)).status}`).toBe(`${path} 404`);
    }
    for (const path of ['/platform/catalog', '/api/v1/version', '/']) {
      const refused = await get(path, '');
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toMatch(/^Basic/);
    }
  });

  it('should let each account of the portal do one thing', async () => {
    const paths = (name: string) => [
      `/platform/${name}`,
      `/api/v1/repos/platform/${name}`,
      `/api/v1/repos/platform/${name}/contents/?ref=main`,
      `/platform/${name}.git/info/refs?service=git-upload-pack`,
      `/platform/${name}.git/info/refs?service=git-receive-pack`,
    ];
    for (const name of ['gitops', 'reports'] as const) {
      await server.repositories[name].commit({
        changes: () => ({ 'x.yaml': name }),
        message: 'Start',
        author: { name: 'A', email: 'a@b.c' },
        timeMs: 0,
      });
    }
    const statuses = async (account: Parameters<typeof as>[0]) => {
      const { password } = as(account);
      const found: Record<string, number[]> = {};
      for (const name of ['catalog', 'gitops', 'reports']) {
        found[name] = [];
        for (const path of paths(name)) {
          found[name].push((await get(path, `token ${password}`)).status);
        }
      }
      return found;
    };
    const none = [404, 404, 404, 404, 404];
    const read = [200, 200, 200, 200, 403];
    expect(await statuses('portal-catalog')).toEqual({
      catalog: read,
      gitops: none,
      reports: none,
    });
    expect(await statuses('portal-gitops')).toEqual({
      catalog: none,
      gitops: read,
      reports: none,
    });
    expect(await statuses('portal-reports')).toEqual({
      catalog: none,
      gitops: none,
      reports: [200, 200, 200, 200, 200],
    });
    const { password } = as('portal-catalog');
    const clone = join(folder, 'read-only');
    await git('clone', remote('catalog', password, 'portal-catalog'), clone);
    await git('-C', clone, 'commit', '--allow-empty', '-m', 'No');
    await expect(git('-C', clone, 'push', 'origin', 'main')).rejects.toThrow(
      /403/,
    );
    // The password of one account under the name of another opens nothing.
    await expect(
      git('clone', remote('gitops', password, 'portal-gitops'), 'mixed'),
    ).rejects.toThrow(/Authentication failed/);
  });
});
