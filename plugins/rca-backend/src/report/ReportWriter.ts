import { createHash } from 'node:crypto';
import { parseEntityRef } from '@backstage/catalog-model';
import { CommitAuthor, GitOpsService } from '@internal/plugin-gitops-node';
import { RcaReport, renderReportMarkdown } from '@internal/plugin-rca-common';

const MAX_SUBJECT_LENGTH = 100;
/** Characters that a path may hold; everything else becomes a dash. */
const UNSAFE = /[^A-Za-z0-9._-]/g;

/**
 * Commits reports to Git, as Markdown for people and as JSON for machines.
 * The same investigation is committed once, however often it is tried.
 * @internal
 */
export class ReportWriter {
  readonly #gitOps: GitOpsService;
  readonly #repository: string;

  constructor(options: { gitOps: GitOpsService; repository: string }) {
    this.#gitOps = options.gitOps;
    this.#repository = options.repository;
  }

  async write(options: {
    report: RcaReport;
    author: CommitAuthor;
    signal?: AbortSignal;
  }): Promise<{ sha: string; url?: string }> {
    const { report, author, signal } = options;
    const path = reportPath(report);
    const { sha, url } = await this.#gitOps.commit({
      repository: this.#repository,
      files: {
        [`${path}.md`]: renderReportMarkdown(report),
        [`${path}.json`]: `${JSON.stringify(report, undefined, 2)}\n`,
      },
      subject: oneLine(
        `${parseEntityRef(report.entityRef).name}: ${report.verdict}, ${
          report.hypotheses[0]?.category ?? 'no cause'
        }`,
        MAX_SUBJECT_LENGTH,
      ),
      body: oneLine(report.summary, 1_000),
      trailers: {
        'Investigation-Id': report.investigationId,
        'Requested-by': oneLine(report.requestedBy, 200),
        'Evidence-Digest': evidenceDigest(report),
      },
      idempotencyTrailer: 'Investigation-Id',
      author,
      signal,
    });
    return { sha, ...(url && { url }) };
  }
}

/** `<namespace>/<entity>/<yyyy-mm-dd>/<HHMMSS>-<id>`, without an ending. @internal */
export function reportPath(report: RcaReport): string {
  const [date, time] = report.createdAt.split('T');
  return [
    report.namespace,
    parseEntityRef(report.entityRef).name,
    date,
    `${time.slice(0, 8).replaceAll(':', '')}-${report.investigationId}`,
  ]
    .map(part => part.replace(UNSAFE, '-').replace(/^\.+/, '-'))
    .join('/');
}

/** Tells whether the evidence of two reports is the same. @internal */
export function evidenceDigest(report: RcaReport): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(report.evidence));
  return `sha256:${hash.digest('hex')}`;
}

/** Text that came from outside, fit for a commit message: one line without control characters. */
function oneLine(text: string, max: number): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, max);
}
