export { useLoad, type Loaded } from './useLoad';
export { usePages, type Paged } from './usePages';
