import { ConflictError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommitAuthor, CommitRequest } from '../GitOpsService';
import { createCommit } from './createCommit';
import { GitMirror } from './GitMirror';
import { findByTrailer } from './readHistory';

/** With the pauses below enough for a good dozen of writers who all commit at once. */
const MAX_ATTEMPTS = 20;
const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 1_000;
/** How far back a commit with the same idempotency trailer is looked for. */
const MAX_SEARCHED_COMMITS = 10_000;

/**
 * Commits on top of the branch's head, again and again while others are faster.
 *
 * @remarks
 * Each attempt starts by looking whether the commit is there already. That makes it
 * safe to try again when a push failed without saying whether the server had taken it.
 */
export async function landCommit(options: {
  mirror: GitMirror;
  /** Returns the remote's head as it is now. */
  fetch: () => Promise<string | undefined>;
  request: CommitRequest;
  message: string;
  committer: CommitAuthor;
  signal?: AbortSignal;
}): Promise<{ sha: string; created: boolean }> {
  const { mirror, request, signal } = options;
  let unanswered: { sha: string; error: unknown } | undefined;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const parent = await options.fetch();
    const existing =
      parent &&
      (await findByTrailer(mirror, parent, {
        key: request.idempotencyTrailer,
        value: request.trailers[request.idempotencyTrailer],
        limit: MAX_SEARCHED_COMMITS,
        signal,
      }));
    if (existing) {
      return { sha: existing, created: existing === unanswered?.sha };
    }
    if (unanswered) {
      throw unanswered.error;
    }
    const sha = await createCommit(mirror, {
      parent,
      files: request.files,
      message: options.message,
      author: request.author,
      committer: options.committer,
      signal,
    });
    try {
      const outcome = await mirror.push(sha, parent, signal);
      if (outcome !== 'moved') {
        return { sha, created: outcome === 'done' };
      }
    } catch (error) {
      signal?.throwIfAborted();
      unanswered = { sha, error };
      continue;
    }
    const pauseMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
    await sleep(Math.random() * pauseMs, undefined, { signal });
  }
  throw new ConflictError(
    `Repository '${request.repository}' kept changing: gave up after ${MAX_ATTEMPTS} attempts`,
  );
}
