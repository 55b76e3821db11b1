import { ServiceUnavailableError } from '@backstage/errors';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GitRepositoryOptions } from '../config';
import { gitEnvironment } from './gitEnvironment';
import { GitCommandError, GitRun, runGit } from './runGit';

/** Reading and writing of objects in the mirror, without the network. */
const LOCAL_TIMEOUT_MS = 20_000;
const MAINTENANCE_TIMEOUT_MS = 120_000;
/** How many fetches there are between two looks at whether objects should be packed. */
const FETCHES_PER_MAINTENANCE = 500;
/** Before 2.31 Git ignores the configuration in its environment, and credentials with it. */
const OLDEST_GIT = [2, 31];
const HEAD_REF = 'refs/mirror/head';

type RunOptions = Partial<Omit<GitRun, 'args'>>;

/**
 * What became of a push. `same` means that another writer had made the very same
 * commit, with the same files, words and second, and was first.
 */
export type PushOutcome = 'done' | 'same' | 'moved';

/**
 * A bare mirror of one branch: the only place that exchanges anything with a remote.
 */
export class GitMirror {
  readonly repository: GitRepositoryOptions;
  readonly directory: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #timeoutMs: number;
  #ready?: Promise<void>;
  #fetches = 0;

  constructor(options: {
    repository: GitRepositoryOptions;
    /** Where the mirror lies; made when missing. */
    directory: string;
    /** For one exchange with the remote. */
    timeoutMs: number;
  }) {
    this.repository = options.repository;
    this.directory = options.directory;
    this.#timeoutMs = options.timeoutMs;
    this.#environment = gitEnvironment(options.repository, options.directory);
  }

  /** Runs Git on the mirror. */
  async git(args: string[], options: RunOptions = {}): Promise<string> {
    const output = await runGit({
      timeoutMs: LOCAL_TIMEOUT_MS,
      ...options,
      args,
      env: {
        ...this.#environment,
        GIT_DIR: this.directory,
        ...options.env,
      },
    });
    return output.toString();
  }

  /** The commit that the last fetch or push found, if the branch exists. */
  async head(signal?: AbortSignal): Promise<string | undefined> {
    try {
      const ref = await this.git(['rev-parse', '--verify', '-q', HEAD_REF], {
        signal,
      });
      return ref.trim();
    } catch (error) {
      if (error instanceof GitCommandError && error.exitCode === 1) {
        return undefined;
      }
      throw error;
    }
  }

  /** Brings the mirror to the remote's state and returns the branch's head, if it exists. */
  async fetch(signal?: AbortSignal): Promise<string | undefined> {
    await this.#prepare();
    const { url, branch } = this.repository;
    try {
      await this.git(
        [
          'fetch',
          '--quiet',
          '--force',
          '--no-tags',
          '--no-write-fetch-head',
          '--',
          url,
          `+refs/heads/${branch}:${HEAD_REF}`,
        ],
        { signal, timeoutMs: this.#timeoutMs },
      );
    } catch (error) {
      if (isGitFailure(error, /couldn't find remote ref/)) {
        await this.git(['update-ref', '-d', HEAD_REF], { signal });
        return undefined;
      }
      throw this.#describe(error);
    }
    if (++this.#fetches % FETCHES_PER_MAINTENANCE === 0) {
      await this.git(['-c', 'gc.auto=6700', 'gc', '--auto', '--quiet'], {
        signal,
        timeoutMs: MAINTENANCE_TIMEOUT_MS,
      });
    }
    return this.head(signal);
  }

  /** Makes `commit` the branch's head if the head still is `expected`. */
  async push(
    commit: string,
    expected: string | undefined,
    signal?: AbortSignal,
  ): Promise<PushOutcome> {
    const ref = `refs/heads/${this.repository.branch}`;
    let report: string;
    try {
      report = await this.git(
        [
          'push',
          '--porcelain',
          '--no-verify',
          // An empty expectation means that the branch must not exist yet.
          `--force-with-lease=${ref}:${expected ?? ''}`,
          '--',
          this.repository.url,
          `${commit}:${ref}`,
        ],
        { signal, timeoutMs: this.#timeoutMs },
      );
    } catch (error) {
      if (isMovedHead(error)) {
        return 'moved';
      }
      throw this.#describe(error);
    }
    await this.git(['update-ref', HEAD_REF, commit]);
    return /^=\t/m.test(report) ? 'same' : 'done';
  }

  #prepare(): Promise<void> {
    this.#ready ??= this.#create().catch(error => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }

  async #create() {
    const version = await this.git(['--version']);
    const [major, minor] = (/\d+\.\d+/.exec(version)?.[0] ?? '0.0')
      .split('.')
      .map(Number);
    if (
      major < OLDEST_GIT[0] ||
      (major === OLDEST_GIT[0] && minor < OLDEST_GIT[1])
    ) {
      throw new ServiceUnavailableError(
        `Git ${OLDEST_GIT.join(
          '.',
        )} or newer is needed, found '${version.trim()}'`,
      );
    }
    await mkdir(join(this.directory, '..'), { recursive: true, mode: 0o700 });
    await this.git(['init', '--bare', '--quiet', '--template=']);
  }

  /** Says what is wrong and where to mend it; Git's own words follow, which hold no credentials. */
  #describe(error: unknown): unknown {
    if (!(error instanceof GitCommandError)) {
      return error;
    }
    const { name } = this.repository;
    const [reason] = error.stderr.trim().split('\n').slice(-1);
    if (
      /Authentication failed|could not read (Username|Password)|error: 40[13]/.test(
        error.stderr,
      )
    ) {
      return new ServiceUnavailableError(
        `The Git server refused the credentials in gitops.repositories.${name}.auth`,
      );
    }
    return new ServiceUnavailableError(
      `The Git repository '${name}' could not be reached: ${reason}`,
    );
  }
}

/**
 * Whether a push lost against another one. Servers notice that at different moments
 * and each has its own words; a refusal by a hook or a protected branch is not it.
 */
function isMovedHead(error: unknown): boolean {
  return (
    error instanceof GitCommandError &&
    /\[rejected\]|\[remote rejected\].*(lock|failed to update ref|incorrect old value|already exists|fetch first|non-fast-forward)/.test(
      `${error.stdout}\n${error.stderr}`,
    )
  );
}

function isGitFailure(error: unknown, message: RegExp): boolean {
  return error instanceof GitCommandError && message.test(error.stderr);
}
