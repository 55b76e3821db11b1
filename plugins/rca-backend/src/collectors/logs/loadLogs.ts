import { Point } from '@internal/analysis';
import {
  LogRecord,
  LogStore,
  TimeWindow,
  Vocabulary,
} from '@internal/plugin-observability-node';
import { Unchecked } from '@internal/plugin-rca-common';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { uncheckedBecause } from '../telemetry/describeFailure';
import { serviceOfPod } from '../telemetry/podNames';
import { TelemetryTarget } from '../telemetry/telemetryTargets';
import { LogQueries } from './logQueries';

const SOURCE = 'logs';
/** Lines read on either side of the onset. */
const MAX_LINES = 3_000;

/** @internal */
export type LogReader = {
  store: LogStore;
  scope: TenantScope;
  names: Vocabulary['logs'];
  queries: LogQueries;
  targets: readonly TelemetryTarget[];
  signal: AbortSignal;
};

/** Counts of warnings and errors of one pod. @internal */
export type PodVolume = {
  target: TelemetryTarget;
  pod: string;
  /** `[unix seconds, lines in the bucket]` */
  points: Point[];
};

/**
 * Warnings and errors over time by pod; one question a namespace, because pods
 * of two namespaces may share a name.
 * @internal
 */
export async function loadVolumes(
  reader: LogReader,
  window: TimeWindow,
  stepSeconds: number,
): Promise<{
  volumes: PodVolume[];
  unchecked: Unchecked[];
  errors: unknown[];
}> {
  const namespaces = [...new Set(reader.targets.map(t => t.namespace))];
  const unchecked: Unchecked[] = [];
  const errors: unknown[] = [];
  const volumes = await Promise.all(
    namespaces.map(async namespace => {
      const targets = reader.targets.filter(t => t.namespace === namespace);
      try {
        const hits = await reader.store.hits({
          scope: reader.scope,
          query: reader.queries.problems(targets),
          window,
          stepSeconds,
          groupBy: reader.names.pod,
          signal: reader.signal,
        });
        return hits.flatMap(({ group, buckets }) => {
          const pod = group[reader.names.pod];
          const target = pod ? targetOf(pod, namespace, targets) : undefined;
          return target
            ? [
                {
                  target,
                  pod,
                  points: buckets.map(
                    ({ start, count }): Point => [
                      start.getTime() / 1000,
                      count,
                    ],
                  ),
                },
              ]
            : [];
        });
      } catch (error) {
        reader.signal.throwIfAborted();
        errors.push(error);
        unchecked.push(
          uncheckedBecause(SOURCE, `Log volume of ${namespace}`, error),
        );
        return [];
      }
    }),
  );
  return { volumes: volumes.flat(), unchecked, errors };
}

/** @internal */
export type LogSample = {
  lines: Array<{ target: TelemetryTarget; record: LogRecord }>;
  /** How long the sample looks back from its end. */
  seconds: number;
  truncated: boolean;
};

/** The newest lines of a window that may tell of a problem. @internal */
export async function loadSample(
  reader: LogReader,
  window: TimeWindow,
): Promise<LogSample> {
  const { records, truncated } = await reader.store.query({
    scope: reader.scope,
    query: reader.queries.candidates(reader.targets),
    window,
    limit: MAX_LINES,
    signal: reader.signal,
  });
  const oldest = truncated ? Date.parse(records[0].time) : NaN;
  const from = Number.isNaN(oldest) ? window.from.getTime() : oldest;
  return {
    lines: records.flatMap(record => {
      const target = targetOf(
        record.pod ?? '',
        record.namespace ?? '',
        reader.targets,
      );
      return target ? [{ target, record }] : [];
    }),
    seconds: (window.to.getTime() - from) / 1000,
    truncated,
  };
}

function targetOf(
  pod: string,
  namespace: string,
  targets: readonly TelemetryTarget[],
): TelemetryTarget | undefined {
  const local = targets.filter(t => t.namespace === namespace);
  const service = serviceOfPod(
    pod,
    local.map(t => t.service),
  );
  return local.find(t => t.service === service);
}
