import {
  Investigation,
  InvestigationState,
  RcaReport,
  SourceProgress,
  Verdict,
} from '@internal/plugin-rca-common';
import { CommitAuthor } from '@internal/plugin-gitops-node';
import { StoredInvestigation } from './InvestigationStore';

/** A row of `investigations`. @internal */
export type InvestigationRow = {
  id: string;
  entity_ref: string;
  cluster: string;
  namespace: string;
  namespaces: string[];
  owners: string[] | null;
  window_from: Date;
  window_to: Date;
  state: InvestigationState;
  requested_by: string;
  author: CommitAuthor;
  created_at: Date;
  finished_at: Date | null;
  progress: SourceProgress[];
  verdict: Verdict | null;
  confidence: number | null;
  summary: string | null;
  report: RcaReport | null;
  report_url: string | null;
  commit_sha: string | null;
  commit_error: string | null;
  commit_attempts: number;
  error: string | null;
  lease_owner: string | null;
  lease_expires_at: Date | null;
};

/** What a list needs: everything but the report, which is large. @internal */
export const ROW_COLUMNS: Array<keyof InvestigationRow> = [
  'id',
  'entity_ref',
  'cluster',
  'namespace',
  'window_from',
  'window_to',
  'state',
  'requested_by',
  'created_at',
  'finished_at',
  'progress',
  'verdict',
  'confidence',
  'summary',
  'report_url',
  'commit_sha',
  'commit_error',
  'error',
];

/** @internal */
export function toInvestigation(row: InvestigationRow): Investigation {
  return {
    id: row.id,
    entityRef: row.entity_ref,
    cluster: row.cluster,
    namespace: row.namespace,
    window: {
      from: row.window_from.toISOString(),
      to: row.window_to.toISOString(),
    },
    state: row.state,
    requestedBy: row.requested_by,
    createdAt: row.created_at.toISOString(),
    ...(row.finished_at && { finishedAt: row.finished_at.toISOString() }),
    progress: row.progress,
    ...(row.verdict && { verdict: row.verdict }),
    // A float4 in the database.
    ...(row.confidence !== null && {
      confidence: Number(row.confidence.toFixed(3)),
    }),
    ...(row.summary && { summary: row.summary }),
    ...(row.report_url && { reportUrl: row.report_url }),
    ...(row.commit_sha && { commitSha: row.commit_sha }),
    ...(row.commit_error && { commitError: row.commit_error }),
    ...(row.error && { error: row.error }),
  };
}

/** @internal */
export function toStoredInvestigation(
  row: InvestigationRow,
): StoredInvestigation {
  return {
    ...toInvestigation(row),
    ...(row.report && { report: row.report }),
    namespaces: row.namespaces,
    ...(row.owners && { owners: row.owners }),
    author: row.author,
    commitAttempts: row.commit_attempts,
  };
}
