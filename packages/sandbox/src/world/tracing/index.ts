export { RequestTracing } from './RequestTracing';
export { SAMPLED_SHARE, TickTraces, type LoggedRequest } from './TickTraces';
