export { BareRepository } from './BareRepository';
export { OWNER, startGitServer } from './startGitServer';
export type { GitServer } from './startGitServer';
