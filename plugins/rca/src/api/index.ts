export { rcaApiRef, type RcaApi } from './RcaApi';
export { RcaClient } from './RcaClient';
