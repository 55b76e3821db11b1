import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import { ManifestLayout } from './collectors/changes';

/** The section `rca`, checked. @internal */
export type RcaConfig = {
  concurrency: {
    total: number;
    perNamespace: number;
    waitingPerNamespace: number;
  };
  deadlineMs: number;
  retentionMs: number;
  reportRepository: string;
  manifests: ManifestLayout | undefined;
};

const DEFAULT_MANIFEST_REPOSITORY = 'gitops';
const DEFAULT_NAMESPACE_PATH = 'clusters/{cluster}/{namespace}';
const MIN_DEADLINE_MS = 1_000;
const MIN_RETENTION_MS = 60 * 60 * 1_000;

/**
 * Reads the section `rca` once, at start.
 *
 * @throws InputError that names the key and the rule which it breaks.
 * @internal
 */
export function readRcaConfig(rootConfig: Config): RcaConfig {
  const config = rootConfig.getOptionalConfig('rca');
  const repositories =
    rootConfig.getOptionalConfig('gitops.repositories')?.keys() ?? [];
  return {
    concurrency: {
      total: readCount(config, 'concurrency.total', 8),
      perNamespace: readCount(config, 'concurrency.perNamespace', 2),
      waitingPerNamespace: readCount(
        config,
        'concurrency.waitingPerNamespace',
        10,
      ),
    },
    deadlineMs: readDuration(
      config,
      'deadline',
      { seconds: 60 },
      MIN_DEADLINE_MS,
    ),
    retentionMs: readDuration(
      config,
      'retention',
      { days: 90 },
      MIN_RETENTION_MS,
    ),
    reportRepository:
      config?.getOptionalString('reports.repository') ?? 'reports',
    manifests: readManifests(config, repositories),
  };
}

function readManifests(
  config: Config | undefined,
  repositories: string[],
): ManifestLayout | undefined {
  const repository = config?.getOptionalString('manifests.repository');
  if (repository && !repositories.includes(repository)) {
    throw new InputError(
      `Invalid rca.manifests.repository '${repository}': must be a key of gitops.repositories`,
    );
  }
  const namespacePath =
    config?.getOptionalString('manifests.namespacePath') ??
    DEFAULT_NAMESPACE_PATH;
  // Without the namespace in it, every tenant would see every tenant's commits.
  if (!namespacePath.includes('{namespace}')) {
    throw new InputError(
      `Invalid rca.manifests.namespacePath '${namespacePath}': must contain {namespace}`,
    );
  }
  const found =
    repository ??
    repositories.find(name => name === DEFAULT_MANIFEST_REPOSITORY);
  return found === undefined
    ? undefined
    : {
        repository: found,
        namespacePath: namespacePath.replace(/\/+$/, ''),
      };
}

function readCount(
  config: Config | undefined,
  key: string,
  fallback: number,
): number {
  const value = config?.getOptionalNumber(key) ?? fallback;
  if (!Number.isInteger(value) || value < 1) {
    throw new InputError(
      `Invalid rca.${key} '${value}': must be a whole number above 0`,
    );
  }
  return value;
}

function readDuration(
  config: Config | undefined,
  key: string,
  fallback: HumanDuration,
  minimumMs: number,
): number {
  const value = config?.has(key)
    ? readDurationFromConfig(config, { key })
    : fallback;
  const ms = durationToMilliseconds(value);
  if (ms < minimumMs) {
    throw new InputError(
      `Invalid rca.${key}: must be at least ${minimumMs / 1_000} seconds`,
    );
  }
  return ms;
}
