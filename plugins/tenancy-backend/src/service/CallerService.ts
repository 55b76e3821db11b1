import {
  BackstageCredentials,
  BackstageUserPrincipal,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { denialReasons } from '@internal/plugin-tenancy-common';
import { OwnershipService } from '@internal/plugin-tenancy-node';

/** Who asks, and what counts about them. @internal */
export type Caller = {
  credentials: BackstageCredentials<BackstageUserPrincipal>;
  userEntityRef: string;
  /** Of the sign-in, sorted. */
  groups: string[];
  platform: boolean;
};

/** Looks up who asks. @internal */
export class CallerService {
  readonly #permissions: PermissionsService;
  readonly #userInfo: UserInfoService;
  readonly #ownership: OwnershipService;

  constructor(options: {
    permissions: PermissionsService;
    userInfo: UserInfoService;
    ownership: OwnershipService;
  }) {
    this.#permissions = options.permissions;
    this.#userInfo = options.userInfo;
    this.#ownership = options.ownership;
  }

  async resolve(
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<Caller> {
    const { ownershipEntityRefs } = await this.#userInfo
      .getUserInfo(credentials)
      .catch(error => {
        throw Object.assign(
          new ServiceUnavailableError('Your groups cannot be told now', error),
          { reason: denialReasons.identityUnavailable },
        );
      });
    // A key for machines is in no group here, whoever owns it: these pages are for people.
    const groups = ownershipEntityRefs
      .filter(ref => ref.startsWith('group:'))
      .sort();
    return {
      credentials,
      userEntityRef: credentials.principal.userEntityRef,
      groups,
      platform: this.#ownership.platformGroups.some(g => groups.includes(g)),
    };
  }

  /** @throws NotAllowedError when the policy does not allow it. */
  async require(caller: Caller, permission: BasicPermission): Promise<void> {
    if (!(await this.has(caller, permission))) {
      throw new NotAllowedError(
        `You do not have the permission '${permission.name}'`,
      );
    }
  }

  async has(caller: Caller, permission: BasicPermission): Promise<boolean> {
    const [{ result }] = await this.#permissions.authorize([{ permission }], {
      credentials: caller.credentials,
    });
    return result === AuthorizeResult.ALLOW;
  }
}
