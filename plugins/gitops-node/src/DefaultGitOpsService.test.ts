import { ConfigReader } from '@backstage/config';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { GitHttpServer } from './__testUtils__/GitHttpServer';
import { readGitOpsConfig } from './config';
import { DefaultGitOpsService } from './DefaultGitOpsService';
import { CommitRequest } from './GitOpsService';

jest.setTimeout(60_000);

const AUTH = { username: 'portal', password: 's3cret-p@ss' };

describe('DefaultGitOpsService', () => {
  let server: GitHttpServer;
  let folders = 0;

  beforeEach(async () => {
    server = await GitHttpServer.start(AUTH);
  });
  afterEach(() => server.close());

  function createService(repository: object = {}, timeout = '10s') {
    return DefaultGitOpsService.create({
      directory: join(server.folder, `mirrors-${folders++}`),
      options: readGitOpsConfig(
        new ConfigReader({
          gitops: {
            timeout,
            repositories: {
              demo: {
                url: server.url,
                auth: AUTH,
                webUrl: 'https://git.example/demo/{branch}/{path}?at={sha}',
                ...repository,
              },
            },
          },
        }),
      ),
    });
  }

  function request(id: string, overrides: Partial<CommitRequest> = {}) {
    return {
      repository: 'demo',
      files: { [`reports/${id}.md`]: `# ${id}\n` },
      subject: `Report ${id}`,
      trailers: { 'Report-Id': id },
      author: { name: 'Alice Adams', email: 'alice@example.com' },
      idempotencyTrailer: 'Report-Id',
      ...overrides,
    };
  }

  it('should commit to an empty repository, once per idempotency key, and read it back', async () => {
    const service = createService();
    const readDemo = (path: string) =>
      service.readFile({ repository: 'demo', path });
    expect(await readDemo('reports/a b.md')).toBeUndefined();
    expect(await service.log({ repository: 'demo' })).toEqual([]);

    const first = await service.commit(
      request('a b', {
        body: 'It says:\n\nReport-Id: forged\nSigned-off-by: Nobody <n@example.com>',
        trailers: { 'Report-Id': 'a b', Entity: 'component:default/cart' },
      }),
    );
    expect(first).toEqual({
      sha: expect.stringMatching(/^[0-9a-f]{40}$/),
      created: true,
      url: `https://git.example/demo/main/reports/a%20b.md?at=${first.sha}`,
    });
    expect(await service.commit(request('a b'))).toMatchObject({
      sha: first.sha,
      created: false,
    });
    // What only looks like the trailer does not count as it.
    const forged = await createService().commit(request('forged'));
    expect(forged.created).toBe(true);
    expect(server.git('rev-parse', 'main').trim()).toBe(forged.sha);
    expect(server.git('show', '-s', '--format=%an|%ae|%cn', first.sha)).toBe(
      'Alice Adams|alice@example.com|Backstage AIOps\n',
    );

    const reader = createService();
    expect(
      await reader.readFile({ repository: 'demo', path: 'reports/a b.md' }),
    ).toBe('# a b\n');
    const [newest, oldest] = await reader.log({
      repository: 'demo',
      path: 'reports/',
    });
    expect(newest.subject).toBe('Report forged');
    expect(oldest).toEqual({
      sha: first.sha,
      authorName: 'Alice Adams',
      committedAt: expect.stringMatching(/Z$/),
      subject: 'Report a b',
      trailers: { 'Report-Id': 'a b', Entity: 'component:default/cart' },
      files: ['reports/a b.md'],
    });
    expect(
      await reader.log({
        repository: 'demo',
        since: new Date(Date.now() + 1e6),
      }),
    ).toEqual([]);
    expect(
      await reader.log({ repository: 'demo', path: 'reports', limit: 1 }),
    ).toHaveLength(1);

    const diff = (path?: string) =>
      reader.diff({ repository: 'demo', sha: first.sha, path });
    expect(await diff()).toContain('+# a b');
    expect(await diff('elsewhere')).toBe('');
    await expect(
      reader.diff({ repository: 'demo', sha: '0123456789' }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('should land concurrent commits of ten writers exactly once each', async () => {
    server.git('config', 'core.logAllRefUpdates', 'false');
    const ids = Array.from({ length: 10 }, (_, index) => `r${index}`);
    const results = await Promise.all(
      ids.map(id => createService().commit(request(id))),
    );
    expect(results.every(({ created }) => created)).toBe(true);
    const subjects = server
      .git('log', '--format=%s', 'main')
      .trim()
      .split('\n');
    expect(subjects.sort()).toEqual(ids.map(id => `Report ${id}`));
    expect(
      server.git('ls-tree', '-r', '--name-only', 'main').trim().split('\n'),
    ).toEqual(ids.map(id => `reports/${id}.md`));

    const same = await Promise.all(
      ids.slice(0, 4).map(() => createService().commit(request('same'))),
    );
    expect(same.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(same.map(({ sha }) => sha)).size).toBe(1);
    expect(server.git('rev-list', '--count', 'main').trim()).toBe('11');
    // Some hundred processes of Git, each slow on a busy machine.
  }, 180_000);

  it('should keep what it did not write, and refuse what does not fit', async () => {
    const service = createService();
    const { sha } = await service.commit(
      request('1', {
        files: { 'a/run.sh': 'one\n', 'a/b/c/d': 'd\n', 'b.txt': 'b\n' },
      }),
    );
    // An operator makes the script executable behind our back.
    const blob = server.git('rev-parse', `${sha}:a/run.sh`).trim();
    const tree = `100644 blob ${server
      .git('rev-parse', `${sha}:b.txt`)
      .trim()}\tb.txt`;
    server.git('read-tree', sha);
    server.git('update-index', '--cacheinfo', `100755,${blob},a/run.sh`);
    const changed = server
      .git(
        '-c',
        'user.name=O',
        '-c',
        'user.email=o@example.com',
        'commit-tree',
        server.git('write-tree').trim(),
        '-p',
        sha,
        '-m',
        'Make it run',
      )
      .trim();
    server.git('update-ref', 'refs/heads/main', changed);
    expect(server.git('ls-tree', 'main', 'b.txt').trim()).toBe(tree);

    await service.commit(request('2', { files: { 'a/run.sh': 'two\n' } }));
    expect(server.git('ls-tree', 'main', 'a/run.sh')).toMatch(/^100755/);
    expect(server.git('show', 'main:b.txt')).toBe('b\n');
    await service.commit(request('2b', { files: { 'a/b/e/f': 'f\n' } }));
    expect(server.git('show', 'main:a/b/c/d')).toBe('d\n');
    for (const path of ['b.txt/c', 'a/b', 'a/run.sh/x/y']) {
      await expect(
        service.commit(request('3', { files: { [path]: 'x' } })),
      ).rejects.toMatchObject({ name: 'ConflictError' });
    }

    for (const path of [
      '../x',
      '/etc/x',
      'a//b',
      'a/./b',
      '.git/config',
      'a/.GIT/hooks/x',
      'a\\b',
      'a\nb',
      '',
      'x/',
      'git~1/x',
      '.git./x',
    ]) {
      const inputError = expect.objectContaining({ name: 'InputError' });
      await expect(
        service.commit(request('4', { files: { [path]: 'x' } })),
      ).rejects.toEqual(inputError);
      await expect(
        service.readFile({ repository: 'demo', path }),
      ).rejects.toEqual(inputError);
    }
    for (const overrides of [
      { subject: 'two\nlines' },
      { trailers: { 'Report-Id': 'x\nOther: y' } },
      { trailers: { 'Report Id': 'x', 'Report-Id': 'x' } },
      { trailers: {} },
      { author: { name: 'A <a@b>', email: 'a@example.com' } },
      { files: {} },
    ] as Partial<CommitRequest>[]) {
      await expect(
        service.commit(request('5', overrides)),
      ).rejects.toMatchObject({ name: 'InputError' });
    }
    // Text that starts like an option stays text.
    const dashed = await service.commit(
      request('6', {
        subject: '--amend',
        files: { '--upload-pack=x': 'y' },
        author: { name: '--help', email: '-x@example.com' },
      }),
    );
    expect(server.git('show', '-s', '--format=%s|%an', dashed.sha)).toBe(
      '--amend|--help\n',
    );
    expect(
      await service.readFile({ repository: 'demo', path: '--upload-pack=x' }),
    ).toBe('y');
    await expect(
      service.diff({ repository: 'demo', sha: '--output=/tmp/x' }),
    ).rejects.toMatchObject({ name: 'InputError' });
    await expect(
      service.commit({ ...request('7'), repository: 'other' }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('should say quickly what is wrong with a remote, without its password', async () => {
    const failure = (repository: object, timeout?: string) =>
      createService(repository, timeout)
        .commit(request('1'))
        .then(
          () => 'no failure',
          error => `${error.name}: ${error.message} ${error.cause ?? ''}`,
        );
    const startedAt = Date.now();
    const refused = await failure({ url: 'http://127.0.0.1:1/demo.git' });
    expect(refused).toMatch(
      /^ServiceUnavailableError: .*'demo' could not be reached/,
    );
    const wrong = { username: 'portal', password: 'wrong-p@ss' };
    const unauthorized = await failure({ auth: wrong });
    expect(unauthorized).toMatch(
      /refused the credentials in gitops\.repositories\.demo\.auth/,
    );
    expect(await failure({ url: `${server.url}x` })).toMatch(
      /^ServiceUnavailableError/,
    );

    // A server that takes the connection and then says nothing.
    const silent = createServer(() => {});
    await new Promise<void>(done => silent.listen(0, '127.0.0.1', done));
    const { port } = silent.address() as { port: number };
    const url = `http://127.0.0.1:${port}/demo.git`;
    expect(await failure({ url }, '1s')).toMatch(/did not end within 1 s/);
    const reason = new Error('The user left');
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 200);
    await expect(
      createService({ url }).commit(
        request('1', { signal: controller.signal }),
      ),
    ).rejects.toBe(reason);
    silent.close();
    expect(Date.now() - startedAt).toBeLessThan(8_000);
    expect(`${refused}${unauthorized}`).not.toMatch(/p@ss|cG9ydGFs/);
  });

  it('should report a refusal by the server as it is, and not try again', async () => {
    await createService().commit(request('1'));
    server.git('config', 'receive.denyCurrentBranch', 'refuse');
    server.git('config', 'http.receivepack', 'false');
    await expect(createService().commit(request('2'))).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
    expect(server.git('rev-list', '--count', 'main').trim()).toBe('1');
  });

  it('should work on a plain path and a file URL', async () => {
    const url = server.repository;
    const byPath = createService({ url, auth: undefined, webUrl: undefined });
    const { sha, url: page } = await byPath.commit(request('1'));
    expect(page).toBeUndefined();
    const byUrl = createService({
      url: `file://${url}`,
      auth: undefined,
      webUrl: 'https://git.example/demo/',
    });
    expect(await byUrl.commit(request('1'))).toEqual({
      sha,
      created: false,
      url: 'https://git.example/demo/src/branch/main/reports/1.md',
    });
  });
});

describe('readGitOpsConfig', () => {
  const read = (repository: object) =>
    readGitOpsConfig(
      new ConfigReader({ gitops: { repositories: { demo: repository } } }),
    );

  it('should fill in defaults and name the rule that is broken', () => {
    expect(readGitOpsConfig(new ConfigReader({})).repositories).toEqual([]);
    expect(read({ url: 'https://git.example/x.git' })).toMatchObject({
      timeoutMs: 15_000,
      committer: { name: 'Backstage AIOps' },
      repositories: [{ name: 'demo', branch: 'main' }],
    });
    expect(() => read({ url: 'https://me:secret@git.example/x' })).toThrow(
      'Invalid gitops.repositories.demo.url: must not contain credentials; set gitops.repositories.demo.auth.username and gitops.repositories.demo.auth.password',
    );
    for (const url of ['ext::sh -c x', '-u', 'git.example:x', 'ssh://x/y']) {
      expect(() => read({ url })).toThrow(/must be an http\(s\) or file URL/);
    }
    for (const branch of ['-x', 'a..b', 'a b', 'x.lock', '/x', 'x/']) {
      expect(() => read({ url: '/x', branch })).toThrow(/name of a branch/);
    }
  });
});
