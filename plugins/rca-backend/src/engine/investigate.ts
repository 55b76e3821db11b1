import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  parseReport,
  RcaReport,
  REPORT_SCHEMA_VERSION,
  SourceProgress,
  Unchecked,
} from '@internal/plugin-rca-common';
import {
  InvestigationSubject,
  RcaCollector,
  RcaNarrator,
} from '@internal/plugin-rca-node';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { ChangeFacts } from '../collectors/changes';
import {
  emptyKubernetesFacts,
  KubernetesFacts,
} from '../collectors/kubernetes';
import { LogFacts } from '../collectors/logs';
import { MetricFacts } from '../collectors/metrics';
import { PastReportFacts } from '../collectors/pastReports';
import { cleanJson, cleanText } from '../lib/cleanText';
import { redactSecrets } from '../lib/redactSecrets';
import { narrate } from '../narrative/narrate';
import { rules, Snapshot } from '../rules';
import { analyse } from './analyse';
import { ClusterIndex } from './ClusterIndex';
import { collectEvidence, SourceResult } from './collectEvidence';
import { DefaultSharedLoads } from './DefaultSharedLoads';
import { EvidenceBook } from './EvidenceBook';
import { mergeFindings } from './mergeFindings';
import { ServiceGraph } from './ServiceGraph';

/** Every text of a report may be this long, so that what stands for a secret may be longer than it. */
const SHORTEST_LIMIT = 300;
const FOREIGN = 'foreign-namespace';

/** @internal */
export type InvestigateOptions = {
  investigationId: string;
  requestedBy: string;
  subject: InvestigationSubject;
  window: { from: Date; to: Date };
  scope: TenantScope;
  credentials: BackstageCredentials;
  collectors: readonly RcaCollector[];
  signal: AbortSignal;
  onProgress?: (progress: SourceProgress[]) => void;
  /** Puts the finished analysis into words. */
  narrator?: RcaNarrator;
  /** What the signal leaves for all of it; only the narrator is told. Default: no end. */
  deadlineMs?: number;
};

/**
 * One root-cause analysis, from collecting to a checked report. Knows nothing of
 * HTTP, databases and Git.
 *
 * @throws the signal's reason when it aborts.
 * @internal
 */
export async function investigate(
  options: InvestigateOptions,
): Promise<RcaReport> {
  const { subject, window, scope, credentials, collectors, signal } = options;
  const { narrator, deadlineMs = Infinity } = options;
  const started = performance.now();
  const results = await collectEvidence({
    collectors,
    context: {
      investigationId: options.investigationId,
      subject,
      window,
      scope,
      credentials,
      shared: new DefaultSharedLoads({ signal }),
    },
    signal,
    onProgress: options.onProgress,
  });
  signal.throwIfAborted();

  const snapshot = createSnapshot(options, results);
  const book = new EvidenceBook(
    new Map(
      results.map(({ source, collected }) => [
        source,
        collected?.evidence ?? [],
      ]),
    ),
  );
  const findings = mergeFindings(
    rules.flatMap(rule => rule.evaluate(snapshot)),
    results.flatMap(({ source, collected }) =>
      (collected?.findings ?? []).map(finding => ({ source, finding })),
    ),
  );
  const analysis = analyse({
    snapshot,
    findings,
    outcomes: results.map(({ outcome }) => outcome),
    book,
  });
  // Optional keys are absent in a report, never undefined: it is compared as JSON.
  const report = publishable({
    schemaVersion: REPORT_SCHEMA_VERSION,
    investigationId: options.investigationId,
    entityRef: subject.entityRef,
    cluster: subject.cluster,
    namespace: subject.namespace,
    window: { from: window.from.toISOString(), to: window.to.toISOString() },
    requestedBy: options.requestedBy,
    createdAt: new Date().toISOString(),
    durationMs: Math.round(performance.now() - started),
    ...analysis,
    unchecked: findUnchecked(snapshot, results),
    sources: results.map(({ source, outcome }) => ({
      ...outcome,
      evidenceCount: analysis.evidence.filter(item => item.source === source)
        .length,
    })),
  });
  if (!narrator) {
    return parseReport(report);
  }
  // After all else: what the narrator gets is published text, and it changes none of it.
  const narrative = await narrate({
    narrator,
    analysis: report,
    tenant: `${subject.cluster}/${subject.namespace}`,
    signal,
    remainingMs: deadlineMs - (performance.now() - started),
  });
  return parseReport({ ...report, narrative: publishable(narrative) });
}

/**
 * The one place through which everything in a report goes: whatever a rule, a
 * collector or an error put into whichever text, no secret leaves in it.
 */
function publishable<T>(report: T): T {
  return cleanJson(report, text =>
    redactSecrets(cleanText(text)).slice(
      0,
      Math.max(text.length, SHORTEST_LIMIT),
    ),
  );
}

function createSnapshot(
  { subject, window, scope }: InvestigateOptions,
  results: SourceResult[],
): Snapshot {
  const factsOf = (source: string) =>
    results.find(result => result.source === source)?.collected?.facts;
  const metrics = factsOf('metrics') as MetricFacts | undefined;
  const index = new ClusterIndex(
    subject.cluster,
    (factsOf('kubernetes') as KubernetesFacts | undefined) ??
      emptyKubernetesFacts,
  );
  return {
    subject,
    window,
    index,
    graph: ServiceGraph.build({ subject, scope, index, metrics }),
    metrics,
    logs: factsOf('logs') as LogFacts | undefined,
    changes: factsOf('changes') as ChangeFacts | undefined,
    pastReports: factsOf('past-reports') as PastReportFacts | undefined,
  };
}

function findUnchecked(
  snapshot: Snapshot,
  results: SourceResult[],
): Unchecked[] {
  return [
    ...results.flatMap(({ source, outcome, collected }) =>
      collected
        ? // Told once below, with the owner, and not by every source.
          collected.unchecked.filter(item => item.reason !== FOREIGN)
        : [{ source, reason: outcome.status, message: outcome.summary }],
    ),
    ...snapshot.graph
      .reachable()
      .filter(node => node.foreign)
      .map(node => ({
        source: 'all',
        reason: FOREIGN,
        message: `${node.name}${
          node.owner ? ` (owned by ${node.owner})` : ''
        } is outside your namespaces: only what its callers see was looked at`,
      })),
  ];
}
