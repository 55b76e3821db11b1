import {
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { GitOpsOptions } from './config';
import {
  CommitRequest,
  CommitResult,
  CommitSummary,
  GitOpsService,
} from './GitOpsService';
import { checkRepositoryPath } from './lib/checkRepositoryPath';
import { checkAuthor, formatCommitMessage } from './lib/commitMessage';
import { GitMirror } from './lib/GitMirror';
import { landCommit } from './lib/landCommit';
import { readHistory } from './lib/readHistory';
import { GitCommandError } from './lib/runGit';
import { SerialQueue } from './lib/SerialQueue';

const MAX_FILES = 50;
const MAX_FILE_BYTES = 5 * 1024 * 1024;
const MAX_LOG_COMMITS = 100;
const MAX_DIFF_BYTES = 64 * 1024;
/** Reads that follow each other closely share one look at the remote. */
const FRESH_FOR_MS = 2_000;
const SHA = /^[0-9a-f]{7,64}$/;

type Remote = { mirror: GitMirror; queue: SerialQueue; fetchedAt: number };

/**
 * Commits with the system's Git: objects are made in a bare mirror and pushed
 * on the condition that the branch's head is still the one they were made from.
 * @public
 */
export class DefaultGitOpsService implements GitOpsService {
  readonly #options: GitOpsOptions;
  readonly #remotes: Map<string, Remote>;
  readonly #shutdown?: AbortSignal;

  private constructor(
    options: GitOpsOptions,
    directory: string,
    shutdown?: AbortSignal,
  ) {
    this.#options = options;
    this.#shutdown = shutdown;
    this.#remotes = new Map(
      options.repositories.map(repository => {
        // A new URL gets a new mirror, so that histories never mix.
        const key = createHash('sha256')
          .update(`${repository.url}\n${repository.branch}`)
          .digest('hex')
          .slice(0, 16);
        const mirror = new GitMirror({
          repository,
          directory: join(directory, `${key}.git`),
          timeoutMs: options.timeoutMs,
        });
        const remote = { mirror, queue: new SerialQueue(), fetchedAt: 0 };
        return [repository.name, remote];
      }),
    );
  }

  static create(options: {
    options: GitOpsOptions;
    /** Where the mirrors lie. Nobody else may write there. */
    directory: string;
    /** Ends what runs when the backend shuts down. */
    shutdown?: AbortSignal;
  }): DefaultGitOpsService {
    return new DefaultGitOpsService(
      options.options,
      options.directory,
      options.shutdown,
    );
  }

  async commit(request: CommitRequest): Promise<CommitResult> {
    const remote = this.#remote(request.repository);
    const message = formatCommitMessage(request);
    checkAuthor(request.author);
    const paths = checkFiles(request.files);
    const signal = this.#signal(request.signal);
    const { sha, created } = await remote.queue.run(
      () =>
        landCommit({
          mirror: remote.mirror,
          fetch: () => this.#fetch(remote, signal),
          request,
          message,
          committer: this.#options.committer,
          signal,
        }),
      signal,
    );
    return { sha, created, url: this.#webUrl(remote.mirror, paths[0], sha) };
  }

  async readFile(
    options: Parameters<GitOpsService['readFile']>[0],
  ): Promise<string | undefined> {
    const path = checkRepositoryPath(options.path);
    const signal = this.#signal(options.signal);
    const remote = this.#remote(options.repository);
    const head = await this.#refresh(remote, signal);
    if (!head) {
      return undefined;
    }
    const { mirror } = remote;
    const entry = await mirror.git(['ls-tree', '-z', head, '--', path], {
      signal,
    });
    // Symbolic links are not followed: their target is the writer's choice.
    const blob = /^100\d{3} blob ([0-9a-f]+)\t/.exec(entry)?.[1];
    return (
      blob &&
      mirror.git(['cat-file', 'blob', blob], {
        signal,
        maxOutputBytes: MAX_FILE_BYTES,
      })
    );
  }

  async log(
    options: Parameters<GitOpsService['log']>[0],
  ): Promise<CommitSummary[]> {
    const path =
      options.path === undefined
        ? undefined
        : checkRepositoryPath(options.path.replace(/\/$/, ''));
    const signal = this.#signal(options.signal);
    const remote = this.#remote(options.repository);
    const head = await this.#refresh(remote, signal);
    if (!head) {
      return [];
    }
    const wanted = Math.floor(options.limit ?? MAX_LOG_COMMITS);
    return readHistory(remote.mirror, head, {
      path,
      since: options.since,
      limit: Math.min(Math.max(wanted, 1), MAX_LOG_COMMITS),
      signal,
    });
  }

  async diff(options: Parameters<GitOpsService['diff']>[0]): Promise<string> {
    const { sha } = options;
    if (!SHA.test(sha)) {
      throw new InputError(`Invalid commit id '${sha}'`);
    }
    const path = options.path && checkRepositoryPath(options.path);
    const signal = this.#signal(options.signal);
    const remote = this.#remote(options.repository);
    const head = await this.#refresh(remote, signal);
    const { mirror } = remote;
    try {
      // Also refuses commits that the mirror holds but that never made it to the branch.
      await mirror.git(
        ['merge-base', '--is-ancestor', `${sha}^{commit}`, head ?? sha],
        { signal },
      );
    } catch (error) {
      if (error instanceof GitCommandError) {
        throw new NotFoundError(
          `Commit '${sha}' is not in repository '${options.repository}'`,
        );
      }
      throw error;
    }
    return mirror.git(
      [
        'diff-tree',
        '-p',
        '-r',
        '--root',
        '--no-commit-id',
        '--no-color',
        '--no-ext-diff',
        '--no-textconv',
        '--diff-merges=first-parent',
        sha,
        '--',
        ...(path ? [path] : []),
      ],
      { signal, maxOutputBytes: MAX_DIFF_BYTES, truncate: true },
    );
  }

  async #fetch(remote: Remote, signal?: AbortSignal) {
    const startedAt = Date.now();
    const head = await remote.mirror.fetch(signal);
    remote.fetchedAt = startedAt;
    return head;
  }

  async #refresh(remote: Remote, signal?: AbortSignal) {
    return remote.queue.run(
      () =>
        Date.now() - remote.fetchedAt < FRESH_FOR_MS
          ? remote.mirror.head(signal)
          : this.#fetch(remote, signal),
      signal,
    );
  }

  #remote(name: string): Remote {
    const remote = this.#remotes.get(name);
    if (!remote) {
      throw new NotFoundError(
        `Git repository '${name}' is not configured: add gitops.repositories.${name}`,
      );
    }
    return remote;
  }

  #signal(signal?: AbortSignal): AbortSignal | undefined {
    if (this.#shutdown?.aborted) {
      throw new ServiceUnavailableError('The backend is shutting down');
    }
    return signal && this.#shutdown
      ? AbortSignal.any([signal, this.#shutdown])
      : signal ?? this.#shutdown;
  }

  #webUrl(mirror: GitMirror, path: string, sha: string) {
    const { webUrl, branch } = mirror.repository;
    const values: Record<string, string> = {
      branch: encodePath(branch),
      path: encodePath(path),
      sha,
    };
    const template = webUrl?.includes('{path}')
      ? webUrl
      : webUrl && `${webUrl.replace(/\/+$/, '')}/src/branch/{branch}/{path}`;
    return template?.replace(/\{(branch|path|sha)\}/g, (_, key) => values[key]);
  }
}

function checkFiles(files: Record<string, string>): string[] {
  const paths = Object.keys(files).map(checkRepositoryPath);
  if (!paths.length || paths.length > MAX_FILES) {
    throw new InputError(`A commit must have 1 to ${MAX_FILES} files`);
  }
  for (const path of paths) {
    if (Buffer.byteLength(files[path]) > MAX_FILE_BYTES) {
      throw new InputError(
        `The file '${path}' exceeds ${MAX_FILE_BYTES / 1024 / 1024} MiB`,
      );
    }
  }
  return paths;
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
