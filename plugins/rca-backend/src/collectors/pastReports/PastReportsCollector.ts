import {
  CollectedEvidence,
  CollectorContext,
  RcaCollector,
} from '@internal/plugin-rca-node';
import { plural } from '../../rules/quote';
import { PastReportFacts, PastReports } from './PastReportFacts';

/** Earlier reports that one investigation is compared with. */
const MAX_REPORTS = 20;
/** It is one query by an index. */
const DEADLINE_MS = 3_000;

/**
 * Earlier reports of the entity, to tell whether this was seen before. Only
 * those become part of a report that turn out to be like it.
 * @internal
 */
export class PastReportsCollector implements RcaCollector<PastReportFacts> {
  readonly source = 'past-reports';
  readonly deadlineMs = DEADLINE_MS;
  readonly #pastReports: PastReports;

  constructor(options: { pastReports: PastReports }) {
    this.#pastReports = options.pastReports;
  }

  async collect(
    context: CollectorContext,
  ): Promise<CollectedEvidence<PastReportFacts>> {
    const reports = await this.#pastReports.before(
      context.investigationId,
      MAX_REPORTS,
    );
    return {
      evidence: reports.map(({ investigationId, createdAt, ...report }) => ({
        source: this.source,
        title: `Report of ${createdAt.slice(0, 16).replace('T', ' ')} UTC: ${
          report.verdict
        }`,
        at: createdAt,
        query: `GET /api/rca/investigations/${investigationId}`,
        excerpt: report.summary,
      })),
      facts: {
        reports: reports.map((report, evidence) => ({ ...report, evidence })),
      },
      unchecked: [],
      summary: reports.length
        ? plural(reports.length, 'earlier report')
        : 'no earlier report',
    };
  }
}
