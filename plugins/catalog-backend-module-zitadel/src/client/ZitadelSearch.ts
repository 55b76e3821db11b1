import { ServiceUnavailableError } from '@backstage/errors';
import { Page } from './listAll';
import { ZitadelHttp } from './ZitadelHttp';

const USERS = 'v2/users';
const USER_GRANTS = 'management/v1/users/grants/_search';
const AUTHORIZATIONS =
  'zitadel.authorization.v2.AuthorizationService/ListAuthorizations';

/** One page of each search: what is sent, and where the rows are in the answer. */
export class ZitadelSearch {
  readonly #http: ZitadelHttp;
  readonly #projectId: string;

  constructor(http: ZitadelHttp, projectId: string) {
    this.#http = http;
    this.#projectId = projectId;
  }

  /** `POST /v2/users`, people only. */
  async users(options: {
    organizationId?: string;
    page: { offset: number; limit: number };
    asc: boolean;
    activeOnly?: boolean;
    signal: AbortSignal;
  }): Promise<Page> {
    const { organizationId, page, asc, activeOnly, signal } = options;
    const answer = await this.#http.post(
      USERS,
      {
        query: { offset: String(page.offset), limit: page.limit, asc },
        sortingColumn: 'USER_FIELD_NAME_CREATION_DATE',
        queries: [
          { typeQuery: { type: 'TYPE_HUMAN' } },
          ...(activeOnly
            ? [{ stateQuery: { state: 'USER_STATE_ACTIVE' } }]
            : []),
          ...(organizationId
            ? [{ organizationIdQuery: { organizationId } }]
            : []),
        ],
      },
      { signal },
    );
    return readPage(answer, 'details', 'result');
  }

  /** The authorization API (v2). */
  async authorizations(options: {
    organizationId?: string;
    page: { offset: number; limit: number };
    asc: boolean;
    sortingColumn: string;
    signal: AbortSignal;
  }): Promise<Page> {
    const { organizationId, page, asc, sortingColumn, signal } = options;
    const answer = await this.#http.post(
      AUTHORIZATIONS,
      {
        pagination: { offset: String(page.offset), limit: page.limit, asc },
        sortingColumn,
        filters: [
          { projectId: { id: this.#projectId } },
          ...(organizationId
            ? [{ organizationId: { id: organizationId } }]
            : []),
        ],
      },
      { signal, headers: { 'connect-protocol-version': '1' } },
    );
    return readPage(answer, 'pagination', 'authorizations');
  }

  /** The management API (v1), which orders by nothing that could be chosen. */
  async userGrants(options: {
    organizationId?: string;
    page: { offset: number; limit: number };
    signal: AbortSignal;
  }): Promise<Page> {
    const { organizationId, page, signal } = options;
    const answer = await this.#http.post(
      USER_GRANTS,
      {
        query: { offset: String(page.offset), limit: page.limit, asc: true },
        queries: [{ projectIdQuery: { projectId: this.#projectId } }],
      },
      {
        signal,
        headers: organizationId ? { 'x-zitadel-orgid': organizationId } : {},
      },
    );
    return readPage(answer, 'details', 'result');
  }
}

/** Protocol buffers leave out zeros and empty lists, and write long numbers as text. */
function readPage(answer: unknown, info: string, list: string): Page {
  if (
    typeof answer !== 'object' ||
    answer === null ||
    Array.isArray(answer) ||
    (Object.hasOwn(answer, 'message') && Object.hasOwn(answer, 'code'))
  ) {
    throw new ServiceUnavailableError(
      'ZITADEL answered something else than a list',
    );
  }
  const { [info]: details = {}, [list]: rows = [] } = answer as Record<
    string,
    unknown
  >;
  const { totalResult = 0 } = (details ?? {}) as { totalResult?: unknown };
  const total = Number(totalResult);
  if (!Array.isArray(rows) || !Number.isSafeInteger(total) || total < 0) {
    throw new ServiceUnavailableError(
      'ZITADEL answered something else than a list',
    );
  }
  return { rows, total };
}
