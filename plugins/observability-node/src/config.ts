import {
  Config,
  ConfigReader,
  readDurationFromConfig,
} from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { defaultVocabulary, Vocabulary } from './Vocabulary';

/** Below the 15 s that a page waits, above what a healthy store needs. */
const DEFAULT_DEADLINE_MS = 10_000;
const MAX_DEADLINE_MS = 300_000;
const DEFAULT_MAX_CONCURRENCY = 8;
const DEFAULT_MAX_QUEUE = 128;

const METRIC_OR_LABEL_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
/** Narrow on purpose: a field name goes into query text without quotes. */
const LOG_FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_./-]*$/;
const HEADER_NAME = /^[A-Za-z0-9-]+$/;
const HEADER_VALUE = /^[\x20-\x7e]*$/;
const UINT32_HEADERS = ['accountid', 'projectid'];
const UINT32_MAX = 0xffff_ffff;
/** Set by the client itself, or dangerous to override. */
const REFUSED_HEADERS = [
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'host',
  'transfer-encoding',
];

/** How to reach one store. @internal */
export type StoreConfig = {
  url: URL;
  headers: Record<string, string>;
  deadlineMs: number;
  maxConcurrency: number;
  maxQueue: number;
};

/** @internal */
export type ClusterObservabilityConfig = {
  logs?: StoreConfig;
  metrics?: StoreConfig;
  vocabulary: Vocabulary;
};

/** @internal */
export type ObservabilityConfig = {
  clusters: Map<string, ClusterObservabilityConfig>;
  vocabulary: Vocabulary;
};

/** Reads and validates `observability`. @internal */
export function readObservabilityConfig(root: Config): ObservabilityConfig {
  const config =
    root.getOptionalConfig('observability') ?? new ConfigReader({});
  const vocabulary = readVocabulary(
    config.getOptionalConfig('vocabulary'),
    defaultVocabulary,
    'observability.vocabulary',
  );
  const clusters = new Map<string, ClusterObservabilityConfig>();
  const clustersConfig = config.getOptionalConfig('clusters');
  for (const name of clustersConfig?.keys() ?? []) {
    const cluster = clustersConfig!.getConfig(name);
    const key = `observability.clusters.${name}`;
    clusters.set(name, {
      logs: readStore(cluster, 'logs', 'victorialogs', key),
      metrics: readStore(cluster, 'metrics', 'victoriametrics', key),
      vocabulary: readVocabulary(
        cluster.getOptionalConfig('vocabulary'),
        vocabulary,
        `${key}.vocabulary`,
      ),
    });
  }
  return { clusters, vocabulary };
}

function readStore(
  cluster: Config,
  kind: 'logs' | 'metrics',
  expectedType: string,
  parentKey: string,
): StoreConfig | undefined {
  const config = cluster.getOptionalConfig(kind);
  if (!config) {
    return undefined;
  }
  const key = `${parentKey}.${kind}`;
  const type = config.getString('type');
  if (type !== expectedType) {
    throw new InputError(
      `Invalid ${key}.type '${type}', must be '${expectedType}'`,
    );
  }
  const deadlineMs = config.has('deadline')
    ? durationToMilliseconds(
        readDurationFromConfig(config, { key: 'deadline' }),
      )
    : DEFAULT_DEADLINE_MS;
  if (deadlineMs < 1 || deadlineMs > MAX_DEADLINE_MS) {
    throw new InputError(
      `Invalid ${key}.deadline, must be between 1 ms and ${
        MAX_DEADLINE_MS / 1000
      } s`,
    );
  }
  return {
    url: readUrl(config.getString('url'), `${key}.url`),
    headers: {
      ...readHeaders(config.getOptionalConfig('headers'), `${key}.headers`),
      ...readAuthorization(config.getOptionalConfig('auth'), `${key}.auth`),
    },
    deadlineMs,
    maxConcurrency: readCount(
      config.getOptionalNumber('maxConcurrency') ?? DEFAULT_MAX_CONCURRENCY,
      `${key}.maxConcurrency`,
    ),
    maxQueue: readCount(
      config.getOptionalNumber('maxQueue') ?? DEFAULT_MAX_QUEUE,
      `${key}.maxQueue`,
    ),
  };
}

function readUrl(value: string, key: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (
    !url ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.username ||
    url.password ||
    url.search ||
    url.hash
  ) {
    throw new InputError(
      `Invalid ${key}, must be an http or https URL without credentials, query or fragment`,
    );
  }
  if (!url.pathname.endsWith('/')) {
    url.pathname += '/';
  }
  return url;
}

/**
 * Keys whose environment variable is not set are absent, so that one
 * configuration serves stores with either kind of credentials and with none.
 */
function readAuthorization(
  config: Config | undefined,
  key: string,
): Record<string, string> {
  const username = config?.getOptionalString('basic.username');
  const password = config?.getOptionalString('basic.password');
  const token = config?.getOptionalString('bearer.token');
  if ((username === undefined) !== (password === undefined)) {
    throw new InputError(
      `Invalid ${key}.basic, must have both username and password`,
    );
  }
  if (username !== undefined && token !== undefined) {
    throw new InputError(`Invalid ${key}, must have only one of basic, bearer`);
  }
  if (token !== undefined) {
    return { Authorization: `Bearer ${token}` };
  }
  return username === undefined
    ? {}
    : {
        Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString(
          'base64',
        )}`,
      };
}

function readHeaders(
  config: Config | undefined,
  key: string,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of config?.keys() ?? []) {
    const value = String(config!.get(name));
    const lower = name.toLowerCase();
    if (!HEADER_NAME.test(name) || !HEADER_VALUE.test(value)) {
      throw new InputError(
        `Invalid ${key}.${name}, names have letters, digits and dashes, values printable ASCII`,
      );
    }
    if (REFUSED_HEADERS.includes(lower)) {
      throw new InputError(
        `Invalid ${key}.${name}, set it through auth or url`,
      );
    }
    if (
      UINT32_HEADERS.includes(lower) &&
      !(/^\d+$/.test(value) && Number(value) <= UINT32_MAX)
    ) {
      throw new InputError(
        `Invalid ${key}.${name} '${value}', must be a number from 0 to ${UINT32_MAX}`,
      );
    }
    headers[name] = value;
  }
  return headers;
}

function readCount(value: number, key: string): number {
  if (!Number.isInteger(value) || value < 1) {
    throw new InputError(`Invalid ${key} '${value}', must be at least 1`);
  }
  return value;
}

function readVocabulary(
  config: Config | undefined,
  defaults: Vocabulary,
  key: string,
): Vocabulary {
  return {
    logs: readNames(
      config?.getOptionalConfig('logs'),
      defaults.logs,
      LOG_FIELD_NAME,
      `${key}.logs`,
    ),
    metrics: readNames(
      config?.getOptionalConfig('metrics'),
      defaults.metrics,
      METRIC_OR_LABEL_NAME,
      `${key}.metrics`,
    ),
  };
}

function readNames<T extends Record<string, string>>(
  config: Config | undefined,
  defaults: T,
  pattern: RegExp,
  key: string,
): T {
  const names: Record<string, string> = { ...defaults };
  for (const name of config?.keys() ?? []) {
    if (!Object.hasOwn(defaults, name)) {
      throw new InputError(
        `Unknown key ${key}.${name}, must be one of ${Object.keys(
          defaults,
        ).join(', ')}`,
      );
    }
    const value = config!.getString(name);
    if (!pattern.test(value)) {
      throw new InputError(
        `Invalid ${key}.${name} '${value}', must match ${pattern.source}`,
      );
    }
    names[name] = value;
  }
  return names as T;
}
