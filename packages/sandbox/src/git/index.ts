export { BareRepository } from './BareRepository';
export { commitCompanyCatalog, commitReportsReadme } from './initialContent';
export { GitOps } from './GitOps';
export { GitOpsHistory } from './GitOpsHistory';
export { Reconciler } from './Reconciler';
export type { ReconcilerStatus } from './Reconciler';
export type { GitCredentials } from './GitAccounts';
export { OWNER, startGitServer } from './startGitServer';
export type { GitServer } from './startGitServer';
