import { GitOpsService } from '@internal/plugin-gitops-node';
import { NewEvidence } from '@internal/plugin-rca-node';
import { CommitChange } from './ChangeFacts';
import { parseDiff } from './parseDiff';
import { filesOf, redactDiff } from './redactDiff';

/** Commits of one namespace whose diff is read. */
const MAX_COMMITS = 8;
const MAX_EXCERPT_LENGTH = 4_000;
/** Files whose content is looked at, to tell Secrets from the rest; of others nothing is shown. */
const MAX_FILES = 40;

/** Where the manifests of services lie. @internal */
export type ManifestLayout = {
  /** Key of `gitops.repositories`. */
  repository: string;
  /** `clusters/{cluster}/{namespace}`: the folder of a namespace, which holds one folder a service. */
  namespacePath: string;
};

/**
 * Commits since an instant that touched manifests of one namespace. Only files
 * below the namespace's folder are shown: a commit may touch other tenants' too.
 * @internal
 */
export async function findCommits(options: {
  gitOps: GitOpsService;
  layout: ManifestLayout;
  cluster: string;
  namespace: string;
  since: Date;
  signal: AbortSignal;
  addEvidence: (evidence: NewEvidence) => number;
}): Promise<{
  commits: CommitChange[];
  /** No commit ever touched the folder: the namespace's manifests are elsewhere. */
  unknown: boolean;
}> {
  const { gitOps, layout, cluster, namespace, since, signal } = options;
  const { repository } = layout;
  const path = layout.namespacePath
    .replaceAll('{cluster}', cluster)
    .replaceAll('{namespace}', namespace);
  const commits = await gitOps.log({
    repository,
    path,
    since,
    limit: MAX_COMMITS,
    signal,
  });
  if (commits.length === 0) {
    const ever = await gitOps.log({ repository, path, limit: 1, signal });
    return { commits: [], unknown: ever.length === 0 };
  }
  const diffs = await Promise.all(
    commits.map(({ sha }) => gitOps.diff({ repository, sha, path, signal })),
  );
  const contents = await readContents(
    [...new Set(diffs.flatMap(filesOf))],
    file => gitOps.readFile({ repository, path: file, signal }),
    signal,
  );
  const changes = commits.map((commit, i) => {
    const diff = redactDiff(diffs[i], file => contents.get(file));
    const files = commit.files.filter(file => file.startsWith(`${path}/`));
    return {
      commit,
      diff,
      files,
      services: [
        ...new Set(
          files.map(file => file.slice(path.length + 1).split('/')[0]),
        ),
      ].sort(),
    };
  });
  const found = changes
    .map(({ commit, diff, files, services }) => ({
      at: new Date(commit.committedAt).toISOString(),
      sha: commit.sha,
      subject: commit.subject,
      author: commit.authorName,
      namespace,
      services,
      files,
      fields: parseDiff(diff),
      evidence: options.addEvidence({
        source: 'changes',
        title: `Commit ${commit.sha.slice(0, 8)}: ${commit.subject}`.slice(
          0,
          300,
        ),
        at: new Date(commit.committedAt).toISOString(),
        query: `git show ${commit.sha} -- ${path}`,
        excerpt: diff.slice(0, MAX_EXCERPT_LENGTH),
      }),
    }))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return { commits: found, unknown: false };
}

/** Files as they are now, as far as they can be read. */
async function readContents(
  files: string[],
  read: (file: string) => Promise<string | undefined>,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const contents = new Map<string, string>();
  await Promise.all(
    files.slice(0, MAX_FILES).map(async file => {
      try {
        const content = await read(file);
        if (content !== undefined) {
          contents.set(file, content);
        }
      } catch {
        // Unknown content is not shown, which is all that a failure costs.
        signal.throwIfAborted();
      }
    }),
  );
  return contents;
}
