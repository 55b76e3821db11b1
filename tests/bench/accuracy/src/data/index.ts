export { listLoghubSets } from './loghub';
export type { LoghubSet } from './loghub';
export { listNabSeries } from './nab';
export type { NabSeries } from './nab';
