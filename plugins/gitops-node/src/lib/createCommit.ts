import { ConflictError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CommitAuthor } from '../GitOpsService';
import { GitMirror } from './GitMirror';

const REGULAR_FILE = '100644';
const EXECUTABLE_FILE = '100755';
const FOLDER = '040000';

/**
 * Writes a commit on top of `parent` into the mirror, where nobody sees it until it
 * is pushed, and returns its id. The index is a file of its own, so that commits of
 * one mirror do not meet.
 */
export async function createCommit(
  mirror: GitMirror,
  options: {
    parent: string | undefined;
    files: Record<string, string>;
    message: string;
    author: CommitAuthor;
    committer: CommitAuthor;
    signal?: AbortSignal;
  },
): Promise<string> {
  const { parent, files, signal } = options;
  const index = join(mirror.directory, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    if (parent) {
      await mirror.git(['read-tree', parent], { env, signal });
    }
    const modes = await listModes(mirror, parent, Object.keys(files), signal);
    let entries = '';
    for (const [path, content] of Object.entries(files)) {
      const blob = await mirror.git(['hash-object', '-w', '--stdin'], {
        stdin: content,
        signal,
      });
      const mode =
        modes.get(path) === EXECUTABLE_FILE ? EXECUTABLE_FILE : REGULAR_FILE;
      entries += `${mode} ${blob.trim()}\t${path}\0`;
    }
    await mirror.git(['update-index', '-z', '--add', '--index-info'], {
      env,
      stdin: entries,
      signal,
    });
    const tree = await mirror.git(['write-tree'], { env, signal });
    const commit = await mirror.git(
      [
        'commit-tree',
        tree.trim(),
        ...(parent ? ['-p', parent] : []),
        '-F',
        '-',
      ],
      {
        env: {
          GIT_AUTHOR_NAME: options.author.name,
          GIT_AUTHOR_EMAIL: options.author.email,
          GIT_COMMITTER_NAME: options.committer.name,
          GIT_COMMITTER_EMAIL: options.committer.email,
        },
        stdin: options.message,
        signal,
      },
    );
    return commit.trim();
  } finally {
    await rm(index, { force: true });
  }
}

/** The modes of the files that exist; refuses a file where a folder is, and the other way round. */
async function listModes(
  mirror: GitMirror,
  commit: string | undefined,
  paths: string[],
  signal?: AbortSignal,
) {
  const modes = new Map<string, string>();
  if (!commit) {
    return modes;
  }
  const folders = new Set(paths.flatMap(foldersOf));
  const listing = await mirror.git(
    ['ls-tree', '-z', commit, '--', ...folders, ...paths],
    { signal },
  );
  for (const entry of listing.split('\0').filter(Boolean)) {
    const path = entry.slice(entry.indexOf('\t') + 1);
    const mode = entry.slice(0, entry.indexOf(' '));
    // Git also lists what lies beside a folder that was asked for.
    const isAsked = folders.has(path) || paths.includes(path);
    if (isAsked && folders.has(path) !== (mode === FOLDER)) {
      throw new ConflictError(
        `Repository '${mirror.repository.name}' has a ${
          mode === FOLDER ? 'folder' : 'file'
        } at '${path}'`,
      );
    }
    modes.set(path, mode);
  }
  return modes;
}

function foldersOf(path: string): string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, at) => segments.slice(0, at + 1).join('/'));
}
