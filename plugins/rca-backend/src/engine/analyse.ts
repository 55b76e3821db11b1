import {
  Finding,
  Hypothesis,
  OWN_ORIGIN,
  RcaReport,
  SourceOutcome,
} from '@internal/plugin-rca-common';
import { earliest } from '../lib/time';
import { RuleFinding, Snapshot } from '../rules';
import { citeMetric, metricsOf } from '../rules/metricSignals';
import { buildTimeline } from './buildTimeline';
import { conclude } from './conclude';
import { EvidenceBook } from './EvidenceBook';
import { excludeSuspects } from './excludeSuspects';
import { findSeenBefore } from './findSeenBefore';
import { findCandidates, placeFindings, PlacedFinding } from './findCandidates';
import { proposeActions } from './proposeActions';
import { RankedCause, rankHypotheses } from './rankHypotheses';

const MAX_HYPOTHESES = 5;
/** Candidates below this are told among the excluded ones. */
const MIN_CONFIDENCE = 0.2;
const MAX_FINDINGS = 60;

/** The part of a report that the analysis writes. @internal */
export type Analysis = Pick<
  RcaReport,
  | 'verdict'
  | 'confidence'
  | 'summary'
  | 'onset'
  | 'hypotheses'
  | 'excluded'
  | 'findings'
  | 'timeline'
  | 'actions'
  | 'seenBefore'
  | 'evidence'
>;

/** From findings to a verdict. Pure, and the same for the same input. @internal */
export function analyse(options: {
  snapshot: Snapshot;
  findings: RuleFinding[];
  outcomes: SourceOutcome[];
  book: EvidenceBook;
}): Analysis {
  const { snapshot, outcomes, book } = options;
  const relevant = placeFindings(snapshot, options.findings).slice(
    0,
    MAX_FINDINGS,
  );
  const ranked = rankHypotheses(snapshot, relevant, findCandidates(relevant));
  const kept = ranked
    .filter(cause => cause.connected && cause.confidence >= MIN_CONFIDENCE)
    .slice(0, MAX_HYPOTHESES);
  const dropped = ranked.filter(cause => !kept.includes(cause));
  const onset = onsetOf(snapshot, relevant, kept[0]);
  const conclusion = conclude({
    snapshot,
    ranked: kept,
    dropped,
    placed: relevant,
    outcomes,
    onset,
  });
  const reported = conclusion.verdict === 'healthy' ? undefined : onset;
  const hypotheses = kept.map((cause, i) =>
    toHypothesis(snapshot, cause, i, book),
  );
  const findings = relevant.map(({ finding }, i) =>
    toFinding(finding, i, book),
  );
  const seenBefore =
    conclusion.verdict === 'healthy'
      ? []
      : findSeenBefore({
          past: snapshot.pastReports,
          hypotheses,
          findings,
          book,
        });
  return {
    ...conclusion,
    ...(seenBefore.length > 0 && { seenBefore }),
    confidence: round(conclusion.confidence),
    onset: reported,
    hypotheses,
    findings,
    timeline: buildTimeline({
      snapshot,
      findings: relevant.map(({ finding }) => finding),
      onset: reported,
      book,
    }),
    excluded: excludeSuspects({
      snapshot,
      dropped,
      findings: relevant.map(({ finding }) => finding),
      onset,
      named: new Set(hypotheses.map(({ category }) => category)),
      book,
    }),
    actions:
      conclusion.verdict === 'cause-found' ? proposeActions(kept[0]) : [],
    evidence: book.evidence,
  };
}

/** When the subject began to suffer; else when the cause set in. */
function onsetOf(
  snapshot: Snapshot,
  placed: PlacedFinding[],
  top: RankedCause | undefined,
): string | undefined {
  const { subject } = snapshot.graph;
  const own = placed
    .filter(
      ({ finding, vertices }) =>
        finding.severity !== 'info' && vertices.includes(subject.key),
    )
    .map(({ finding }) => finding.onset);
  return (
    earliest(...own, metricsOf(snapshot, subject)?.onset) ??
    top?.candidate.onset
  );
}

function toFinding(
  finding: RuleFinding,
  index: number,
  book: EvidenceBook,
): Finding {
  const { rule, title, severity, object, onset, evidence } = finding;
  const { origins = [OWN_ORIGIN] } = finding;
  return {
    id: `f-${index + 1}`,
    rule,
    title: title.slice(0, 500),
    severity,
    object,
    ...(onset && { onset }),
    origins,
    evidence: book.citeAll(evidence),
  };
}

function toHypothesis(
  snapshot: Snapshot,
  cause: RankedCause,
  index: number,
  book: EvidenceBook,
): Hypothesis {
  const { candidate } = cause;
  const evidenceFor = book.citeAll(
    candidate.findings.flatMap(finding => finding.evidence),
  );
  return {
    id: `h-${index + 1}`,
    category: candidate.category,
    entity: candidate.entity,
    statement: candidate.cause.statement.slice(0, 1_000),
    confidence: round(cause.confidence),
    ...(candidate.onset && { onset: candidate.onset }),
    evidenceFor,
    evidenceAgainst: against(snapshot, cause, book).filter(
      id => !evidenceFor.includes(id),
    ),
    propagation: cause.propagation,
    ...(candidate.cause.confirmBy && { confirmBy: candidate.cause.confirmBy }),
  };
}

/** Traffic that is served as before speaks against a cause in that service, and a worse dependency as well. */
function against(
  snapshot: Snapshot,
  { candidate, explainedBy }: RankedCause,
  book: EvidenceBook,
): string[] {
  const { graph } = snapshot;
  const node = graph.nodes.find(({ key }) => key === candidate.vertex);
  const facts = metricsOf(snapshot, node);
  const unharmed =
    facts?.state === 'normal' || facts?.state === 'load-increase'
      ? citeMetric(facts.signals['error-ratio'], facts.signals['latency-p95'])
      : [];
  const worse = graph.edges
    .filter(({ from, to }) => from === node && explainedBy.includes(to.key))
    .flatMap(({ observed }) =>
      citeMetric(observed?.errorRatio, observed?.latencyP95),
    );
  return book.citeAll([...unharmed, ...worse]);
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
