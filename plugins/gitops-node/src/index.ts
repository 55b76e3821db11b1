/**
 * Reading and committing Git repositories for backend plugins.
 *
 * @packageDocumentation
 */
export { gitOpsServiceRef } from './gitOpsServiceRef';
export { DefaultGitOpsService } from './DefaultGitOpsService';
export { readGitOpsConfig } from './config';
export type { GitOpsOptions, GitRepositoryOptions } from './config';
export type {
  CommitAuthor,
  CommitRequest,
  CommitResult,
  CommitSummary,
  GitOpsService,
} from './GitOpsService';
