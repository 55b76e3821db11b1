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

const DEFAULT_OWNERSHIP_LABEL = 'aiops.backstage/team';
const DEFAULT_PLATFORM_GROUPS = ['platform-engineering'];
const DEFAULT_MAX_INDEX_AGE_MS = 60_000;

/** The index is confirmed three times within its bound, and no watch lives shorter than 5 s. */
const MIN_MAX_INDEX_AGE_MS = 15_000;
const MAX_MAX_INDEX_AGE_MS = 3_600_000;

/** Where the owner of a namespace may come from. */
export const ownershipSources = ['label', 'config'] as const;
/** One of {@link ownershipSources}. */
export type OwnershipSource = (typeof ownershipSources)[number];

/** A statement of the configuration: this namespace, or these, belong to that group. */
export type OwnershipRule = {
  /** Every cluster when absent. */
  cluster?: string;
  /** A whole name, or a beginning followed by `*`. */
  namespace: string;
  group: string;
};

/** The parsed `tenancy` section. */
export type TenancyConfig = {
  sources: readonly OwnershipSource[];
  ownershipLabel: string;
  groupNamespace: string;
  rules: OwnershipRule[];
  platformGroups: string[];
  /** `cluster` is absent where the namespace is shared in every cluster. */
  sharedNamespaces: Array<Omit<NamespaceRef, 'cluster'> & { cluster?: string }>;
  maxIndexAgeMs: number;
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

  const ownershipLabel =
    config.getOptionalString('tenancy.ownershipLabel') ??
    DEFAULT_OWNERSHIP_LABEL;
  const sources = config.getOptionalStringArray('tenancy.ownershipSources') ?? [
    ...ownershipSources,
  ];
  for (const source of sources) {
    if (!(ownershipSources as readonly string[]).includes(source)) {
      throw new InputError(
        `tenancy.ownershipSources holds '${source}'; known are ${ownershipSources.join(
          ', ',
        )}`,
      );
    }
  }
  return {
    sources: sources as OwnershipSource[],
    ownershipLabel,
    groupNamespace,
    rules: (config.getOptionalConfigArray('tenancy.namespaceOwners') ?? []).map(
      rule => ({
        cluster: rule.getOptionalString('cluster'),
        namespace: readPattern(rule.getString('namespace')),
        group: readGroup('tenancy.namespaceOwners', rule.getString('group')),
      }),
    ),
    platformGroups: (
      config.getOptionalStringArray('tenancy.platformGroups') ??
      DEFAULT_PLATFORM_GROUPS
    ).map(text => readGroup('tenancy.platformGroups', text)),
    sharedNamespaces: readSharedNamespaces(config),
    maxIndexAgeMs: readMaxIndexAge(config),
  };
}

function readPattern(pattern: string): string {
  // `*` alone would give every namespace there will ever be to one team.
  const name = pattern.endsWith('*') ? `${pattern.slice(0, -1)}x` : pattern;
  if (pattern === '*' || !isNamespaceName(name)) {
    throw new InputError(
      `tenancy.namespaceOwners has the namespace '${pattern}'; it must be a whole name, or the beginning of one followed by '*'`,
    );
  }
  return pattern;
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
