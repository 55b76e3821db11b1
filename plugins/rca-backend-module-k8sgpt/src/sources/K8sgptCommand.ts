import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceUnavailableError } from '@backstage/errors';
import { ClusterService } from '@internal/plugin-cluster-node';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { K8sgptReading, K8sgptSource } from './K8sgptSource';
import { parseAnswer } from './parseAnswer';
import { readBounded } from './readBounded';

/** Of what the program complains about, so much is told. */
const MAX_COMPLAINT_LENGTH = 300;

/**
 * The `k8sgpt` program, run once a namespace with the tenant's own token.
 *
 * @remarks
 * No shell: the arguments are a list. The token is in a kubeconfig that only this
 * user can read, in a folder that is removed when the program ends, however it
 * ends. The program gets none of our environment, so that it finds neither our
 * own configuration nor, inside a cluster, the service account of the portal,
 * which it would prefer to the kubeconfig.
 *
 * @internal
 */
export class K8sgptCommand implements K8sgptSource {
  readonly asTenant = true;
  readonly #clusters: ClusterService;
  readonly #path: string;
  readonly #filters: readonly string[];

  constructor(options: {
    clusters: ClusterService;
    path: string;
    filters: readonly string[];
  }) {
    this.#clusters = options.clusters;
    this.#path = options.path;
    this.#filters = options.filters;
  }

  async read(options: {
    scope: TenantScope;
    namespaces: readonly string[];
    signal: AbortSignal;
  }): Promise<K8sgptReading> {
    const reading: K8sgptReading = { results: [], unchecked: [] };
    // One after the other: each is a process that lists a whole namespace.
    for (const namespace of options.namespaces) {
      const { results, unchecked } = await this.#analyze(namespace, options);
      reading.results.push(...results);
      reading.unchecked.push(...unchecked);
    }
    return reading;
  }

  async #analyze(
    namespace: string,
    { scope, signal }: { scope: TenantScope; signal: AbortSignal },
  ): Promise<K8sgptReading> {
    const client = await this.#clusters.forTenant({ scope, namespace, signal });
    const args = [
      'analyze',
      '--output',
      'json',
      '--namespace',
      namespace,
      '--filter',
      this.#filters.join(','),
    ];
    const home = await mkdtemp(join(tmpdir(), 'k8sgpt-'));
    try {
      const kubeconfig = join(home, 'kubeconfig');
      await writeFile(kubeconfig, client.kubeConfig.exportConfig(), {
        mode: 0o600,
        flag: 'wx',
      });
      const output = await this.#run(
        [...args, '--kubeconfig', kubeconfig],
        home,
        signal,
      );
      return parseAnswer(output, {
        namespace,
        query: `k8sgpt ${args.join(' ')}`,
      });
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  }

  async #run(
    args: readonly string[],
    home: string,
    signal: AbortSignal,
  ): Promise<string> {
    signal.throwIfAborted();
    const child = spawn(this.#path, args, {
      cwd: home,
      env: { HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: false,
      signal,
      killSignal: 'SIGKILL',
    });
    const failed = new Promise<never>((_, reject) => {
      child.once('error', error =>
        reject(
          new ServiceUnavailableError(
            `k8sgpt could not be run: ${error.message}`,
          ),
        ),
      );
    });
    const closed = new Promise<number | null>(resolve => {
      child.once('close', resolve);
    });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = `${complaint}${text}`.slice(0, MAX_COMPLAINT_LENGTH);
    });
    try {
      const [output, code] = await Promise.race([
        failed,
        Promise.all([readBounded(child.stdout), closed]),
      ]);
      if (code !== 0) {
        throw new ServiceUnavailableError(
          `k8sgpt ended with exit code ${code}: ${complaint.trim()}`,
        );
      }
      return output;
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      child.kill('SIGKILL');
      // The folder with the token goes only after whoever could read it.
      await closed;
    }
  }
}
