import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { send } from '../support/send';
import { KubernetesApi, KubernetesTarget } from '../support/KubernetesApi';
import type { PlantedWords } from './plantInCluster';

const run = promisify(execFile);
const GIT_TIMEOUT_MS = 30_000;

/** What the sandbox wrote when it was ready. */
export type SandboxState = {
  control: { url: string };
  kubernetes: KubernetesTarget & { token: string };
  clusters?: Array<KubernetesTarget & { name: string }>;
  /** There when the first cluster is a real API server, which takes the place of all of the sandbox's. */
  planted?: PlantedWords[];
  logs: { url: string };
  metrics: { url: string };
  traces?: { url: string };
  git: { url: string; username: string; password: string } & {
    portal: Record<string, { username: string; password: string }>;
  };
};

/** Text in a repository to its new text; undefined leaves the file as it is. */
type Edit = (text: string | undefined) => string | undefined;

/** The world as its owner, to plant what must not be found. */
export class SandboxAdmin {
  readonly state: SandboxState;

  constructor(state: SandboxState) {
    this.state = state;
  }

  static async fromFile(file: string): Promise<SandboxAdmin> {
    return new SandboxAdmin(JSON.parse(await readFile(file, 'utf8')));
  }

  /** Asks a cluster as its administrator. */
  async kubernetes(
    path: string,
    options: { cluster?: string; method?: string; body?: unknown } = {},
  ): Promise<any> /* eslint-disable-line @typescript-eslint/no-explicit-any -- of any kind */ {
    const { cluster = 'sandbox', method = 'GET', body } = options;
    const target =
      this.state.clusters?.find(({ name }) => name === cluster) ??
      this.state.kubernetes;
    return new KubernetesApi(target).demand({
      method,
      path,
      body,
      headers:
        method === 'PATCH'
          ? { 'content-type': 'application/merge-patch+json' }
          : {},
    });
  }

  /** Whether the sandbox's second cluster is there. */
  get hasSecondCluster(): boolean {
    return (this.state.clusters?.length ?? 0) > 1;
  }

  async podsOf(namespace: string, cluster?: string): Promise<string[]> {
    const { items } = await this.kubernetes(
      `/api/v1/namespaces/${namespace}/pods`,
      { cluster },
    );
    return items.map(
      (pod: { metadata: { name: string } }) => pod.metadata.name,
    );
  }

  /** The platform gives a namespace to another team. */
  async label(namespace: string, team: string): Promise<void> {
    await this.kubernetes(`/api/v1/namespaces/${namespace}`, {
      method: 'PATCH',
      body: { metadata: { labels: { 'aiops.backstage/team': team } } },
    });
  }

  /** The identity provider gives somebody other roles; the portal learns of it later. */
  async giveRoles(username: string, roles: string[]): Promise<void> {
    const { status, text } = await send(this.state.control.url, {
      method: 'PUT',
      path: `/people/${username}/roles`,
      body: { roles },
    });
    if (status !== 200) throw new Error(`${username}: ${status} ${text}`);
  }

  /** Commits to a repository of the platform. */
  async commit(repository: string, edits: Record<string, Edit>): Promise<void> {
    const { url, username, password } = this.state.git;
    const address = new URL(`${url}/platform/${repository}.git`);
    address.username = username;
    address.password = password;
    const folder = await mkdtemp(join(tmpdir(), 'security-git-'));
    const git = (...args: string[]) =>
      run('git', ['-C', folder, ...args], {
        timeout: GIT_TIMEOUT_MS,
        env: {
          PATH: process.env.PATH,
          GIT_TERMINAL_PROMPT: '0',
          GIT_CONFIG_GLOBAL: '/dev/null',
          GIT_AUTHOR_NAME: 'Attack suite',
          GIT_AUTHOR_EMAIL: 'suite@shop.example',
          GIT_COMMITTER_NAME: 'Attack suite',
          GIT_COMMITTER_EMAIL: 'suite@shop.example',
        },
      });
    try {
      await git('clone', '--quiet', address.href, '.');
      for (const [path, edit] of Object.entries(edits)) {
        const file = join(folder, path);
        const text = await readFile(file, 'utf8').catch(() => undefined);
        const edited = edit(text);
        if (edited !== undefined) {
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, edited);
        }
      }
      await git('add', '.');
      await git('commit', '--quiet', '--allow-empty', '-m', 'Plant');
      await git('push', '--quiet', 'origin', 'main');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
