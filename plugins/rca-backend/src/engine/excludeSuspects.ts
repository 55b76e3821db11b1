import { CauseCategory, ExcludedCandidate } from '@internal/plugin-rca-common';
import { MetricSignal } from '../collectors/metrics';
import { RuleFinding, Snapshot } from '../rules';
import { citeMetric, describeValue, metricsOf } from '../rules/metricSignals';
import { describeSeconds, secondsBetween } from '../lib/time';
import { EvidenceBook } from './EvidenceBook';
import { RankedCause } from './rankHypotheses';

const MAX_EXCLUDED = 20;
/** Memory and CPU below this share of the limit are no suspects. */
const COMFORTABLE_SHARE = 0.85;

/** Differences this small do not count, however large they are in proportion. */
const NEGLIGIBLE: Record<MetricSignal['unit'], number> = {
  ratio: 0.01,
  s: 0.02,
  'requests/s': 0.5,
  restarts: 0,
  replicas: 0,
};

/**
 * What a person on call would suspect as well, and why it is not it: candidates
 * that ranked too low, and the usual suspects that were looked at.
 * @internal
 */
export function excludeSuspects(options: {
  snapshot: Snapshot;
  dropped: RankedCause[];
  findings: RuleFinding[];
  onset: string | undefined;
  /** Categories that are among the hypotheses already. */
  named: Set<CauseCategory>;
  book: EvidenceBook;
}): ExcludedCandidate[] {
  const { dropped, book } = options;
  return [
    ...dropped.map(({ candidate, connected, explanation }) => ({
      category: candidate.category,
      entity: candidate.entity,
      reason: connected
        ? `Less likely: ${explanation}.`
        : `It does not explain the symptom: ${
            explanation || 'nothing connects it to the service'
          }.`,
      evidence: book.citeAll(candidate.findings[0].evidence.slice(0, 2)),
    })),
    ...resources(options),
    ...rollouts(options),
    ...dependencies(options),
  ].slice(0, MAX_EXCLUDED);
}

type Options = Parameters<typeof excludeSuspects>[0];

function resources({ snapshot, named, book }: Options): ExcludedCandidate[] {
  const { graph } = snapshot;
  const signals = metricsOf(snapshot, graph.subject)?.signals;
  const suspects = [
    ['out-of-memory', 'memory', signals?.['memory-of-limit']],
    ['cpu-saturation', 'CPU', signals?.['cpu-of-limit']],
  ] as const;
  return suspects.flatMap(([category, what, signal]) =>
    !signal || named.has(category) || signal.current >= COMFORTABLE_SHARE
      ? []
      : [
          {
            category,
            entity: graph.objectOf(graph.subject),
            reason: `${graph.subject.name} uses ${describeValue(
              signal.current,
              signal.unit,
            )} of its ${what} limit.`,
            evidence: book.citeAll(citeMetric(signal)),
          },
        ],
  );
}

/** Rollouts that came too late or long before. */
function rollouts({ snapshot, onset, book }: Options): ExcludedCandidate[] {
  const reachable = snapshot.graph.reachable().map(node => node.key);
  return (snapshot.changes?.rollouts ?? []).flatMap(rollout => {
    const workload = snapshot.index.workloadByRef(rollout.object);
    const node = workload && snapshot.graph.nodeOfWorkload(workload);
    const lead = secondsBetween(onset, rollout.at);
    if (!node || !reachable.includes(node.key) || lead === undefined) {
      return [];
    }
    const late = lead < -120;
    const old = lead > 1_800;
    return late || old
      ? [
          {
            category: 'code-regression' as const,
            entity: rollout.object,
            reason: `Its rollout of revision ${
              rollout.revision
            } came ${describeSeconds(Math.abs(lead))} ${
              late ? 'after' : 'before'
            } the onset.`,
            evidence: [
              book.cite({ source: 'changes', index: rollout.evidence }),
            ],
          },
        ]
      : [];
  });
}

/** Direct dependencies that answer as before. */
function dependencies({ snapshot, book }: Options): ExcludedCandidate[] {
  const { graph } = snapshot;
  return graph.dependenciesOf(graph.subject).flatMap(({ to, observed }) => {
    if (!observed || observed.anomalous) {
      return [];
    }
    const latencyP95 = asBefore(observed.latencyP95);
    const errorRatio = asBefore(observed.errorRatio);
    const seen = [
      latencyP95 &&
        `answers in ${describeValue(latencyP95.current, latencyP95.unit)}`,
      errorRatio &&
        `fails ${describeValue(
          errorRatio.current,
          errorRatio.unit,
        )} of the calls`,
    ].filter(Boolean);
    return seen.length
      ? [
          {
            category: 'slow-dependency' as const,
            entity: graph.objectOf(to),
            reason: `As seen from ${graph.subject.name} it ${seen.join(
              ' and ',
            )}, as before.`,
            evidence: book.citeAll(citeMetric(latencyP95, errorRatio)),
          },
        ]
      : [];
  });
}

/** A signal that is where it was; not every one that did not shift for good is. */
function asBefore(signal: MetricSignal | undefined): MetricSignal | undefined {
  return signal?.baseline !== undefined &&
    signal.current <= signal.baseline * 1.25 + NEGLIGIBLE[signal.unit]
    ? signal
    : undefined;
}
