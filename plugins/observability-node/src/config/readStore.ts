import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { readAuthorization, readHeaders } from './readHeaders';
import { readTls } from './readTls';
import { ConfiguredStore } from './types';

/** Below the 15 s that a page waits, above what a healthy store needs. */
const DEFAULT_DEADLINE_MS = 10_000;
const MAX_DEADLINE_MS = 300_000;
const DEFAULT_MAX_CONCURRENCY = 8;
const DEFAULT_MAX_QUEUE = 128;
/** A tail costs a store little, but each holds a connection for hours. */
const DEFAULT_MAX_TAILS = 32;

/** One store of a cluster. @internal */
export function readStore(config: Config, key: string): ConfiguredStore {
  const url = readUrl(config.getString('url'), `${key}.url`);
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
  const store = {
    url,
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
    maxTails: readCount(
      config.getOptionalNumber('maxTails') ?? DEFAULT_MAX_TAILS,
      `${key}.maxTails`,
    ),
    tls: readTls(config.getOptionalConfig('tls'), url, `${key}.tls`),
  };
  return { type: config.getString('type'), key, config: store };
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

function readCount(value: number, key: string): number {
  if (!Number.isInteger(value) || value < 1) {
    throw new InputError(`Invalid ${key} '${value}', must be at least 1`);
  }
  return value;
}
