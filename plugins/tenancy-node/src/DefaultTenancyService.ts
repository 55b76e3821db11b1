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
  NamespaceRef,
  TenantScope,
} from '@internal/plugin-tenancy-common';
import { TenancyConfig } from './config';
import { DecisionRecorder } from './DecisionRecorder';
import { NamespaceIndexService } from './NamespaceIndexService';
import { knowledgeOf } from './ownershipClaims';
import { TenancyService } from './TenancyService';

type Caller = { ref: string; knowledge: CallerKnowledge };

/** Gathers who asks and what is known, and lets `decideNamespace` decide. */
export class DefaultTenancyService implements TenancyService {
  readonly #auth: AuthService;
  readonly #userInfo: UserInfoService;
  readonly #index: NamespaceIndexService;
  readonly #config: TenancyConfig;
  readonly #recorder: DecisionRecorder;
  readonly #logger: LoggerService;

  constructor(options: {
    auth: AuthService;
    userInfo: UserInfoService;
    index: NamespaceIndexService;
    config: TenancyConfig;
    recorder: DecisionRecorder;
    logger: LoggerService;
  }) {
    this.#auth = options.auth;
    this.#userInfo = options.userInfo;
    this.#index = options.index;
    this.#config = options.config;
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
    if (caller.knowledge.type !== 'user') return [];
    const clusters = this.#index
      .clusters()
      .filter(name => (options.cluster ?? name) === name);
    const grants: NamespaceGrant[] = [];
    for (const cluster of clusters) {
      for (const namespace of (await this.#index.names(cluster)) ?? []) {
        const decision = await this.#decide(caller, { cluster, namespace });
        if (decision.result === 'allow') grants.push(decision.grant);
      }
    }
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
        throw Object.assign(
          new NotAllowedError(
            `Access to namespace '${cluster}/${namespace}' is denied: ${decision.reason}`,
          ),
          { reason: decision.reason },
        );
      }
    }
    // The only place where a scope is made. Frozen, so that it stays what was decided.
    return Object.freeze({
      $$type: '@internal/TenantScope',
      userEntityRef: caller.ref,
      cluster,
      namespaces: Object.freeze(namespaces),
    });
  }

  async #decide(
    caller: Caller,
    namespace: NamespaceRef,
  ): Promise<NamespaceDecision> {
    return decideNamespace({
      namespace,
      caller: caller.knowledge,
      knowledge: knowledgeOf(
        namespace,
        await this.#index.lookup(namespace),
        this.#config,
      ),
      platformGroups: this.#config.platformGroups,
    });
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
      const { ownershipEntityRefs } = await this.#userInfo.getUserInfo(
        credentials,
      );
      return { ref, knowledge: { type: 'user', ownershipEntityRefs } };
    } catch (error) {
      this.#logger.warn(
        `The groups of ${ref} could not be looked up`,
        toError(error),
      );
      return { ref, knowledge: { type: 'unresolved-user' } };
    }
  }
}
