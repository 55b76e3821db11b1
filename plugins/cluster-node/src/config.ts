import { existsSync } from 'node:fs';
import { RootConfigService } from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import {
  POD_TOKEN_FILE,
  PortalIdentityConfig,
  readPortalIdentity,
} from './portalIdentity';

/** Where Kubernetes puts the certificate of the cluster that a pod runs in. */
const POD_CA_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';

/** Kubernetes refuses shorter tokens; longer ones outlive a revoked namespace for too long. */
const MIN_TOKEN_LIFETIME_MS = 600_000;
const MAX_TOKEN_LIFETIME_MS = 3_600_000;
const DEFAULT_TOKEN_LIFETIME_MS = 900_000;

const DEFAULT_REQUEST_TIMEOUT_MS = 5_000;
const MAX_REQUEST_TIMEOUT_MS = 60_000;

const DEFAULT_TENANT_SERVICE_ACCOUNT = 'aiops-reader';

/** DNS-1123 subdomain in lower case, as Kubernetes demands of ServiceAccounts; also the rule for our cluster names. */
const OBJECT_NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

/** Hosts that tokens may be sent to without TLS: they do not leave the machine. */
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** One cluster as the portal itself reaches it. */
export type ClusterConfig = {
  name: string;
  title?: string;
  url: string;
  caData?: string;
  caFile?: string;
  skipTLSVerify: boolean;
  identity: PortalIdentityConfig;
};

/** The parsed configuration of this package. */
export type ClustersConfig = {
  clusters: ClusterConfig[];
  tenantServiceAccount: string;
  tokenLifetimeMs: number;
  requestTimeoutMs: number;
};

/** Reads the clusters of the stock Kubernetes plugin and our own settings; throws on the first bad one. */
export function readClustersConfig(config: RootConfigService): ClustersConfig {
  const tokenFiles = readTokenFiles(config);
  const clusters = (
    config.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? []
  )
    .filter(method => method.getString('type') === 'config')
    .flatMap(method => method.getOptionalConfigArray('clusters') ?? [])
    .map(cluster => readCluster(cluster, tokenFiles));
  const names = clusters.map(cluster => cluster.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) {
    throw new InputError(
      `Cluster '${twice}' is configured twice under kubernetes.clusterLocatorMethods`,
    );
  }
  const unknown = Object.keys(tokenFiles).find(name => !names.includes(name));
  if (unknown) {
    throw new InputError(
      `clusters.portalTokenFiles names cluster '${unknown}', which is not configured`,
    );
  }

  const tenantServiceAccount =
    config.getOptionalString('clusters.tenantServiceAccount') ??
    DEFAULT_TENANT_SERVICE_ACCOUNT;
  if (!OBJECT_NAME.test(tenantServiceAccount)) {
    throw new InputError(
      `clusters.tenantServiceAccount is '${tenantServiceAccount}', which is not the name of a ServiceAccount (lower case letters, digits, '-' and '.')`,
    );
  }
  return {
    clusters,
    tenantServiceAccount,
    tokenLifetimeMs: readBounded(config, 'clusters.tenantTokenLifetime', {
      defaultMs: DEFAULT_TOKEN_LIFETIME_MS,
      minMs: MIN_TOKEN_LIFETIME_MS,
      maxMs: MAX_TOKEN_LIFETIME_MS,
    }),
    requestTimeoutMs: readBounded(config, 'clusters.requestTimeout', {
      defaultMs: DEFAULT_REQUEST_TIMEOUT_MS,
      minMs: 1,
      maxMs: MAX_REQUEST_TIMEOUT_MS,
    }),
  };
}

function readCluster(
  config: ReturnType<RootConfigService['getConfig']>,
  tokenFiles: Record<string, string>,
): ClusterConfig {
  const name = config.getString('name');
  if (!OBJECT_NAME.test(name)) {
    throw new InputError(
      `Cluster name '${name}' is not made of lower case letters, digits, '-' and '.'`,
    );
  }
  const url = config.getString('url');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new InputError(`Cluster '${name}' has no http or https url`);
  }
  const skipTLSVerify = config.getOptionalBoolean('skipTLSVerify') ?? false;
  const clearText = new URL(url).protocol === 'http:';
  if (clearText && !skipTLSVerify && !LOOPBACK.test(new URL(url).hostname)) {
    throw new InputError(
      `Cluster '${name}' has an http url, which would send tokens in clear text; use https, or set skipTLSVerify: true if that is meant`,
    );
  }
  const identity = readPortalIdentity({
    name,
    cluster: config,
    tokenFile: tokenFiles[name],
  });
  const caData = config.getOptionalString('caData');
  const caFile =
    config.getOptionalString('caFile') ??
    (!caData && isOfPod(identity) && existsSync(POD_CA_FILE)
      ? POD_CA_FILE
      : undefined);
  return {
    name,
    title: config.getOptionalString('title'),
    url: url.replace(/\/+$/, ''),
    caData,
    caFile,
    // The client refuses http unless verification is off, even on loopback.
    skipTLSVerify: skipTLSVerify || clearText,
    identity,
  };
}

/** Whether the portal enters as the pod that it runs in. */
function isOfPod(identity: PortalIdentityConfig): boolean {
  return 'tokenFile' in identity && identity.tokenFile === POD_TOKEN_FILE;
}

/** Files with the portal's token at a cluster, by the cluster's name. */
function readTokenFiles(config: RootConfigService): Record<string, string> {
  const files = config.getOptional<object>('clusters.portalTokenFiles') ?? {};
  if (Object.values(files).some(file => typeof file !== 'string' || !file)) {
    throw new InputError(
      'clusters.portalTokenFiles must name a file for each cluster',
    );
  }
  return files as Record<string, string>;
}

function readBounded(
  config: RootConfigService,
  key: string,
  bounds: { defaultMs: number; minMs: number; maxMs: number },
): number {
  if (!config.has(key)) return bounds.defaultMs;
  const value = durationToMilliseconds(readDurationFromConfig(config, { key }));
  if (!(value >= bounds.minMs && value <= bounds.maxMs)) {
    throw new InputError(
      `${key} is ${value} ms; it must be between ${bounds.minMs} and ${bounds.maxMs} ms`,
    );
  }
  return value;
}
