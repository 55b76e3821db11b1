import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock, ContainerLogs, ObjectStore } from '../../types';
import type { Authenticator } from '../access/Authenticator';
import type { RbacAuthorizer } from '../access/RbacAuthorizer';
import type { ServiceAccountTokens } from '../access/ServiceAccountTokens';
import type { UserInfo } from '../access/types';
import type { Remover } from '../write/Remover';
import type { RequestInfo } from './parseRequestInfo';

/** What every route of the API server works with. */
export type ApiContext = {
  store: ObjectStore;
  clock: Clock;
  containerLogs: ContainerLogs;
  tokens: ServiceAccountTokens;
  authenticator: Authenticator;
  authorizer: RbacAuthorizer;
  remover: Remover;
};

/** One request that was authenticated and allowed. */
export type ApiRequest<Info extends RequestInfo = RequestInfo> = {
  incoming: IncomingMessage;
  response: ServerResponse;
  url: URL;
  info: Info;
  user: UserInfo;
  /** Aborted when the client went away or the server closes. */
  signal: AbortSignal;
};
