import {
  AuthService,
  BackstageCredentials,
  PermissionsService,
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
  StartInvestigationRequest,
} from '@internal/plugin-rca-common';
import { TenancyService } from '@internal/plugin-tenancy-node';
import {
  InvestigationStore,
  ListInvestigationsOptions,
  ReadableNamespaces,
} from '../database/InvestigationStore';
import { InvestigationRunner } from './InvestigationRunner';
import { parseTimeRange } from './parseTimeRange';
import { decideScope } from './decideScope';
import { findAuthor } from './findAuthor';
import { resolveSubject } from './resolveSubject';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Caller = { credentials: BackstageCredentials };

/**
 * Everything that a caller can do with investigations, each with its
 * permission and the tenant's boundary in front. Routes and actions go through
 * here and decide nothing themselves.
 *
 * @remarks
 * What the caller may not see does not exist: an unknown id, a foreign one and
 * one that read a namespace which the caller may not read answer alike.
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

  constructor(options: {
    auth: AuthService;
    permissions: PermissionsService;
    tenancy: TenancyService;
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
  }

  async start(
    request: StartInvestigationRequest,
    { credentials }: Caller,
  ): Promise<Investigation> {
    await this.#authorize(rcaInvestigatePermission, credentials);
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
      credentials,
      author: await findAuthor({
        catalog: this.#catalog,
        credentials,
        userEntityRef: scope.userEntityRef,
      }),
    });
  }

  async list(
    options: Omit<ListInvestigationsOptions, 'readable'>,
    { credentials }: Caller,
  ): Promise<InvestigationList> {
    await this.#authorize(rcaReadPermission, credentials);
    const readable = await this.#readable(credentials);
    return this.#store.list({ ...options, readable });
  }

  async get(
    id: string,
    { credentials }: Caller,
  ): Promise<InvestigationWithReport> {
    await this.#authorize(rcaReadPermission, credentials);
    return this.#find(id, credentials);
  }

  async cancel(id: string, { credentials }: Caller): Promise<void> {
    await this.#authorize(rcaInvestigatePermission, credentials);
    await this.#find(id, credentials);
    // Once the report is written there is nothing left to cancel.
    if (await this.#store.cancel(id)) {
      this.#runner.abort(id);
    }
  }

  async #find(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<InvestigationWithReport> {
    const found = UUID.test(id) ? await this.#store.get(id) : undefined;
    if (found) {
      const { namespaces, author, commitAttempts, ...investigation } = found;
      const { cluster } = found;
      const decisions = await Promise.all(
        namespaces.map(namespace =>
          this.#tenancy.decide({
            credentials,
            namespace: { cluster, namespace },
          }),
        ),
      );
      const allowed = decisions.every(({ result }) => result === 'allow');
      if (decisions.length > 0 && allowed) {
        return investigation;
      }
    }
    throw new NotFoundError(`Investigation '${id}' not found`);
  }

  async #readable(
    credentials: BackstageCredentials,
  ): Promise<ReadableNamespaces[]> {
    const byCluster = new Map<string, string[]>();
    for (const grant of await this.#tenancy.list({ credentials })) {
      byCluster.set(grant.cluster, [
        ...(byCluster.get(grant.cluster) ?? []),
        grant.namespace,
      ]);
    }
    return [...byCluster].map(([cluster, namespaces]) => ({
      cluster,
      namespaces,
    }));
  }

  /** Services never come through here: the permission framework lets them pass. */
  async #authorize(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<void> {
    if (!this.#auth.isPrincipal(credentials, 'user')) {
      throw new NotAllowedError('Investigations are for signed-in users only');
    }
    const [decision] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(`Permission ${permission.name} is denied`);
    }
  }
}
