import { CommitSummary } from '../GitOpsService';
import { GitMirror } from './GitMirror';
import { parseTrailers } from './commitMessage';

const FIELDS = ['%H', '%an', '%cI', '%s', '%(trailers:only,unfold)'];

/** Lists commits that are reachable from `head`, newest first. */
export async function readHistory(
  mirror: GitMirror,
  head: string,
  options: {
    path?: string;
    since?: Date;
    limit: number;
    signal?: AbortSignal;
  },
): Promise<CommitSummary[]> {
  const { path, since, limit, signal } = options;
  const log = await mirror.git(
    [
      'log',
      '-z',
      // A message cannot contain NUL, so that no text in it can pass for another field.
      `--format=tformat:${FIELDS.join('%x00')}`,
      `--max-count=${limit}`,
      ...(since ? [`--since=${since.toISOString()}`] : []),
      head,
      '--',
      ...(path ? [path] : []),
    ],
    { signal },
  );
  const values = log.split('\0');
  const commits: CommitSummary[] = [];
  for (let at = 0; at + FIELDS.length <= values.length; at += FIELDS.length) {
    const [sha, authorName, committedAt, subject, trailers] = values.slice(at);
    commits.push({
      sha,
      authorName,
      committedAt: new Date(committedAt).toISOString(),
      subject,
      trailers: parseTrailers(trailers),
      files: [],
    });
  }
  await addFiles(mirror, commits, signal);
  return commits;
}

/** Finds the newest of the last `limit` commits that carries a trailer. */
export async function findByTrailer(
  mirror: GitMirror,
  head: string,
  options: { key: string; value: string; limit: number; signal?: AbortSignal },
): Promise<string | undefined> {
  const log = await mirror.git(
    [
      'log',
      '-z',
      '--format=tformat:%H%x00%(trailers:only,unfold)',
      `--max-count=${options.limit}`,
      head,
      '--',
    ],
    { signal: options.signal },
  );
  const values = log.split('\0');
  for (let at = 0; at + 2 <= values.length; at += 2) {
    if (parseTrailers(values[at + 1])[options.key] === options.value.trim()) {
      return values[at];
    }
  }
  return undefined;
}

async function addFiles(
  mirror: GitMirror,
  commits: CommitSummary[],
  signal?: AbortSignal,
) {
  if (!commits.length) {
    return;
  }
  const listing = await mirror.git(
    [
      'diff-tree',
      '--stdin',
      '-z',
      '-r',
      '--root',
      '--no-renames',
      '--diff-merges=first-parent',
      '--name-only',
    ],
    { stdin: commits.map(({ sha }) => `${sha}\n`).join(''), signal },
  );
  const bySha = new Map(commits.map(commit => [commit.sha, commit]));
  let current: CommitSummary | undefined;
  for (const name of listing.split('\0').filter(Boolean)) {
    const next = bySha.get(name);
    if (next) {
      current = next;
    } else {
      current?.files.push(name);
    }
  }
}
