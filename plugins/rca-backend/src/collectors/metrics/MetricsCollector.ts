import { estimateOnset } from '@internal/analysis';
import { ObservabilityService } from '@internal/plugin-observability-node';
import {
  CollectedEvidence,
  CollectorContext,
  RcaCollector,
} from '@internal/plugin-rca-node';
import {
  foreignUnchecked,
  telemetryTargets,
} from '../telemetry/telemetryTargets';
import { judgeCall, JudgedCall } from './judgeCall';
import { JudgeContext, judgeService, JudgedService } from './judgeService';
import { loadSignals } from './loadSignals';
import { MetricEvidence } from './MetricEvidence';
import { MetricFacts, MetricSignal } from './MetricFacts';
import { metricQueries } from './metricQueries';

/** Four scrapes of 15 s each, so that one lost scrape leaves a rate. */
const MIN_RATE_WINDOW_SECONDS = 60;
/** A scrape interval: finer steps repeat points. */
const MIN_STEP_SECONDS = 15;
/** With the baseline, below the 500 that evidence may show. */
const MAX_STEPS = 480;
const MIN_BASELINE_SECONDS = 1_800;
const MAX_BASELINE_SECONDS = 6 * 3_600;
/** Signals of one incident follow each other within this. */
const ONSET_TOLERANCE_SECONDS = 300;

/**
 * Looks at the four golden signals of the subject and its dependencies, at
 * what they use of their limits, and at what each sees of those it calls. The
 * baseline is the time before the window and before the onset.
 * @internal
 */
export class MetricsCollector implements RcaCollector {
  readonly source = 'metrics';
  readonly #observability: ObservabilityService;

  constructor(options: { observability: ObservabilityService }) {
    this.#observability = options.observability;
  }

  async collect(
    context: CollectorContext,
  ): Promise<CollectedEvidence<MetricFacts>> {
    const { subject, scope, signal } = context;
    const targets = telemetryTargets({ subject, scope });
    const span = spanOf(context.window);
    const names = this.#observability.vocabulary(subject.cluster).metrics;
    const queries = metricQueries({
      names,
      namespaces: [...new Set(targets.own.map(t => t.namespace))],
      rateWindowSeconds: span.rateWindowSeconds,
    });
    const loaded = await loadSignals({
      store: this.#observability.metrics(subject.cluster),
      scope,
      names,
      queries,
      targets: targets.own,
      window: {
        from: new Date(span.baselineFrom * 1000),
        to: new Date(span.window.to * 1000),
      },
      stepSeconds: span.stepSeconds,
      signal,
    });

    const judging: JudgeContext = { ...span, until: loaded.until };
    const services = targets.own.map(target =>
      judgeService(
        target,
        loaded.services.get(`${target.namespace}/${target.service}`) ?? {},
        judging,
      ),
    );
    const calls = loaded.calls
      .filter(
        call =>
          !call.byCallee ||
          // Asking for the callee's name finds services of that name elsewhere,
          // and callers that were asked already.
          (call.calleeNamespace === subject.namespace &&
            !loaded.services.has(`${call.callerNamespace}/${call.caller}`)),
      )
      .map(call => judgeCall(call, scope, judging));
    const evidence = new MetricEvidence({
      cluster: subject.cluster,
      queries,
      context: judging,
    });
    services.forEach(service => evidence.addService(service));
    calls.forEach(call => evidence.addCall(call));

    return {
      evidence: evidence.list,
      facts: {
        ...onsetOf(services, calls),
        services: services.map(s => s.facts),
        callees: calls.map(c => c.facts),
      },
      unchecked: [
        ...foreignUnchecked(this.source, targets),
        ...loaded.unchecked,
      ],
      summary: summarize(services, calls),
    };
  }
}

function spanOf(window: { from: Date; to: Date }) {
  const from = window.from.getTime() / 1000;
  const to = window.to.getTime() / 1000;
  const baseline = Math.min(
    MAX_BASELINE_SECONDS,
    Math.max(MIN_BASELINE_SECONDS, to - from),
  );
  const seconds = to - from + baseline;
  const stepSeconds = Math.max(
    MIN_STEP_SECONDS,
    Math.ceil(seconds / MAX_STEPS),
  );
  // Aligned, so that every curve has its points at the same times.
  const align = (time: number) => Math.floor(time / stepSeconds) * stepSeconds;
  return {
    window: { from: align(from), to: align(to) },
    baselineFrom: align(from - baseline),
    stepSeconds,
    rateWindowSeconds: Math.max(MIN_RATE_WINDOW_SECONDS, 2 * stepSeconds),
  };
}

function onsetOf(
  services: JudgedService[],
  calls: JudgedCall[],
): { onset?: string } {
  const signals: MetricSignal[] = [
    ...services.flatMap(s => Object.values(s.facts.signals)),
    ...calls.flatMap(c => [c.facts.errorRatio, c.facts.latencyP95]),
  ].filter(s => s !== undefined);
  const votes = signals
    .filter(s => s.anomalous && s.shift)
    .map(s => ({ at: Date.parse(s.shift!.onset), weight: 1 }));
  const onset = estimateOnset(votes, {
    tolerance: ONSET_TOLERANCE_SECONDS * 1000,
  });
  return onset ? { onset: new Date(onset.at).toISOString() } : {};
}

function summarize(services: JudgedService[], calls: JudgedCall[]): string {
  const names = (state: string) =>
    services.filter(s => s.facts.state === state).map(s => s.facts.service);
  const callees = [
    ...new Set(calls.filter(c => c.facts.anomalous).map(c => c.facts.callee)),
  ];
  const parts = [
    sentence('anomalous', names('anomalous')),
    sentence('failing or slow to their callers', callees),
    sentence('more load than before, served as before', names('load-increase')),
    sentence('no data', names('no-data')),
  ].filter(part => part !== '');
  return parts.length > 0
    ? parts.join('; ')
    : `${services.length} services as before`;
}

function sentence(what: string, names: string[]): string {
  return names.length > 0 ? `${what}: ${names.join(', ')}` : '';
}
