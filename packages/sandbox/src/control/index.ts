export { createControlApi } from './createControlApi';
export type { ControlTarget } from './createControlApi';
export { listen } from './listen';
export type { Listening } from './listen';
