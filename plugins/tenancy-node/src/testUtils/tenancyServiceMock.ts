import { createServiceMock } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import {
  denialReasons,
  NamespaceGrant,
  TenantScope,
} from '@internal/plugin-tenancy-common';
import { namespaceIndexServiceRef } from '../namespaceIndexServiceRef';
import { ownershipServiceRef } from '../ownershipServiceRef';
import { scanTenancyServiceRef } from '../scanTenancyServiceRef';
import { TenancyService } from '../TenancyService';
import { tenancyServiceRef } from '../tenancyServiceRef';

/**
 * Mock of {@link tenancyServiceRef}; give it {@link fakeTenancy} for one that decides.
 * @public
 */
export const tenancyServiceMock = createServiceMock(tenancyServiceRef, () => ({
  decide: jest.fn(),
  list: jest.fn(),
  scope: jest.fn(),
}));

/**
 * Mock of {@link namespaceIndexServiceRef}.
 * @public
 */
export const namespaceIndexServiceMock = createServiceMock(
  namespaceIndexServiceRef,
  () => ({
    lookup: jest.fn(),
    entries: jest.fn(),
    status: jest.fn(),
  }),
);

/**
 * Mock of {@link scanTenancyServiceRef}.
 * @public
 */
export const scanTenancyServiceMock = createServiceMock(
  scanTenancyServiceRef,
  () => ({ list: jest.fn(), scope: jest.fn() }),
);

/**
 * Mock of {@link ownershipServiceRef}.
 * @public
 */
export const ownershipServiceMock = createServiceMock(
  ownershipServiceRef,
  () => ({
    platformGroups: ['group:default/platform-engineering'],
    maxIndexAgeMs: 60_000,
    knowledgeOf: jest.fn(),
    list: jest.fn(),
    clusters: jest.fn(),
  }),
);

/**
 * A scope for tests of stores and cluster clients.
 * @public
 */
export function mockTenantScope(options?: {
  userEntityRef?: string;
  cluster?: string;
  namespaces?: string[];
}): TenantScope {
  return Object.freeze({
    $$type: '@internal/TenantScope',
    userEntityRef: options?.userEntityRef ?? 'user:default/mock',
    cluster: options?.cluster ?? 'sandbox',
    namespaces: Object.freeze([...(options?.namespaces ?? ['team-a-prod'])]),
  });
}

/**
 * A tenancy that grants what the table says to user principals, and denies
 * everything else to everybody:
 * `fakeTenancy({ 'user:default/alice': ['sandbox/team-a-prod'] })`.
 * @public
 */
export function fakeTenancy(table: Record<string, string[]>): TenancyService {
  const grantsOf = (credentials: {
    principal: unknown;
  }): NamespaceGrant[] | undefined => {
    const { type, userEntityRef } = credentials.principal as {
      type: string;
      userEntityRef?: string;
    };
    if (type !== 'user' || !userEntityRef) return undefined;
    return [...(table[userEntityRef] ?? [])].sort().map(text => {
      const [cluster, namespace] = text.split('/');
      return { cluster, namespace, access: 'owner' };
    });
  };
  const service: TenancyService = {
    async decide({ credentials, namespace }) {
      const grants = grantsOf(credentials);
      const grant = grants?.find(
        g =>
          g.cluster === namespace.cluster &&
          g.namespace === namespace.namespace,
      );
      if (grant) return { result: 'allow', grant };
      const reason = grants ? denialReasons.notOwner : denialReasons.notAUser;
      return { result: 'deny', namespace, reason };
    },
    async list({ credentials, cluster }) {
      return (grantsOf(credentials) ?? []).filter(
        g => (cluster ?? g.cluster) === g.cluster,
      );
    },
    async scope({ credentials, cluster, namespaces }) {
      for (const namespace of namespaces) {
        const decision = await service.decide({
          credentials,
          namespace: { cluster, namespace },
        });
        if (decision.result === 'deny') {
          throw Object.assign(new NotAllowedError(decision.reason), {
            reason: decision.reason,
          });
        }
      }
      const { userEntityRef } = credentials.principal as {
        userEntityRef: string;
      };
      return mockTenantScope({ userEntityRef, cluster, namespaces });
    },
  };
  return service;
}
