import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';

/** The section `observability.anomalies`, checked. @internal */
export type AnomalyConfig = {
  enabled: boolean;
  intervalMs: number;
  deadlineMs: number;
  retentionMs: number;
  /** Namespaces at once on one backend. */
  concurrency: number;
  minConfidence: number;
  notifyConfidence: number;
};

const SECTION = 'observability.anomalies';
const SECOND_MS = 1_000;
const HOUR_MS = 60 * 60 * SECOND_MS;
const MAX_CONCURRENCY = 16;

/**
 * Reads the section `observability.anomalies` once, at start.
 *
 * @throws InputError that names the key and the rule which it breaks.
 * @internal
 */
export function readAnomalyConfig(rootConfig: Config): AnomalyConfig {
  const config = rootConfig.getOptionalConfig(SECTION);
  return {
    enabled: config?.getOptionalBoolean('enabled') ?? true,
    intervalMs: readDuration(config, 'interval', {
      fallback: { minutes: 5 },
      minimumMs: 30 * SECOND_MS,
    }),
    deadlineMs: readDuration(config, 'deadline', {
      fallback: { minutes: 1 },
      minimumMs: 5 * SECOND_MS,
    }),
    retentionMs: readDuration(config, 'retention', {
      fallback: { days: 30 },
      minimumMs: HOUR_MS,
    }),
    concurrency: readCount(config, 'concurrency', 2),
    minConfidence: readShare(config, 'minConfidence', 0.9),
    notifyConfidence: readShare(config, 'notifyConfidence', 0.95),
  };
}

function readDuration(
  config: Config | undefined,
  key: string,
  options: { fallback: HumanDuration; minimumMs: number },
): number {
  const { fallback, minimumMs } = options;
  const value = config?.has(key)
    ? readDurationFromConfig(config, { key })
    : fallback;
  const ms = durationToMilliseconds(value);
  if (ms < minimumMs) {
    throw new InputError(
      `Invalid ${SECTION}.${key}: must be at least ${
        minimumMs / SECOND_MS
      } seconds`,
    );
  }
  return ms;
}

function readCount(
  config: Config | undefined,
  key: string,
  fallback: number,
): number {
  const value = config?.getOptionalNumber(key) ?? fallback;
  if (!Number.isInteger(value) || value < 1 || value > MAX_CONCURRENCY) {
    throw new InputError(
      `Invalid ${SECTION}.${key} '${value}': must be a whole number from 1 to ${MAX_CONCURRENCY}`,
    );
  }
  return value;
}

function readShare(
  config: Config | undefined,
  key: string,
  fallback: number,
): number {
  const value = config?.getOptionalNumber(key) ?? fallback;
  if (!(value >= 0 && value <= 1)) {
    throw new InputError(
      `Invalid ${SECTION}.${key} '${value}': must be from 0 to 1`,
    );
  }
  return value;
}
