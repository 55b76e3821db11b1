export { createJaegerApi, type JaegerApiOptions } from './createJaegerApi';
export {
  MemoryTraceStore,
  type MemoryTraceStoreOptions,
} from './MemoryTraceStore';
