import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import { tenantsOf } from '../__testUtils__/fakeServer';
import { printed } from '../__testUtils__/results';
import { K8sgptCommand } from './K8sgptCommand';

// Each test starts a process, which takes its time on a busy machine.
jest.setTimeout(30_000);

describe('K8sgptCommand', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'k8sgpt-test-'));
    process.env.K8SGPT_TEST_SECRET = 'of the backend';
  });
  afterAll(async () => {
    delete process.env.K8SGPT_TEST_SECRET;
    await rm(folder, { recursive: true });
  });

  /** A program that stands in for k8sgpt, and writes down how it was called. */
  async function program(body: string): Promise<string> {
    const path = join(folder, `k8sgpt-${Math.random().toString(36).slice(2)}`);
    await writeFile(
      path,
      `#!${process.execPath}
const fs = require('node:fs');
const kubeconfig = process.argv.at(-1);
fs.writeFileSync(${JSON.stringify(`${path}.call`)}, JSON.stringify({
  argv: process.argv.slice(2, -1),
  env: process.env,
  kubeconfig,
  mode: (fs.statSync(kubeconfig).mode & 0o777).toString(8),
  folderMode: (fs.statSync(process.cwd()).mode & 0o777).toString(8),
  token: JSON.parse(fs.readFileSync(kubeconfig, 'utf8')).users[0].user.token,
}));
${body}
`,
      { mode: 0o700 },
    );
    return path;
  }
  const callOf = async (path: string) =>
    JSON.parse(await readFile(`${path}.call`, 'utf8'));

  const read = (
    path: string,
    options: { namespaces?: string[]; signal?: AbortSignal } = {},
  ) =>
    new K8sgptCommand({
      clusters: tenantsOf('https://127.0.0.1:1'),
      path,
      filters: ['Pod', 'Service'],
    }).read({
      scope: mockTenantScope(),
      namespaces: options.namespaces ?? ['team-a-prod'],
      signal: options.signal ?? new AbortController().signal,
    });

  it("runs the program with the tenant's token and nothing of ours, and leaves nothing behind", async () => {
    const path = await program(
      `console.log(${JSON.stringify(JSON.stringify(printed))});`,
    );
    const { results, unchecked } = await read(path);
    expect(unchecked).toEqual([]);
    expect(results).toMatchObject([
      {
        kind: 'Pod',
        name: 'cart-1-a',
        query:
          'k8sgpt analyze --output json --namespace team-a-prod --filter Pod,Service',
      },
      { kind: 'Service', name: 'cart' },
    ]);

    const { argv, env, kubeconfig, ...call } = await callOf(path);
    expect(argv).toEqual([
      'analyze',
      '--output',
      'json',
      '--namespace',
      'team-a-prod',
      '--filter',
      'Pod,Service',
      '--kubeconfig',
    ]);
    expect(call).toEqual({
      mode: '600',
      folderMode: '700',
      token: 'token-team-a-prod',
    });
    expect(Object.keys(env).sort()).toEqual(
      expect.arrayContaining(['HOME', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME']),
    );
    expect(JSON.stringify(env)).not.toContain('of the backend');
    expect(env).not.toHaveProperty('KUBERNETES_SERVICE_HOST');
    expect(env).not.toHaveProperty('PATH');
    expect(existsSync(kubeconfig)).toBe(false);
    expect(existsSync(join(kubeconfig, '..'))).toBe(false);
  });

  it('passes a namespace as one argument, whatever is in it', async () => {
    const path = await program(`console.log('{"results":null}');`);
    await read(path, { namespaces: ['$(touch /tmp/x); --explain'] });
    expect((await callOf(path)).argv[4]).toBe('$(touch /tmp/x); --explain');
  });

  it.each([
    [
      'fails',
      `console.error('Error: no such host'); process.exit(1);`,
      'k8sgpt ended with exit code 1: Error: no such host',
    ],
    [
      'talks without end',
      `const more = () => process.stdout.write('x'.repeat(65536), more); more();`,
      'more than 4 MiB',
    ],
    [
      'says something else',
      `console.log('{ "status": "OK" ');`,
      'something else than its results',
    ],
  ])('fails when the program %s', async (_, body, message) => {
    const path = await program(body);
    await expect(read(path)).rejects.toThrow(message);
    const { kubeconfig } = await callOf(path);
    expect(existsSync(kubeconfig)).toBe(false);
  });

  it('fails when there is no such program', async () => {
    await expect(read(join(folder, 'nothing'))).rejects.toThrow(
      /k8sgpt could not be run: .*ENOENT/,
    );
  });

  it('kills a program that takes too long, also one that does not want to end', async () => {
    const path = await program(
      `process.on('SIGTERM', () => {});
fs.writeFileSync('pid', String(process.pid));
fs.renameSync('pid', ${JSON.stringify(join('FOLDER', 'pid'))});
setInterval(() => {}, 1000);`.replace('FOLDER', folder),
    );
    const reason = new Error('the deadline has passed');
    const controller = new AbortController();
    const abortOnceItRuns = async () => {
      while (!existsSync(join(folder, 'pid'))) {
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      controller.abort(reason);
    };
    await Promise.all([
      expect(read(path, { signal: controller.signal })).rejects.toBe(reason),
      abortOnceItRuns(),
    ]);
    const pid = Number(await readFile(join(folder, 'pid'), 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    const { kubeconfig } = await callOf(path);
    expect(existsSync(join(kubeconfig, '..'))).toBe(false);
  });
});
