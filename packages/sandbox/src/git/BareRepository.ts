import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChangeAuthor } from '../types';
import { gitEnvironment, runGit } from './runGit';

/** The branch that everything here is about. */
export const BRANCH = 'main';
const HEAD = `refs/heads/${BRANCH}`;
const SETTINGS = {
  'http.receivepack': 'true',
  'receive.denyNonFastForwards': 'true',
  'receive.denyDeletes': 'true',
};
/** Commits of the sandbox that meet a push at the same moment are made again. */
const MAX_ATTEMPTS = 5;

/** One entry of a tree. */
export type TreeEntry = {
  type: 'blob' | 'tree' | 'commit';
  oid: string;
  path: string;
};

/** What a commit of the sandbox changes; `undefined` removes a file. */
export type FileChanges = Record<string, string | undefined>;

/** A repository without a work tree, read and written with Git's plumbing. */
export class BareRepository {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** Opens the repository in a folder, made new when there is none. */
  static async open(directory: string): Promise<BareRepository> {
    if (!existsSync(join(directory, 'HEAD'))) {
      await mkdir(directory, { recursive: true });
      await runGit([
        'init',
        '-q',
        '--bare',
        '-b',
        BRANCH,
        '--template=',
        directory,
      ]);
    }
    const repository = new BareRepository(directory);
    for (const [key, value] of Object.entries(SETTINGS)) {
      await repository.git(['config', key, value]);
    }
    return repository;
  }

  async git(
    args: string[],
    options: { stdin?: string; env?: NodeJS.ProcessEnv } = {},
  ): Promise<Buffer> {
    return runGit([`--git-dir=${this.directory}`, ...args], options);
  }

  async head(): Promise<string | undefined> {
    return this.resolve(HEAD);
  }

  /** The commit that a branch or (the start of) an id names. */
  async resolve(revision: string): Promise<string | undefined> {
    if (!/^[\w./-]{1,200}$/.test(revision) || /^[-.]|\.\./.test(revision)) {
      return undefined;
    }
    const args = ['rev-parse', '--verify', '-q', `${revision}^{commit}`];
    return this.git(args).then(
      output => output.toString().trim(),
      () => undefined,
    );
  }

  /** The entry at `path`, found by name in the tree: a path cannot lead out of it. */
  async find(commit: string, path: string): Promise<TreeEntry | undefined> {
    if (path === '') {
      return { type: 'tree', oid: `${commit}^{tree}`, path };
    }
    if (!isPlainPath(path)) {
      return undefined;
    }
    const [entry] = await this.#listTree([commit, '--', path]);
    return entry?.path === path ? entry : undefined;
  }

  /** What a folder holds. */
  async list(tree: TreeEntry): Promise<TreeEntry[]> {
    return this.#listTree([tree.oid]);
  }

  async readBlob(entry: TreeEntry): Promise<Buffer> {
    return this.git(['cat-file', 'blob', entry.oid]);
  }

  async readFile(commit: string, path: string): Promise<string | undefined> {
    const entry = await this.find(commit, path);
    return entry?.type === 'blob'
      ? (await this.readBlob(entry)).toString()
      : undefined;
  }

  /** Every file below a folder with its content, ordered by path. */
  async readAll(commit: string, folder: string): Promise<Map<string, string>> {
    const entries = (await this.#listTree(['-r', commit, '--', folder])).filter(
      ({ type }) => type === 'blob',
    );
    const files = new Map<string, string>();
    const batch = await this.git(['cat-file', '--batch'], {
      stdin: entries.map(({ oid }) => `${oid}\n`).join(''),
    });
    let at = 0;
    for (const { path } of entries) {
      const endOfHeader = batch.indexOf('\n', at);
      const header = batch.subarray(at, endOfHeader).toString();
      const size = Number(header.split(' ')[2]);
      const start = endOfHeader + 1;
      files.set(path, batch.subarray(start, start + size).toString());
      at = start + size + 1;
    }
    return files;
  }

  /** Commits to the branch; returns the head, which stays when nothing changes. */
  async commit(options: {
    changes: (head: string | undefined) => Promise<FileChanges> | FileChanges;
    message: string;
    author: ChangeAuthor;
    timeMs: number;
  }): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const parent = await this.head();
      const changes = await options.changes(parent);
      const commit = await this.#write(parent, changes, options);
      if (commit === parent) {
        return commit;
      }
      try {
        // Zeros stand for "must not exist yet".
        const expected = parent ?? '0'.repeat(40);
        await this.git(['update-ref', HEAD, commit, expected]);
        return commit;
      } catch (error) {
        if (attempt >= MAX_ATTEMPTS) {
          throw error;
        }
      }
    }
  }

  /** Empties the branch. What was on it stays reachable by its ids. */
  async startOver(): Promise<void> {
    const head = await this.head();
    if (head) {
      await this.git(['update-ref', `refs/sandbox/runs/${head}`, head]);
      await this.git(['update-ref', '-d', HEAD]);
    }
  }

  async #write(
    parent: string | undefined,
    changes: FileChanges,
    options: { message: string; author: ChangeAuthor; timeMs: number },
  ): Promise<string> {
    const index = join(this.directory, `index-${randomUUID()}`);
    const env = { ...gitEnvironment(), GIT_INDEX_FILE: index };
    try {
      if (parent) {
        await this.git(['read-tree', parent], { env });
      }
      let entries = '';
      for (const [path, content] of Object.entries(changes)) {
        if (content === undefined) {
          entries += `0 ${'0'.repeat(40)}\t${path}\0`;
          continue;
        }
        const blob = await this.git(['hash-object', '-w', '--stdin'], {
          stdin: content,
        });
        entries += `100644 ${blob.toString().trim()}\t${path}\0`;
      }
      await this.git(['update-index', '-z', '--index-info'], {
        env,
        stdin: entries,
      });
      const tree = (await this.git(['write-tree'], { env })).toString().trim();
      if (parent) {
        const before = await this.git(['rev-parse', `${parent}^{tree}`]);
        if (before.toString().trim() === tree) {
          return parent;
        }
      }
      const date = `@${Math.floor(options.timeMs / 1000)} +0000`;
      const commit = await this.git(
        ['commit-tree', tree, ...(parent ? ['-p', parent] : []), '-F', '-'],
        {
          stdin: `${options.message.trim()}\n`,
          env: {
            GIT_AUTHOR_NAME: options.author.name,
            GIT_AUTHOR_EMAIL: options.author.email,
            GIT_AUTHOR_DATE: date,
            GIT_COMMITTER_NAME: options.author.name,
            GIT_COMMITTER_EMAIL: options.author.email,
            GIT_COMMITTER_DATE: date,
          },
        },
      );
      return commit.toString().trim();
    } finally {
      await rm(index, { force: true });
    }
  }

  async #listTree(args: string[]): Promise<TreeEntry[]> {
    const listing = await this.git(['ls-tree', '-z', '--full-tree', ...args]);
    return listing
      .toString()
      .split('\0')
      .filter(Boolean)
      .map(line => {
        const [, type, oid] = line.split(/[ \t]/, 3);
        const path = line.slice(line.indexOf('\t') + 1);
        return { type: type as TreeEntry['type'], oid, path };
      });
  }
}

function isPlainPath(path: string): boolean {
  return (
    // eslint-disable-next-line no-control-regex -- control characters are what it refuses
    !/[\u0000-\u001f]/.test(path) &&
    path.split('/').every(segment => !['', '.', '..'].includes(segment))
  );
}
