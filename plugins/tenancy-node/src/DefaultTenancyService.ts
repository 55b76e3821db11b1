import {
  AuthService,
  BackstageCredentials,
  LoggerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, toError } from '@backstage/errors';
import {
  CallerKnowledge,
  decideNamespace,
  NamespaceDecision,
  NamespaceGrant,
  NamespaceKnowledge,
  NamespaceRef,
  readCaller,
  publicReason,
  TenantScope,
} from '@internal/plugin-tenancy-common';
import { createTenantScope } from './createTenantScope';
import { DecisionRecorder } from './DecisionRecorder';
import { OwnershipService } from './OwnershipService';
import { TenancyService } from './TenancyService';

type Caller = { ref: string; knowledge: CallerKnowledge };

/** Gathers who asks and what is known, and lets `decideNamespace` decide. */
export class DefaultTenancyService implements TenancyService {
  readonly #auth: AuthService;
  readonly #userInfo: UserInfoService;
  readonly #ownership: OwnershipService;
  readonly #recorder: DecisionRecorder;
  readonly #logger: LoggerService;

  constructor(options: {
    auth: AuthService;
    userInfo: UserInfoService;
    ownership: OwnershipService;
    recorder: DecisionRecorder;
    logger: LoggerService;
  }) {
    this.#auth = options.auth;
    this.#userInfo = options.userInfo;
    this.#ownership = options.ownership;
    this.#recorder = options.recorder;
    this.#logger = options.logger;
  }

  async decide(options: {
    credentials: BackstageCredentials;
    namespace: NamespaceRef;
  }): Promise<NamespaceDecision> {
    const caller = await this.#caller(options.credentials);
    const decision = await this.#decide(caller, options.namespace);
    this.#recorder.record(caller.ref, decision);
    return decision;
  }

  async list(options: {
    credentials: BackstageCredentials;
    cluster?: string;
  }): Promise<NamespaceGrant[]> {
    const caller = await this.#caller(options.credentials);
    if (caller.knowledge.type !== 'user') {
      this.#recorder.recordList(caller.ref, undefined);
      return [];
    }
    const clusters = this.#ownership
      .clusters()
      .filter(({ cluster }) => (options.cluster ?? cluster) === cluster);
    const grants: NamespaceGrant[] = [];
    for (const { cluster } of clusters) {
      const known = await this.#ownership.list(cluster, {
        reachableBy: caller.knowledge.ownershipEntityRefs,
      });
      for (const { namespace, knowledge } of known ?? []) {
        const decision = this.#judge(caller, namespace, knowledge);
        if (decision.result === 'allow') grants.push(decision.grant);
      }
    }
    this.#recorder.recordList(caller.ref, grants.length);
    return grants;
  }

  async scope(options: {
    credentials: BackstageCredentials;
    cluster: string;
    namespaces: string[];
  }): Promise<TenantScope> {
    const { credentials, cluster } = options;
    const namespaces = [...new Set(options.namespaces)].sort();
    if (namespaces.length === 0) {
      throw new InputError('A scope needs at least one namespace');
    }
    const caller = await this.#caller(credentials);
    for (const namespace of namespaces) {
      const decision = await this.#decide(caller, { cluster, namespace });
      this.#recorder.record(caller.ref, decision);
      if (decision.result === 'deny') {
        const reason = publicReason(decision.reason, {
          exact: this.#isPlatform(caller),
        });
        throw Object.assign(
          new NotAllowedError(
            `Access to namespace '${cluster}/${namespace}' is denied: ${reason}`,
          ),
          { reason },
        );
      }
    }
    return createTenantScope({
      userEntityRef: caller.ref,
      cluster,
      namespaces,
    });
  }

  async #decide(
    caller: Caller,
    namespace: NamespaceRef,
  ): Promise<NamespaceDecision> {
    return this.#judge(
      caller,
      namespace,
      await this.#ownership.knowledgeOf(namespace),
    );
  }

  #judge(
    caller: Caller,
    namespace: NamespaceRef,
    knowledge: NamespaceKnowledge,
  ): NamespaceDecision {
    return decideNamespace({
      namespace,
      caller: caller.knowledge,
      knowledge,
      platformGroups: this.#ownership.platformGroups,
    });
  }

  #isPlatform({ knowledge }: Caller): boolean {
    return (
      knowledge.type === 'user' &&
      this.#ownership.platformGroups.some(group =>
        knowledge.ownershipEntityRefs.includes(group),
      )
    );
  }

  async #caller(credentials: BackstageCredentials): Promise<Caller> {
    if (!this.#auth.isPrincipal(credentials, 'user')) {
      const { type, subject } = (credentials?.principal ?? {}) as {
        type?: string;
        subject?: string;
      };
      return {
        ref: subject ?? type ?? 'unknown',
        knowledge: { type: 'other' },
      };
    }
    const ref = credentials.principal.userEntityRef;
    try {
      const caller = readCaller(await this.#userInfo.getUserInfo(credentials));
      // A key for machines that was revoked, or whose scope cannot be read.
      if (!caller) return { ref, knowledge: { type: 'unresolved-user' } };
      const { ownershipEntityRefs, scope } = caller;
      return {
        ref,
        knowledge: {
          type: 'user',
          ownershipEntityRefs,
          ...(scope && { within: scope.namespaces }),
        },
      };
    } catch (error) {
      this.#logger.warn(
        `The groups of ${ref} could not be looked up`,
        toError(error),
      );
      return { ref, knowledge: { type: 'unresolved-user' } };
    }
  }
}
