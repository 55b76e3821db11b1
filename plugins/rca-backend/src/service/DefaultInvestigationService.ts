import {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { ClusterService } from '@internal/plugin-cluster-node';
import {
  Investigation,
  InvestigationList,
  InvestigationWithReport,
  rcaInvestigatePermission,
  rcaReadPermission,
} from '@internal/plugin-rca-common';
import {
  OwnershipService,
  TenancyService,
} from '@internal/plugin-tenancy-node';
import {
  InvestigationStore,
  ListInvestigationsOptions,
  StoredInvestigation,
} from '../database/InvestigationStore';
import { InvestigationAccess } from './InvestigationAccess';
import { InvestigationRunner } from './InvestigationRunner';
import { parseTimeRange } from './parseTimeRange';
import { decideScope } from './decideScope';
import { findAuthor } from './findAuthor';
import { resolveSubject } from './resolveSubject';
import { parseRequest, startRequest } from './requests';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Caller = { credentials: BackstageCredentials };
type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

/**
 * Everything that a caller can do with investigations, each with its
 * permission and the tenant's boundary in front. Routes and actions go through
 * here and decide nothing themselves.
 *
 * @remarks
 * What the caller may not see does not exist: an unknown id, a foreign one and
 * one that read a namespace which the caller may not read answer alike. Who may
 * see and end one that is there is for `InvestigationAccess` to say.
 *
 * @internal
 */
export class DefaultInvestigationService {
  readonly #auth: AuthService;
  readonly #permissions: PermissionsService;
  readonly #tenancy: TenancyService;
  readonly #catalog: CatalogService;
  readonly #clusters: ClusterService;
  readonly #store: InvestigationStore;
  readonly #runner: InvestigationRunner;
  readonly #access: InvestigationAccess;

  constructor(options: {
    auth: AuthService;
    permissions: PermissionsService;
    tenancy: TenancyService;
    ownership: OwnershipService;
    userInfo: UserInfoService;
    catalog: CatalogService;
    clusters: ClusterService;
    store: InvestigationStore;
    runner: InvestigationRunner;
  }) {
    this.#auth = options.auth;
    this.#permissions = options.permissions;
    this.#tenancy = options.tenancy;
    this.#catalog = options.catalog;
    this.#clusters = options.clusters;
    this.#store = options.store;
    this.#runner = options.runner;
    this.#access = new InvestigationAccess(options);
  }

  /** @throws InputError for anything but a `StartInvestigationRequest`, whoever passes it on. */
  async start(input: unknown, { credentials }: Caller): Promise<Investigation> {
    await this.#authorize(rcaInvestigatePermission, credentials);
    const request = parseRequest(startRequest, input);
    const window = parseTimeRange(request.timeRange);
    const subject = await resolveSubject({
      request,
      catalog: this.#catalog,
      credentials,
      clusters: this.#clusters.list().map(({ name }) => name),
    });
    const scope = await decideScope({
      tenancy: this.#tenancy,
      subject,
      credentials,
    });
    return this.#runner.start({
      subject,
      window,
      scope,
      owners: await this.#access.ownersOf(scope.cluster, scope.namespaces),
      credentials,
      author: await findAuthor({
        catalog: this.#catalog,
        credentials,
        userEntityRef: scope.userEntityRef,
      }),
    });
  }

  async list(
    options: Omit<ListInvestigationsOptions, 'reader'>,
    { credentials }: Caller,
  ): Promise<InvestigationList> {
    const user = await this.#authorize(rcaReadPermission, credentials);
    const reader = await this.#access.readerOf(user);
    return this.#store.list({ ...options, reader });
  }

  async get(
    id: string,
    { credentials }: Caller,
  ): Promise<InvestigationWithReport> {
    const user = await this.#authorize(rcaReadPermission, credentials);
    const { namespaces, owners, author, commitAttempts, ...investigation } =
      await this.#find(id, user);
    return investigation;
  }

  async cancel(id: string, { credentials }: Caller): Promise<void> {
    const user = await this.#authorize(rcaInvestigatePermission, credentials);
    await this.#access.assertMayCancel(await this.#find(id, user), user);
    // Once the report is written there is nothing left to cancel.
    if (await this.#store.cancel(id)) {
      this.#runner.abort(id);
    }
  }

  async #find(
    id: string,
    credentials: UserCredentials,
  ): Promise<StoredInvestigation> {
    const found = UUID.test(id) ? await this.#store.get(id) : undefined;
    if (!found || !(await this.#access.mayRead(found, credentials))) {
      throw new NotFoundError(`Investigation '${id}' not found`);
    }
    return found;
  }

  /** Services never come through here: the permission framework lets them pass. */
  async #authorize(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<UserCredentials> {
    if (!this.#auth.isPrincipal(credentials, 'user')) {
      throw new NotAllowedError('Investigations are for signed-in users only');
    }
    const [decision] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(`Permission ${permission.name} is denied`);
    }
    return credentials;
  }
}
