import { Point } from '@internal/analysis';
import {
  MetricSeries,
  MetricStore,
  TimeWindow,
  Vocabulary,
} from '@internal/plugin-observability-node';
import { Unchecked } from '@internal/plugin-rca-common';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { uncheckedBecause } from '../telemetry/describeFailure';
import { serviceOfPod } from '../telemetry/podNames';
import { TelemetryTarget } from '../telemetry/telemetryTargets';
import { CalleeSignal, MetricQueries, QueryBuilder } from './metricQueries';
import { SignalKind } from './MetricFacts';
import { resolvePeer } from './resolvePeer';

const SOURCE = 'metrics';

/** What a caller measures of a callee, as curves. @internal */
export type LoadedCall = {
  caller: string;
  callerNamespace: string;
  callee: string;
  calleeNamespace?: string;
  /** True when it came from asking for the callee, not for the caller. */
  byCallee: boolean;
  curves: Partial<Record<CalleeSignal, Point[]>>;
};

/** @internal */
export type LoadedSignals = {
  /** By `namespace/service`; several curves where there are several pods. */
  services: Map<string, Partial<Record<SignalKind, Point[][]>>>;
  calls: LoadedCall[];
  /** Unix seconds of the newest point of any curve. */
  until: number;
  unchecked: Unchecked[];
};

/**
 * Asks the store all questions at once and sorts the answers by service. A
 * question that fails is `unchecked`; only when all fail the first error is thrown.
 * @internal
 */
export async function loadSignals(options: {
  store: MetricStore;
  scope: TenantScope;
  names: Vocabulary['metrics'];
  queries: MetricQueries;
  targets: readonly TelemetryTarget[];
  window: TimeWindow;
  stepSeconds: number;
  signal: AbortSignal;
}): Promise<LoadedSignals> {
  const { store, scope, names, queries, targets, signal } = options;
  const services = [...new Set(targets.map(target => target.service))];
  const subjects = targets.filter(t => t.isSubject).map(t => t.service);
  const unchecked: Unchecked[] = [];
  const errors: unknown[] = [];
  let asked = 0;

  const ask = async (what: string, build: QueryBuilder, of: string[]) => {
    asked++;
    try {
      const { series, truncated } = await store.queryRange({
        scope,
        query: build(of),
        window: options.window,
        stepSeconds: options.stepSeconds,
        signal,
      });
      if (truncated) {
        unchecked.push({
          source: SOURCE,
          reason: 'truncated',
          message: `${what}: the store had more series than are read`,
        });
      }
      return series;
    } catch (error) {
      signal.throwIfAborted();
      errors.push(error);
      unchecked.push(uncheckedBecause(SOURCE, what, error));
      return [];
    }
  };
  const askAll = <K extends string>(
    group: string,
    builders: Record<K, QueryBuilder>,
    of: string[],
  ) =>
    Promise.all(
      Object.entries<QueryBuilder>(builders).map(
        async ([kind, build]) =>
          [kind as K, await ask(`${group} ${kind}`, build, of)] as const,
      ),
    );

  const [signals, callees, callers] = await Promise.all([
    askAll('Signal', queries.signals, services),
    askAll('Calls to others,', queries.callees, services),
    askAll('Calls from others,', queries.callers, subjects),
  ]);
  if (errors.length === asked) {
    throw errors[0];
  }

  const loaded: LoadedSignals = {
    services: sortByService(signals, { names, targets, services }),
    calls: [],
    until: newestTime([...signals, ...callees, ...callers]),
    unchecked,
  };
  const homes = homesOf(signals, names);
  for (const [answers, byCallee] of [
    [callees, false],
    [callers, true],
  ] as const) {
    loaded.calls.push(
      ...sortByCall(answers, { names, targets, scope, homes, byCallee }),
    );
  }
  return loaded;
}

type Answers<K> = ReadonlyArray<readonly [K, MetricSeries[]]>;

function sortByService(
  answers: Answers<SignalKind>,
  options: {
    names: Vocabulary['metrics'];
    targets: readonly TelemetryTarget[];
    services: readonly string[];
  },
): LoadedSignals['services'] {
  const { names, targets, services } = options;
  const result: LoadedSignals['services'] = new Map(
    targets.map(t => [`${t.namespace}/${t.service}`, {}]),
  );
  for (const [kind, series] of answers) {
    for (const { labels, points } of series) {
      const service =
        labels[names.serviceName] ??
        labels[names.deployment] ??
        serviceOfPod(labels[names.pod] ?? '', services);
      const curves = result.get(`${labels[names.namespace]}/${service}`);
      if (curves) {
        (curves[kind] ??= []).push(finite(points));
      }
    }
  }
  return result;
}

function sortByCall(
  answers: Answers<CalleeSignal | string>,
  options: {
    names: Vocabulary['metrics'];
    targets: readonly TelemetryTarget[];
    scope: TenantScope;
    homes: Map<string, Set<string>>;
    byCallee: boolean;
  },
): LoadedCall[] {
  const { names } = options;
  const calls = new Map<string, LoadedCall>();
  for (const [kind, series] of answers) {
    for (const { labels, points } of series) {
      const caller = labels[names.serviceName];
      const callerNamespace = labels[names.namespace];
      const address = labels[names.peer];
      if (!caller || !callerNamespace || !address) {
        continue;
      }
      const key = JSON.stringify([callerNamespace, caller, address]);
      const call: LoadedCall = calls.get(key) ?? {
        caller,
        callerNamespace,
        ...resolvePeer({ ...options, address, callerNamespace }),
        byCallee: options.byCallee,
        curves: {},
      };
      call.curves[kind as CalleeSignal] = finite(points);
      calls.set(key, call);
    }
  }
  return [...calls.values()];
}

/** In which of the caller's namespaces a workload of a name exists. */
function homesOf(answers: Answers<SignalKind>, names: Vocabulary['metrics']) {
  const homes = new Map<string, Set<string>>();
  const [, series] = answers.find(([kind]) => kind === 'replicas-desired')!;
  for (const { labels } of series) {
    const name = labels[names.deployment];
    const namespaces = homes.get(name) ?? new Set();
    homes.set(name, namespaces.add(labels[names.namespace]));
  }
  return homes;
}

function newestTime(answers: Answers<string>): number {
  return Math.max(
    0,
    ...answers.flatMap(([, series]) =>
      series.map(({ points }) => points.at(-1)?.[0] ?? 0),
    ),
  );
}

/** A quantile in the histogram's last bucket is infinite, which no chart can show. */
function finite(points: MetricSeries['points']): Point[] {
  return points.filter(([, value]) => Number.isFinite(value));
}
