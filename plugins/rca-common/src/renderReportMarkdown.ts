import { describeNarrative } from './describeNarrative';
import { describeObject } from './describeObject';
import { escapeMarkdown as text, fenceMarkdown } from './escapeMarkdown';
import {
  Evidence,
  Finding,
  Hypothesis,
  Narrative,
  OWN_ORIGIN,
  ProposedAction,
  RcaReport,
  SeenBefore,
} from './report';

const VERDICT_WORDS: Record<RcaReport['verdict'], string> = {
  'cause-found': 'Cause found',
  inconclusive: 'Inconclusive',
  healthy: 'Healthy',
};

/**
 * The report as Markdown with YAML front matter, for Git and for export.
 *
 * @remarks
 * Text from telemetry is written by whoever can make a service log a line, so
 * none of it may become markup: see {@link escapeMarkdown}. The output depends
 * on the report alone, byte for byte, so that a repeated commit is a no-op.
 *
 * @public
 */
export function renderReportMarkdown(report: RcaReport): string {
  const linked = new Set(
    report.narrative?.sentences.flatMap(sentence => sentence.evidence),
  );
  const sections = [
    frontMatter(report),
    `# ${text(report.entityRef)}: ${VERDICT_WORDS[report.verdict]}`,
    `**${text(report.summary)}**`,
    facts(report),
    section('Timeline', list(report.timeline.map(timelineLine))),
    section('Causes', report.hypotheses.map(hypothesis).join('\n\n')),
    section('In words', narrative(report.narrative)),
    section('Proposed actions', report.actions.map(action).join('\n\n')),
    section(
      'Excluded',
      list(
        report.excluded.map(
          item =>
            `${item.category}, ${text(describeObject(item.entity))}: ${text(
              item.reason,
            )}${citations(item.evidence)}`,
        ),
      ),
    ),
    section('Seen before', list((report.seenBefore ?? []).map(seenBefore))),
    section(
      'Could not be checked',
      list(
        report.unchecked.map(
          item =>
            `${text(item.source)} (${text(item.reason)}): ${text(
              item.message,
            )}`,
        ),
      ),
    ),
    section(
      'Findings',
      list(
        report.findings.map(
          item =>
            `${item.severity}, ${text(item.rule)}${origins(item)}: ${text(
              item.title,
            )}${citations(item.evidence)}`,
        ),
      ),
    ),
    section(
      'Sources',
      list(
        report.sources.map(
          item =>
            `${text(item.source)}: ${item.status}, evidence ${
              item.evidenceCount
            }, ${Math.round(item.durationMs)} ms. ${text(item.summary)}`,
        ),
      ),
    ),
    section(
      'Evidence',
      report.evidence
        .map(item => evidence(item, linked.has(item.id)))
        .join('\n\n'),
    ),
  ];
  return `${sections.filter(Boolean).join('\n\n')}\n`;
}

function frontMatter(report: RcaReport): string {
  const entries = {
    schemaVersion: report.schemaVersion,
    investigationId: report.investigationId,
    entityRef: report.entityRef,
    cluster: report.cluster,
    namespace: report.namespace,
    from: report.window.from,
    to: report.window.to,
    requestedBy: report.requestedBy,
    createdAt: report.createdAt,
    verdict: report.verdict,
    confidence: report.confidence,
    category: report.hypotheses[0]?.category,
    cause: report.hypotheses[0] && describeObject(report.hypotheses[0].entity),
    onset: report.onset,
  };
  // A JSON string is a YAML double-quoted scalar, whatever is in it.
  const lines = Object.entries(entries)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return ['---', ...lines, '---'].join('\n');
}

function facts(report: RcaReport): string {
  return list([
    `Verdict: ${VERDICT_WORDS[report.verdict]}, confidence ${percent(
      report.confidence,
    )}`,
    ...(report.onset ? [`Onset: ${report.onset}`] : []),
    `Window: ${report.window.from} to ${report.window.to}`,
    `Namespace: ${text(report.namespace)} on ${text(report.cluster)}`,
    `Requested by ${text(report.requestedBy)}, took ${Math.round(
      report.durationMs,
    )} ms`,
  ]);
}

function timelineLine(entry: RcaReport['timeline'][number]): string {
  return `${entry.at} ${entry.kind}: ${text(entry.title)}${citations(
    entry.evidence,
  )}`;
}

function hypothesis(item: Hypothesis, index: number): string {
  return [
    `### ${index + 1}. ${item.category}, ${text(
      describeObject(item.entity),
    )} (${percent(item.confidence)})`,
    text(item.statement),
    list([
      `For: ${item.evidenceFor.join(', ')}`,
      ...(item.evidenceAgainst.length
        ? [`Against: ${item.evidenceAgainst.join(', ')}`]
        : []),
      ...(item.onset ? [`Onset: ${item.onset}`] : []),
      ...(item.propagation.length > 1
        ? [
            `Path: ${item.propagation
              .map(ref => text(describeObject(ref)))
              .join(' → ')}`,
          ]
        : []),
      ...(item.confirmBy ? [`To confirm: ${text(item.confirmBy)}`] : []),
    ]),
  ].join('\n\n');
}

function narrative(item: Narrative | undefined): string {
  if (!item) {
    return '';
  }
  if (item.failure !== undefined) {
    return text(item.failure);
  }
  return [
    list(
      item.sentences.map(
        sentence =>
          `${text(sentence.text)} (${sentence.evidence
            .map(evidenceLink)
            .join(', ')})`,
      ),
    ),
    text(describeNarrative(item)),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** To an anchor of its own: those that renderers give to headings differ. */
function evidenceLink(id: string): string {
  return `[${id}](#${id})`;
}

function action(item: ProposedAction): string {
  const parameters = Object.entries(item.parameters)
    .map(([key, value]) => `${text(key)} ${text(String(value))}`)
    .join(', ');
  return [
    `### ${text(item.title)}`,
    list([
      `Kind: ${item.kind}, on ${text(describeObject(item.target))}`,
      ...(parameters ? [`Parameters: ${parameters}`] : []),
      `Risk: ${item.risk}`,
      `Expected effect: ${text(item.expectedEffect)}`,
      `Success is seen by: ${text(item.successMeasure)}`,
    ]),
  ].join('\n\n');
}

function evidence(item: Evidence, linked: boolean): string {
  const { measurement } = item;
  const lines = [
    `Source: ${text(item.source)}`,
    ...(item.object ? [`Object: ${text(describeObject(item.object))}`] : []),
    ...(item.at ? [`At: ${item.at}`] : []),
    ...(measurement
      ? [
          `Measured: ${round(measurement.value)} ${text(
            measurement.unit,
          )} over ${round(measurement.windowSeconds)} s${
            measurement.baseline === undefined
              ? ''
              : `, baseline ${round(measurement.baseline)} ${text(
                  measurement.unit,
                )}`
          }`,
        ]
      : []),
  ];
  return [
    `### ${linked ? `<a id="${item.id}"></a>` : ''}${item.id}: ${text(
      item.title,
    )}`,
    list(lines),
    item.excerpt && fenceMarkdown(item.excerpt),
    item.query && `Reproduce with:\n\n${fenceMarkdown(item.query)}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** Said where it is not the portal's own rules alone. */
function origins({ origins: names = [OWN_ORIGIN] }: Finding): string {
  return names.length === 1 && names[0] === OWN_ORIGIN
    ? ''
    : ` (by ${names.map(text).join(' and ')})`;
}

function seenBefore(item: SeenBefore): string {
  const cause = [
    item.category,
    item.entity && text(describeObject(item.entity)),
  ].filter(Boolean);
  return `${item.createdAt} (${percent(item.similarity)} alike): ${
    VERDICT_WORDS[item.verdict]
  }${cause.length ? `, ${cause.join(', ')}` : ''}. ${text(
    item.summary,
  )} Investigation ${item.investigationId}${citations(item.evidence)}`;
}

function citations(ids: string[]): string {
  return ids.length ? ` (${ids.join(', ')})` : '';
}

function section(title: string, body: string): string {
  return body && `## ${title}\n\n${body}`;
}

function list(items: string[]): string {
  return items.map(item => `- ${item}`).join('\n');
}

function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(4)));
}
