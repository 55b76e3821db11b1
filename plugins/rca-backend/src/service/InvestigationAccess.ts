import {
  BackstageCredentials,
  BackstageUserPrincipal,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import {
  OwnershipService,
  TenancyService,
} from '@internal/plugin-tenancy-node';
import { ownershipOf, readCaller } from '@internal/plugin-tenancy-common';
import { Reader, StoredInvestigation } from '../database/InvestigationStore';

type UserCredentials = BackstageCredentials<BackstageUserPrincipal>;

/**
 * Who may see an investigation that is there already, and who may end it.
 *
 * @remarks
 * A report outlives the day it was made on. So it takes two things to see one:
 * the caller may read each of its namespaces now, and the groups that owned them
 * when it was started are the caller's too. A namespace that changed hands takes
 * no old reports with it, and its former owners, who may not read it any more,
 * lose theirs. Namespaces that were shared ask for no group. The platform groups
 * see what they may read now.
 *
 * @internal
 */
export class InvestigationAccess {
  readonly #tenancy: TenancyService;
  readonly #ownership: OwnershipService;
  readonly #userInfo: UserInfoService;

  constructor(options: {
    tenancy: TenancyService;
    ownership: OwnershipService;
    userInfo: UserInfoService;
  }) {
    this.#tenancy = options.tenancy;
    this.#ownership = options.ownership;
    this.#userInfo = options.userInfo;
  }

  /**
   * The groups to write down for an investigation of these namespaces.
   *
   * @throws ServiceUnavailableError when they cannot be told.
   */
  async ownersOf(
    cluster: string,
    namespaces: readonly string[],
  ): Promise<string[]> {
    const owners = new Set<string>();
    for (const namespace of namespaces) {
      const known = await this.#ownership.knowledgeOf({ cluster, namespace });
      if (known.state === 'present' && known.shared) {
        continue;
      }
      const ownership =
        known.state === 'present' ? ownershipOf(known.claims) : undefined;
      if (ownership?.state !== 'owned') {
        throw new ServiceUnavailableError(
          `It cannot be told who owns namespace '${namespace}' of cluster '${cluster}'`,
        );
      }
      owners.add(ownership.owner);
    }
    return [...owners].sort();
  }

  /** What a list of investigations may hold for the caller. */
  async readerOf(credentials: UserCredentials): Promise<Reader> {
    const byCluster = new Map<string, string[]>();
    for (const grant of await this.#tenancy.list({ credentials })) {
      byCluster.set(grant.cluster, [
        ...(byCluster.get(grant.cluster) ?? []),
        grant.namespace,
      ]);
    }
    const groups = await this.#groupsOf(credentials);
    return {
      namespaces: [...byCluster].map(([cluster, namespaces]) => ({
        cluster,
        namespaces,
      })),
      groups: this.#isPlatform(groups) ? 'all' : groups,
    };
  }

  async mayRead(
    { cluster, namespaces, owners }: StoredInvestigation,
    credentials: UserCredentials,
  ): Promise<boolean> {
    const decisions = await Promise.all(
      namespaces.map(namespace =>
        this.#tenancy.decide({
          credentials,
          namespace: { cluster, namespace },
        }),
      ),
    );
    if (
      decisions.length === 0 ||
      decisions.some(({ result }) => result !== 'allow')
    ) {
      return false;
    }
    const groups = await this.#groupsOf(credentials);
    return (
      this.#isPlatform(groups) ||
      (owners !== undefined && owners.every(owner => groups.includes(owner)))
    );
  }

  /**
   * Reading is not enough to end somebody's work: a shared namespace is read by all.
   *
   * @throws NotAllowedError unless the caller asked for it, or owns the namespace, or belongs to the platform.
   */
  async assertMayCancel(
    { cluster, namespace, requestedBy }: StoredInvestigation,
    credentials: UserCredentials,
  ): Promise<void> {
    if (credentials.principal.userEntityRef === requestedBy) {
      return;
    }
    const decision = await this.#tenancy.decide({
      credentials,
      namespace: { cluster, namespace },
    });
    if (decision.result !== 'allow' || decision.grant.access === 'shared') {
      throw new NotAllowedError(
        `Only who asked for it, and the owners of namespace '${namespace}', may cancel it`,
      );
    }
  }

  async #groupsOf(credentials: UserCredentials): Promise<string[]> {
    const caller = readCaller(await this.#userInfo.getUserInfo(credentials));
    return caller?.ownershipEntityRefs ?? [];
  }

  #isPlatform(groups: string[]): boolean {
    return this.#ownership.platformGroups.some(group => groups.includes(group));
  }
}
