import { ObjectRef, TimelineEntry } from '@internal/plugin-rca-common';
import { RuleFinding, Snapshot } from '../rules';
import { EvidenceBook } from './EvidenceBook';

const MAX_ENTRIES = 40;
/** Changes this long before the window are told. */
const LEAD_MS = 30 * 60 * 1_000;

/**
 * What was changed and what went wrong, in order of time, on the way between
 * subject and dependencies.
 * @internal
 */
export function buildTimeline(options: {
  snapshot: Snapshot;
  findings: RuleFinding[];
  onset: string | undefined;
  book: EvidenceBook;
}): TimelineEntry[] {
  const { snapshot, findings, onset, book } = options;
  const { graph, window } = snapshot;
  const relevant = new Set(
    graph
      .reachable()
      .filter(node => !node.foreign)
      .map(node => `${node.namespace}/${graph.objectOf(node).name}`),
  );
  const from = window.from.getTime() - LEAD_MS;
  const entries = [
    ...changeEntries(snapshot, book, object =>
      relevant.has(`${object.namespace}/${object.name}`),
    ),
    ...findings
      .filter(finding => finding.onset && finding.severity !== 'info')
      .map(finding => ({
        at: finding.onset!,
        kind: 'finding' as const,
        title: finding.title,
        object: finding.object,
        evidence: book.citeAll(finding.evidence.slice(0, 1)),
      })),
    ...(onset
      ? [
          {
            at: onset,
            kind: 'onset' as const,
            title: `${graph.subject.name} begins to suffer`,
            object: graph.objectOf(graph.subject),
            evidence: [],
          },
        ]
      : []),
  ];
  return entries
    .filter(entry => Date.parse(entry.at) >= from)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .slice(-MAX_ENTRIES);
}

function changeEntries(
  { changes }: Snapshot,
  book: EvidenceBook,
  isRelevant: (object: ObjectRef) => boolean,
): TimelineEntry[] {
  const entry = (
    at: string,
    title: string,
    evidence: number,
    object?: ObjectRef,
  ): TimelineEntry => ({
    at,
    kind: 'change',
    title: title.slice(0, 300),
    object,
    evidence: [book.cite({ source: 'changes', index: evidence })],
  });
  return [
    ...(changes?.rollouts ?? [])
      .filter(({ object }) => isRelevant(object))
      .map(item =>
        entry(
          item.at,
          `Rollout of ${item.object.name}, revision ${item.revision}`,
          item.evidence,
          item.object,
        ),
      ),
    ...(changes?.scalings ?? [])
      .filter(({ object }) => isRelevant(object))
      .map(item =>
        entry(
          item.at,
          `${item.object.name} scaled from ${item.from} to ${item.to}${
            item.byAutoscaler ? ' by its autoscaler' : ''
          }`,
          item.evidence,
          item.object,
        ),
      ),
    ...(changes?.commits ?? [])
      .filter(item =>
        item.services.some(name =>
          isRelevant({
            cluster: '',
            kind: '',
            namespace: item.namespace,
            name,
          }),
        ),
      )
      .map(item =>
        entry(
          item.at,
          `Commit ${item.sha.slice(0, 8)} by ${item.author}: ${item.subject}`,
          item.evidence,
        ),
      ),
  ];
}
