import { randomUUID } from 'node:crypto';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { AccessScope } from '@internal/plugin-tenancy-common';
import { TenancyService } from '@internal/plugin-tenancy-node';
import { AccessKeyIssuer } from './AccessKeyIssuer';
import { AccessKeyConfig } from './config';
import { DatabaseAccessKeyStore } from './database/DatabaseAccessKeyStore';
import { createSecret } from './secret';
import { AccessKey } from './types';

/** A person who manages keys. */
export type Manager = {
  credentials: BackstageCredentials;
  userEntityRef: string;
  /** Entity refs. */
  groups: readonly string[];
  isPlatform: boolean;
};

/** What somebody asks for. */
export type NewKey = AccessScope & { name: string; lifetimeMs?: number };

/** A key with its secret, which is seen once. */
export type KeyWithSecret = { key: AccessKey; secret: string };

/** Makes, lists, rotates and revokes keys, each for the members of the owning group. */
export class AccessKeyService {
  readonly #store: DatabaseAccessKeyStore;
  readonly #issuer: AccessKeyIssuer;
  readonly #tenancy: TenancyService;
  readonly #config: AccessKeyConfig;

  constructor(options: {
    store: DatabaseAccessKeyStore;
    issuer: AccessKeyIssuer;
    tenancy: TenancyService;
    config: AccessKeyConfig;
  }) {
    this.#store = options.store;
    this.#issuer = options.issuer;
    this.#tenancy = options.tenancy;
    this.#config = options.config;
  }

  async create(manager: Manager, wanted: NewKey): Promise<KeyWithSecret> {
    const { owner, permissions, namespaces, name } = wanted;
    // Not for the platform either: nobody makes keys of a group that they are not in.
    if (!manager.groups.includes(owner)) {
      throw new NotAllowedError(`You are not in ${owner}`);
    }
    const lifetimeMs = wanted.lifetimeMs ?? this.#config.maxLifetimeMs;
    if (lifetimeMs > this.#config.maxLifetimeMs) {
      throw new InputError(
        `A key lives at most ${this.#config.maxLifetimeMs / 3_600_000} hours`,
      );
    }
    await this.#requireOwned(manager, owner, namespaces);
    const createdAt = new Date();
    const key: AccessKey = {
      id: randomUUID(),
      name,
      owner,
      permissions,
      namespaces,
      createdBy: manager.userEntityRef,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + lifetimeMs),
    };
    const { secret, hash } = createSecret();
    await this.#store.insert(key, hash, this.#config.maxPerOwner);
    return { key, secret };
  }

  async list(manager: Manager): Promise<AccessKey[]> {
    return this.#store.list(manager.isPlatform ? undefined : manager.groups);
  }

  async rotate(manager: Manager, id: string): Promise<KeyWithSecret> {
    const key = await this.#find(manager, id);
    // The platform may take keys of others away, but never hold one.
    if (!manager.groups.includes(key.owner)) {
      throw new NotAllowedError(`You are not in ${key.owner}`);
    }
    const { secret, hash } = createSecret();
    await this.#store.rotate(id, hash, this.#config.rotationOverlapMs);
    return { key, secret };
  }

  async revoke(manager: Manager, id: string): Promise<AccessKey> {
    const key = await this.#find(manager, id);
    await this.#store.revoke(id, manager.userEntityRef, () =>
      this.#issuer.close(id),
    );
    return key;
  }

  async #find(manager: Manager, id: string): Promise<AccessKey> {
    const key = await this.#store.find(id);
    // Keys of others are none of their business: not even that they exist.
    if (!key || !(manager.isPlatform || manager.groups.includes(key.owner))) {
      throw new NotFoundError(`Access key '${id}' not found`);
    }
    return key;
  }

  /** A scope holds only what the owner may read; the same is asked again at every use. */
  async #requireOwned(
    manager: Manager,
    owner: string,
    namespaces: AccessScope['namespaces'],
  ): Promise<void> {
    for (const namespace of namespaces) {
      const decision = await this.#tenancy.decide({
        credentials: manager.credentials,
        namespace,
      });
      const mine =
        decision.result === 'allow' &&
        (decision.grant.via === owner || decision.grant.access === 'shared');
      if (!mine) {
        throw new NotAllowedError(
          `${owner} may not read the namespace ${namespace.cluster}/${namespace.namespace}`,
        );
      }
    }
  }
}
