import {
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { ClusterService } from '@internal/plugin-cluster-node';
import {
  observabilityErrorReasons,
  observabilityReadPermission,
  StoreKind,
  TargetRef,
} from '@internal/plugin-observability-common';
import { ObservabilityService } from '@internal/plugin-observability-node';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { TenancyService, whileGranted } from '@internal/plugin-tenancy-node';
import { FairGate } from './FairGate';
import { Placement, resolveTarget } from './resolveTarget';
import { assertStore, describeStoreError } from './storeErrors';

/** Questions to stores of all people together that this backend works on. */
const MAX_QUESTIONS = 48;
/** Of one person: a page of panels loads with some of them at once. */
const MAX_QUESTIONS_PER_USER = 8;
const MAX_WAITING_PER_USER = 64;
/** A tail holds its place for as long as somebody looks at it. */
const MAX_TAILS = 60;
const MAX_TAILS_PER_USER = 3;

/** A workload that the caller may look at, with what stores demand. @internal */
export type ReadableTarget = Placement & { scope: TenantScope };

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

/**
 * The boundary in front of every question: a person, the permission, the entity
 * as that person sees it, the namespace by tenancy, and a fair share of the
 * stores. Routes and actions go through here and decide nothing themselves.
 * @internal
 */
export class TelemetryAccess {
  readonly #auth: AuthService;
  readonly #permissions: PermissionsService;
  readonly #tenancy: TenancyService;
  readonly #catalog: CatalogService;
  readonly #clusters: ClusterService;
  readonly #observability: ObservabilityService;
  readonly #questions = new FairGate({
    total: MAX_QUESTIONS,
    perUser: MAX_QUESTIONS_PER_USER,
    waitingPerUser: MAX_WAITING_PER_USER,
  });
  readonly #tails = new FairGate({
    total: MAX_TAILS,
    perUser: MAX_TAILS_PER_USER,
    waitingPerUser: 0,
  });

  constructor(options: {
    auth: AuthService;
    permissions: PermissionsService;
    tenancy: TenancyService;
    catalog: CatalogService;
    clusters: ClusterService;
    observability: ObservabilityService;
  }) {
    this.#auth = options.auth;
    this.#permissions = options.permissions;
    this.#tenancy = options.tenancy;
    this.#catalog = options.catalog;
    this.#clusters = options.clusters;
    this.#observability = options.observability;
  }

  /**
   * Services never come through here: the permission framework lets them pass.
   * @throws NotAllowedError
   */
  async authorize(
    credentials: BackstageCredentials,
    permission: BasicPermission = observabilityReadPermission,
  ): Promise<UserCredentials> {
    if (!this.#auth.isPrincipal(credentials, 'user')) {
      throw new NotAllowedError('Telemetry is for signed-in users only');
    }
    const [decision] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(`Permission ${permission.name} is denied`);
    }
    return credentials;
  }

  /**
   * The workload that the caller means, if they may look at it.
   *
   * @throws NotFoundError for an entity that the caller does not see;
   * NotAllowedError with reason `namespace-denied`, which is the same for a
   * namespace of others and for one that is not there.
   */
  async target(
    credentials: BackstageCredentials,
    ref: TargetRef,
  ): Promise<ReadableTarget> {
    await this.authorize(credentials);
    const placement = await resolveTarget({
      ref,
      catalog: this.#catalog,
      credentials,
      clusters: this.#clusters.list().map(({ name }) => name),
    });
    const { cluster, namespace } = placement;
    const decision = await this.#tenancy.decide({
      credentials,
      namespace: { cluster, namespace },
    });
    if (decision.result === 'deny') {
      throw Object.assign(
        new NotAllowedError(
          `You may not read namespace '${namespace}' of cluster '${cluster}'`,
        ),
        { reason: observabilityErrorReasons.namespaceDenied },
      );
    }
    const scope = await this.#tenancy.scope({
      credentials,
      cluster,
      namespaces: [namespace],
    });
    return { ...placement, scope };
  }

  /** Does work that lasts for as long as the caller may read the workload's namespace. */
  whileReadable<T>(
    options: {
      credentials: BackstageCredentials;
      target: ReadableTarget;
      signal: AbortSignal;
    },
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { credentials, target, signal } = options;
    return whileGranted(
      { tenancy: this.#tenancy, credentials, scope: target.scope, signal },
      work,
    );
  }

  /** Asks a store for a person, in their turn, and says which store failed. */
  async ask<T>(options: {
    target: ReadableTarget;
    store: StoreKind;
    signal: AbortSignal;
    /** A tail, which lasts. */
    lasting?: boolean;
    work: () => Promise<T>;
  }): Promise<T> {
    const { target, store, signal, lasting, work } = options;
    assertStore(this.#observability, target.cluster, store);
    const gate = lasting ? this.#tails : this.#questions;
    try {
      return await gate.run(target.scope.userEntityRef, signal, work);
    } catch (error) {
      throw describeStoreError(store, error);
    }
  }
}
