export { compareTraces } from './compareTraces';
export type { TraceComparison } from './compareTraces';
export type { Span } from './types';
