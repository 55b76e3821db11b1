import { RootConfigService } from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import {
  DEFAULT_GROUP_NAMESPACE,
  isNamespaceName,
  NamespaceRef,
  toGroupRef,
} from '@internal/plugin-tenancy-common';
import { OwnershipConfig, readOwnershipConfig } from './ownershipConfig';

const DEFAULT_PLATFORM_GROUPS = ['platform-engineering'];
const DEFAULT_MAX_INDEX_AGE_MS = 60_000;

/** The index is confirmed three times within its bound, and no watch lives shorter than 5 s. */
const MIN_MAX_INDEX_AGE_MS = 15_000;
const MAX_MAX_INDEX_AGE_MS = 3_600_000;

/** Keys that had another name; a rule that is silently not read is worse than a refused start. */
const RENAMED_KEYS = {
  ownershipSources: 'tenancy.ownership.sources',
  ownershipLabel: 'tenancy.ownership.label',
  namespaceOwners: 'tenancy.ownership.config',
};

/** The parsed `tenancy` section. */
export type TenancyConfig = OwnershipConfig & {
  groupNamespace: string;
  platformGroups: string[];
  /** `cluster` is absent where the namespace is shared in every cluster. */
  sharedNamespaces: Array<Omit<NamespaceRef, 'cluster'> & { cluster?: string }>;
  maxIndexAgeMs: number;
  strictMode: boolean;
};

/**
 * Entity refs of the groups that run the platform, for policies.
 * @public
 */
export function readPlatformGroups(config: RootConfigService): string[] {
  return readTenancyConfig(config).platformGroups;
}

/** Reads the `tenancy` section; throws with the rule that a bad value breaks. */
export function readTenancyConfig(config: RootConfigService): TenancyConfig {
  for (const [key, name] of Object.entries(RENAMED_KEYS)) {
    if (config.has(`tenancy.${key}`)) {
      throw new InputError(`tenancy.${key} is now called ${name}; rename it`);
    }
  }
  const groupNamespace =
    config.getOptionalString('tenancy.groupNamespace') ??
    DEFAULT_GROUP_NAMESPACE;
  if (!isNamespaceName(groupNamespace)) {
    throw new InputError(
      `tenancy.groupNamespace is '${groupNamespace}', which is not a catalog namespace in lower case`,
    );
  }
  const readGroup = (key: string, text: string) => {
    const ref = toGroupRef(text, { defaultNamespace: groupNamespace });
    if (!ref) {
      throw new InputError(
        `${key} names the group '${text}'; it must be a lower case name or 'group:<namespace>/<name>'`,
      );
    }
    return ref;
  };
  const parsed: TenancyConfig = {
    ...readOwnershipConfig(config, readGroup),
    groupNamespace,
    platformGroups: (
      config.getOptionalStringArray('tenancy.platformGroups') ??
      DEFAULT_PLATFORM_GROUPS
    ).map(text => readGroup('tenancy.platformGroups', text)),
    sharedNamespaces: readSharedNamespaces(config),
    maxIndexAgeMs: readMaxIndexAge(config),
    strictMode: config.getOptionalBoolean('tenancy.strictMode') ?? false,
  };
  if (parsed.strictMode) checkStrict(parsed);
  return parsed;
}

/**
 * What the configuration says about clusters that are not configured: most likely a
 * misspelt name, so that a rule protects nothing.
 */
export function findUnknownClusters(
  config: TenancyConfig,
  clusters: readonly string[],
): string[] {
  return [
    ...config.rules.map(({ cluster }) => ({
      key: 'tenancy.ownership.config',
      cluster,
    })),
    ...config.sharedNamespaces.map(({ cluster }) => ({
      key: 'tenancy.sharedNamespaces',
      cluster,
    })),
  ]
    .filter(
      ({ cluster }) => cluster !== undefined && !clusters.includes(cluster),
    )
    .map(
      ({ key, cluster }) =>
        `${key} names the cluster '${cluster}', which kubernetes.clusterLocatorMethods does not have`,
    );
}

function checkStrict(config: TenancyConfig): void {
  if (config.sharedNamespaces.length) {
    throw new InputError(
      'tenancy.strictMode is on, so no namespace can be shared with everybody; remove tenancy.sharedNamespaces, or switch strictMode off',
    );
  }
  const rule = config.rules.find(r => typeof r.namespace !== 'string');
  if (rule && typeof rule.namespace !== 'string') {
    throw new InputError(
      `tenancy.strictMode is on, so owners are named for whole namespaces only; replace the pattern '${rule.namespace.text}' in tenancy.ownership.config by names, or switch strictMode off`,
    );
  }
}

function readSharedNamespaces(
  config: RootConfigService,
): TenancyConfig['sharedNamespaces'] {
  const entries =
    config.getOptional<unknown[]>('tenancy.sharedNamespaces') ?? [];
  if (!Array.isArray(entries)) {
    throw new InputError('tenancy.sharedNamespaces must be a list');
  }
  return entries.map(entry => {
    const { cluster, namespace } =
      typeof entry === 'string'
        ? { cluster: undefined, namespace: entry }
        : (entry as { cluster?: unknown; namespace?: unknown });
    if (
      !isNamespaceName(namespace) ||
      (cluster !== undefined && typeof cluster !== 'string')
    ) {
      throw new InputError(
        `tenancy.sharedNamespaces holds ${JSON.stringify(
          entry,
        )}; it must be the name of a namespace or { cluster, namespace }`,
      );
    }
    return { cluster, namespace };
  });
}

function readMaxIndexAge(config: RootConfigService): number {
  const key = 'tenancy.maxIndexAge';
  if (!config.has(key)) return DEFAULT_MAX_INDEX_AGE_MS;
  const value = durationToMilliseconds(readDurationFromConfig(config, { key }));
  if (!(value >= MIN_MAX_INDEX_AGE_MS && value <= MAX_MAX_INDEX_AGE_MS)) {
    throw new InputError(
      `${key} is ${value} ms; it must be between ${MIN_MAX_INDEX_AGE_MS} and ${MAX_MAX_INDEX_AGE_MS} ms`,
    );
  }
  return value;
}
