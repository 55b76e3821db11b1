export { ZitadelClient } from './ZitadelClient';
export { ZitadelHttp } from './ZitadelHttp';
export type { Listing, ZitadelGrant, ZitadelPerson } from './types';
