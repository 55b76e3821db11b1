export { changeEvidence } from './changeEvidence';
export type { Counts } from './changeEvidence';
export { compareLogs } from './compareLogs';
export type { LogComparison } from './compareLogs';
export type { LogLine } from './statementOf';
