/** @public */
export type CommitAuthor = { name: string; email: string };

/** @public */
export type CommitRequest = {
  /** Key of `gitops.repositories.<name>`. */
  repository: string;
  /** Path inside the repository to new content; the paths are checked against traversal. */
  files: Record<string, string>;
  subject: string;
  body?: string;
  /** Written as `Key: value` lines at the end of the message. */
  trailers: Record<string, string>;
  author: CommitAuthor;
  /**
   * Trailer whose value makes the commit findable: when a commit with the same
   * value is already on the branch, it is returned and nothing is written.
   */
  idempotencyTrailer: string;
  signal?: AbortSignal;
};

/** @public */
export type CommitResult = {
  sha: string;
  /** A page of the Git host that shows the first file, when the host has one. */
  url?: string;
  /** False when an earlier commit with the same idempotency trailer was found. */
  created: boolean;
};

/** @public */
export type CommitSummary = {
  sha: string;
  authorName: string;
  committedAt: string;
  subject: string;
  trailers: Record<string, string>;
  files: string[];
};

/**
 * Reads and writes Git repositories by compare-and-swap on the branch head,
 * without a work tree.
 * @public
 */
export interface GitOpsService {
  /** @throws ConflictError when the head kept moving; NotFoundError for an unknown repository. */
  commit(request: CommitRequest): Promise<CommitResult>;
  /** Undefined when the file does not exist at the head. */
  readFile(options: {
    repository: string;
    path: string;
    signal?: AbortSignal;
  }): Promise<string | undefined>;
  /** Commits that touched `path`, newest first, at most 100. */
  log(options: {
    repository: string;
    path?: string;
    since?: Date;
    limit?: number;
    signal?: AbortSignal;
  }): Promise<CommitSummary[]>;
  /** Unified diff of one commit, limited to `path`, at most 64 KiB. */
  diff(options: {
    repository: string;
    sha: string;
    path?: string;
    signal?: AbortSignal;
  }): Promise<string>;
}
