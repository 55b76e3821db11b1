import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { isAbsolute } from 'node:path';
import { CommitAuthor } from './GitOpsService';

const DEFAULT_TIMEOUT_MS = 15_000;
const DEFAULT_COMMITTER = { name: 'Backstage AIOps', email: 'aiops@localhost' };
const BRANCH = /^(?![-./])(?!.*(\.\.|\/\/|@\{|\.lock$|[./]$))[\w./@-]{1,200}$/;
const PROTOCOLS = ['http:', 'https:', 'file:'];

/** One entry of `gitops.repositories`. */
export type GitRepositoryOptions = {
  name: string;
  url: string;
  branch: string;
  webUrl?: string;
  auth?: { username: string; password: string };
};

/** The section `gitops`, checked. */
export type GitOpsOptions = {
  workingDirectory?: string;
  timeoutMs: number;
  committer: CommitAuthor;
  repositories: GitRepositoryOptions[];
};

/** Reads the section `gitops` once, at start. */
export function readGitOpsConfig(rootConfig: Config): GitOpsOptions {
  const config = rootConfig.getOptionalConfig('gitops');
  const repositories = config?.getOptionalConfig('repositories');
  const committer = config?.getOptionalConfig('committer');
  return {
    workingDirectory: config?.getOptionalString('workingDirectory'),
    timeoutMs: config?.has('timeout')
      ? durationToMilliseconds(
          readDurationFromConfig(config, { key: 'timeout' }),
        )
      : DEFAULT_TIMEOUT_MS,
    committer: committer
      ? {
          name: committer.getString('name'),
          email: committer.getString('email'),
        }
      : DEFAULT_COMMITTER,
    repositories: (repositories?.keys() ?? []).map(name =>
      readRepository(name, repositories!.getConfig(name)),
    ),
  };
}

function readRepository(name: string, config: Config): GitRepositoryOptions {
  const key = `gitops.repositories.${name}`;
  const branch = config.getOptionalString('branch') ?? 'main';
  if (!BRANCH.test(branch)) {
    throw new InputError(
      `Invalid ${key}.branch '${branch}': must be the name of a branch`,
    );
  }
  const auth = config.getOptionalConfig('auth');
  return {
    name,
    url: checkUrl(key, config.getString('url')),
    branch,
    webUrl: config.getOptionalString('webUrl'),
    auth: auth && {
      username: auth.getString('username'),
      password: auth.getString('password'),
    },
  };
}

function checkUrl(key: string, url: string): string {
  if (isAbsolute(url)) {
    return url;
  }
  // The value is not repeated in the messages: it may hold a password.
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !PROTOCOLS.includes(parsed.protocol)) {
    throw new InputError(
      `Invalid ${key}.url: must be an http(s) or file URL, or an absolute path`,
    );
  }
  if (parsed.username || parsed.password) {
    throw new InputError(
      `Invalid ${key}.url: must not contain credentials; set ${key}.auth.username and ${key}.auth.password`,
    );
  }
  return url;
}
