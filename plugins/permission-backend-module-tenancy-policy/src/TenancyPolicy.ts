import { LoggerService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { readCaller } from '@internal/plugin-tenancy-common';
import { PolicyConfig } from './config';
import { PolicyCaller, toDecision } from './outcomes';
import { PermissionRow } from './permissionTable';

/** Names of unknown permissions that are remembered, so that each is logged once. */
const MAX_REPORTED = 1_000;

/** The portal's one policy: it looks things up in the table, and denies what is not there. */
export class TenancyPolicy implements PermissionPolicy {
  readonly #config: PolicyConfig;
  readonly #logger: LoggerService;
  readonly #reported = new Set<string>();

  constructor(options: { config: PolicyConfig; logger: LoggerService }) {
    this.#config = options.config;
    this.#logger = options.logger;
  }

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const { permission } = request;
    const { table } = this.#config;
    if (!Object.hasOwn(table, permission.name)) {
      this.#reportUnknown(permission.name);
      return { result: AuthorizeResult.DENY };
    }
    const caller = user && callerOf(user);
    if (!caller) return { result: AuthorizeResult.DENY };
    if (caller.permissions && !caller.permissions.includes(permission.name)) {
      return { result: AuthorizeResult.DENY };
    }
    const outcome = table[permission.name][this.#column(caller)];
    return toDecision(outcome, permission, caller, this.#config);
  }

  #column(caller: PolicyCaller): keyof PermissionRow {
    // A key for machines is never more than a member of a team, whoever owns it.
    if (caller.permissions) return 'team';
    const groups = caller.ownershipEntityRefs.filter(ref =>
      ref.startsWith('group:'),
    );
    if (groups.some(ref => this.#config.platformGroups.includes(ref))) {
      return 'platform';
    }
    return groups.length ? 'team' : 'groupless';
  }

  #reportUnknown(name: string): void {
    if (this.#reported.has(name) || this.#reported.size >= MAX_REPORTED) return;
    this.#reported.add(name);
    this.#logger.warn(
      `Permission ${JSON.stringify(
        name.slice(0, 200),
      )} is in no row of the policy and denied to everybody; add it to tenancyPolicy.permissions if it is meant to be usable`,
    );
  }
}

/** The permission backend has looked the groups up by then, or has refused the request. */
function callerOf({ info }: PolicyQueryUser): PolicyCaller | undefined {
  const caller = readCaller(info);
  return (
    caller && {
      userEntityRef: info.userEntityRef,
      ownershipEntityRefs: caller.ownershipEntityRefs,
      permissions: caller.scope?.permissions,
      namespaces: caller.scope?.namespaces.map(
        ({ cluster, namespace }) => `${cluster}/${namespace}`,
      ),
    }
  );
}
