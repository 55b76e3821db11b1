export * from './MemoryObjectStore';
export * from './resourceTypes';
export * from './StoreError';
