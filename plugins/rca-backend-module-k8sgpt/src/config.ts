import { isAbsolute } from 'node:path';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';

/** How k8sgpt is asked about one cluster. @internal */
export type K8sgptAccess =
  | { type: 'results'; namespace?: string }
  | { type: 'command'; path: string }
  | { type: 'server'; url: string };

/** The section `rca.k8sgpt`, checked. @internal */
export type K8sgptConfig = {
  clusters: Map<string, K8sgptAccess>;
  filters: string[];
  deadlineMs: number;
};

/** Analyzers of what a tenant may read; those of the whole cluster would only be refused. */
const DEFAULT_FILTERS = [
  'Pod',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Service',
  'Ingress',
  'PersistentVolumeClaim',
];
const DEFAULT_DEADLINE = { seconds: 20 };
const MIN_DEADLINE_MS = 1_000;
const FILTER = /^[A-Za-z][A-Za-z0-9/]*$/;
const NAMESPACE = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads `rca.k8sgpt` once, at start.
 *
 * @param options - `clusters` are the names of those that the portal knows.
 * @returns undefined when k8sgpt is not configured.
 * @throws InputError that names the key and the rule which it breaks.
 * @internal
 */
export function readK8sgptConfig(
  rootConfig: Config,
  options: { clusters: readonly string[] },
): K8sgptConfig | undefined {
  const config = rootConfig.getOptionalConfig('rca.k8sgpt');
  const clusters = config?.getConfig('clusters');
  if (!config || !clusters?.keys().length) {
    return undefined;
  }
  const unknown = clusters.keys().find(key => !options.clusters.includes(key));
  if (unknown !== undefined) {
    throw new InputError(
      `Invalid rca.k8sgpt.clusters.${unknown}: must be the name of a cluster (${options.clusters.join(
        ', ',
      )})`,
    );
  }
  const filters = config.getOptionalStringArray('filters') ?? DEFAULT_FILTERS;
  const wrong = filters.find(filter => !FILTER.test(filter));
  if (wrong !== undefined || filters.length === 0) {
    throw new InputError(
      `Invalid rca.k8sgpt.filters '${
        wrong ?? ''
      }': must be names of analyzers, such as Pod`,
    );
  }
  const deadlineMs = durationToMilliseconds(
    config.has('deadline')
      ? readDurationFromConfig(config, { key: 'deadline' })
      : DEFAULT_DEADLINE,
  );
  if (deadlineMs < MIN_DEADLINE_MS) {
    throw new InputError(
      `Invalid rca.k8sgpt.deadline: must be at least ${
        MIN_DEADLINE_MS / 1_000
      } second`,
    );
  }
  return {
    clusters: new Map(
      clusters
        .keys()
        .map(name => [name, readAccess(name, clusters.getConfig(name))]),
    ),
    filters,
    deadlineMs,
  };
}

function readAccess(cluster: string, config: Config): K8sgptAccess {
  const key = `rca.k8sgpt.clusters.${cluster}`;
  const ways = ['results', 'command', 'server'].filter(way => config.has(way));
  if (ways.length !== 1) {
    throw new InputError(
      `Invalid ${key}: must have exactly one of results, command and server`,
    );
  }
  if (config.has('command')) {
    const path = config.getString('command.path');
    if (!isAbsolute(path)) {
      throw new InputError(
        `Invalid ${key}.command.path '${path}': must be an absolute path`,
      );
    }
    return { type: 'command', path };
  }
  if (config.has('server')) {
    const url = config.getString('server.url');
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
      throw new InputError(
        `Invalid ${key}.server.url '${url}': must be an http or https URL`,
      );
    }
    return { type: 'server', url: url.replace(/\/+$/, '') };
  }
  const namespace = config.getOptionalString('results.namespace');
  if (namespace !== undefined && !NAMESPACE.test(namespace)) {
    throw new InputError(
      `Invalid ${key}.results.namespace '${namespace}': must be the name of a namespace`,
    );
  }
  return { type: 'results', ...(namespace && { namespace }) };
}
