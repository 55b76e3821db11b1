import { listAll, Page } from './listAll';
import { readAuthorization, readPerson, readUserGrant } from './rows';
import { Listing, ZitadelGrant, ZitadelPerson } from './types';
import { ZitadelHttp } from './ZitadelHttp';
import { ZitadelSearch } from './ZitadelSearch';

/** More changes than fit into these pages are left to a full sync. */
const MAX_CHANGED_PAGES = 5;

/** What of the configuration says what is read. */
export type ZitadelClientOptions = {
  projectId: string;
  grantsApi: 'v1' | 'v2';
  /** Organisations whose people are read; all that the service user may see when empty. */
  userOrganizationIds: string[];
  /** Organisations whose grants are read; likewise. */
  grantOrganizationIds: string[];
  pageSize: number;
  maxUsers: number;
  maxGrants: number;
};

/** The newest rows of a list, and how many it has. */
export type Newest<T> = { rows: T[]; total: number };

/** Reads people and their grants of one project; see the README for the fields relied on. */
export class ZitadelClient {
  readonly #search: ZitadelSearch;
  readonly #options: ZitadelClientOptions;

  constructor(http: ZitadelHttp, options: ZitadelClientOptions) {
    this.#search = new ZitadelSearch(http, options.projectId);
    this.#options = options;
  }

  /** Whether the grants can be asked for by their last change. */
  get canListChanges(): boolean {
    return this.#options.grantsApi === 'v2';
  }

  /** All people, active or not. */
  async listPeople(signal: AbortSignal): Promise<Listing<ZitadelPerson>> {
    const lists: Listing<ZitadelPerson>[] = [];
    for (const organizationId of orAny(this.#options.userOrganizationIds)) {
      lists.push(
        await listAll({
          what: 'users',
          pageSize: this.#options.pageSize,
          maxRows: this.#options.maxUsers,
          readRow: readPerson,
          // The oldest first: whoever comes in between is on the last page.
          fetchPage: page =>
            this.#search.users({ organizationId, page, asc: true, signal }),
        }),
      );
    }
    return merge(lists);
  }

  /** All grants of the project. */
  async listGrants(signal: AbortSignal): Promise<Listing<ZitadelGrant>> {
    const lists: Listing<ZitadelGrant>[] = [];
    for (const organizationId of orAny(this.#options.grantOrganizationIds)) {
      lists.push(
        await listAll({
          what: 'grants',
          pageSize: this.#options.pageSize,
          maxRows: this.#options.maxGrants,
          readRow:
            this.#options.grantsApi === 'v2'
              ? readAuthorization
              : readUserGrant,
          fetchPage: page =>
            this.#options.grantsApi === 'v2'
              ? this.#search.authorizations({
                  organizationId,
                  page,
                  asc: true,
                  sortingColumn: 'AUTHORIZATION_FIELD_NAME_CREATED_DATE',
                  signal,
                })
              : this.#search.userGrants({ organizationId, page, signal }),
        }),
      );
    }
    return merge(lists);
  }

  /**
   * People created since those that are known.
   *
   * @returns undefined when there are too many to be read as changes.
   */
  async listNewPeople(
    isKnown: (id: string) => boolean,
    signal: AbortSignal,
  ): Promise<Newest<ZitadelPerson> | undefined> {
    return this.#newest(
      this.#options.userOrganizationIds,
      (organizationId, page) =>
        this.#search.users({ organizationId, page, asc: false, signal }),
      readPerson,
      person => isKnown(person.id),
    );
  }

  /** How many people are active: one who was locked shows in no other cheap way. */
  async countActivePeople(signal: AbortSignal): Promise<number> {
    let count = 0;
    for (const organizationId of orAny(this.#options.userOrganizationIds)) {
      const { total } = await this.#search.users({
        organizationId,
        page: { offset: 0, limit: 1 },
        asc: false,
        activeOnly: true,
        signal,
      });
      count += total;
    }
    return count;
  }

  /** Grants that changed at a time or later; undefined as above. */
  async listChangedGrants(
    sinceMs: number,
    signal: AbortSignal,
  ): Promise<Newest<ZitadelGrant> | undefined> {
    return this.#newest(
      this.#options.grantOrganizationIds,
      (organizationId, page) =>
        this.#search.authorizations({
          organizationId,
          page,
          asc: false,
          sortingColumn: 'AUTHORIZATION_FIELD_NAME_CHANGED_DATE',
          signal,
        }),
      readAuthorization,
      grant => grant.changedAtMs < sinceMs,
    );
  }

  async #newest<T>(
    organizationIds: string[],
    fetchPage: (
      organizationId: string | undefined,
      page: { offset: number; limit: number },
    ) => Promise<Page>,
    readRow: (row: unknown) => T | undefined,
    isOld: (value: T) => boolean,
  ): Promise<Newest<T> | undefined> {
    const newest: Newest<T> = { rows: [], total: 0 };
    const limit = this.#options.pageSize;
    for (const organizationId of orAny(organizationIds)) {
      let offset = 0;
      for (let pages = 1; ; pages++) {
        const page = await fetchPage(organizationId, { offset, limit });
        const values = page.rows.map(readRow).filter(v => v !== undefined);
        const end = values.findIndex(isOld);
        newest.rows.push(...values.slice(0, end < 0 ? undefined : end));
        offset += page.rows.length;
        if (end >= 0 || page.rows.length === 0 || offset >= page.total) {
          newest.total += page.total;
          break;
        }
        if (pages === MAX_CHANGED_PAGES) return undefined;
      }
    }
    return newest;
  }
}

/** Each of them in turn, or once without one. */
function orAny(ids: string[]): Array<string | undefined> {
  return ids.length ? ids : [undefined];
}

function merge<T>(lists: Listing<T>[]): Listing<T> {
  return {
    rows: new Map(lists.flatMap(({ rows }) => [...rows])),
    malformed: lists.reduce((sum, list) => sum + list.malformed, 0),
  };
}
