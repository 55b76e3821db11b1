import { SourceOutcome, Verdict } from '@internal/plugin-rca-common';
import { RuleFinding, Snapshot } from '../rules';
import {
  describeShift,
  describeValue,
  metricsOf,
} from '../rules/metricSignals';
import { PlacedFinding } from './findCandidates';
import { RankedCause } from './rankHypotheses';

/** A cause is named from this confidence on. */
export const CAUSE_THRESHOLD = 0.5;
/** Sources without which nothing can be called healthy. */
const VITAL_SOURCES = ['kubernetes', 'metrics'];
/** What each failed source costs of the confidence. */
const MISSING_SOURCE_FACTOR = 0.93;

/** @internal */
export type Conclusion = {
  verdict: Verdict;
  confidence: number;
  summary: string;
};

/** The verdict in one sentence, by rules alone. @internal */
export function conclude(options: {
  snapshot: Snapshot;
  ranked: RankedCause[];
  dropped: RankedCause[];
  placed: PlacedFinding[];
  outcomes: SourceOutcome[];
  onset: string | undefined;
}): Conclusion {
  const { snapshot, ranked, placed, outcomes, onset } = options;
  const { subject } = snapshot.graph;
  const failed = outcomes.filter(
    ({ status }) => status !== 'ok' && status !== 'partial',
  );
  const trust = MISSING_SOURCE_FACTOR ** failed.length;
  const since = onset ? ` Since ${clock(onset)}.` : '';
  const [top] = ranked;
  if (top && top.connected && top.confidence >= CAUSE_THRESHOLD) {
    const path = top.propagation.slice(1);
    const effect =
      path.length > 0 && top.candidate.vertex !== subject.key
        ? ` ${subject.name} suffers from it.`
        : '';
    return {
      verdict: 'cause-found',
      confidence: top.confidence * trust,
      summary: `${top.candidate.cause.statement}${effect}${since}`,
    };
  }
  const symptoms = symptomsOf(snapshot, placed);
  if (symptoms.length > 0) {
    return {
      verdict: 'inconclusive',
      confidence: (top?.confidence ?? 0.3) * trust,
      summary: `Something is wrong with ${subject.name}, but no single cause stands out: ${symptoms[0].title}.${since}`,
    };
  }
  const missing = failed.filter(({ source }) => VITAL_SOURCES.includes(source));
  if (missing.length > 0 || !subject.workload) {
    const why = missing.length
      ? `${missing.map(({ source }) => source).join(' and ')} could not be read`
      : `no workload of ${subject.name} was found`;
    return {
      verdict: 'inconclusive',
      confidence: 0.3,
      summary: `Nothing wrong was seen with ${subject.name}, but ${why}.`,
    };
  }
  return {
    verdict: 'healthy',
    confidence: healthyConfidence(snapshot) * trust,
    summary: `${healthySummary(snapshot)}${harmless(
      snapshot,
      options.dropped,
    )}`,
  };
}

/** Findings that something suffers, on the subject or what reaches it. */
function symptomsOf(
  snapshot: Snapshot,
  placed: PlacedFinding[],
): RuleFinding[] {
  const { subject } = snapshot.graph;
  return placed
    .filter(
      ({ finding, vertices }) =>
        finding.severity !== 'info' && vertices.includes(subject.key),
    )
    .map(({ finding }) => finding);
}

function healthyConfidence(snapshot: Snapshot): number {
  const state = metricsOf(snapshot, snapshot.graph.subject)?.state;
  return state === undefined || state === 'no-data' ? 0.6 : 0.95;
}

function healthySummary(snapshot: Snapshot): string {
  const { subject } = snapshot.graph;
  const facts = metricsOf(snapshot, subject);
  const {
    rate,
    'error-ratio': errors,
    'latency-p95': latency,
  } = facts?.signals ?? {};
  const workload = subject.workload!;
  const parts = [
    `${workload.availableReplicas} of ${workload.desiredReplicas} replicas available`,
    errors && `error ratio ${describeValue(errors.current, errors.unit)}`,
    latency &&
      `95 % of the answers within ${describeValue(
        latency.current,
        latency.unit,
      )}`,
  ].filter(Boolean);
  const load =
    facts?.state === 'load-increase' && rate
      ? ` Its traffic ${describeShift(rate)}, and it copes.`
      : '';
  return `${subject.name} is healthy: ${parts.join(', ')}.${load}`;
}

/** What is broken nearby and does not hurt, at least not yet. */
function harmless(snapshot: Snapshot, dropped: RankedCause[]): string {
  const near = new Set(snapshot.graph.reachable().map(node => node.key));
  const found = dropped.find(
    ({ candidate }) =>
      candidate.selfSufficient &&
      candidate.findings.some(
        ({ object, affects = [] }) =>
          near.has(candidate.vertex) ||
          affects.some(ref => {
            const workload = snapshot.index.workloadByRef(ref);
            const node = workload && snapshot.graph.nodeOfWorkload(workload);
            return object.kind === 'Node' && !!node && near.has(node.key);
          }),
      ),
  );
  return found
    ? ` It does not suffer from this, which is wrong nearby: ${found.candidate.cause.statement}`
    : '';
}

function clock(instant: string): string {
  return `${instant.slice(0, 19).replace('T', ' ')} UTC`;
}
