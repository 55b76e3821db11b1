import {
  Finding,
  Hypothesis,
  sameObject,
  SeenBefore,
} from '@internal/plugin-rca-common';
import { PastReport, PastReportFacts } from '../collectors/pastReports';
import { EvidenceBook } from './EvidenceBook';

/** What each likeness counts; together 1. */
const WEIGHTS = { category: 0.4, entity: 0.3, rules: 0.3 };
/** Below it two reports of one service have no more in common than any two. */
const MIN_SIMILARITY = 0.5;
const MAX_SEEN = 5;

/**
 * Earlier reports that resemble this one, the most similar first and of equal
 * ones the newest: by the category and the object of the first cause, and by how
 * many of the rules that saw something are the same (Jaccard).
 * @internal
 */
export function findSeenBefore(options: {
  past: PastReportFacts | undefined;
  hypotheses: readonly Hypothesis[];
  findings: readonly Finding[];
  book: EvidenceBook;
}): SeenBefore[] {
  const { past, hypotheses, findings, book } = options;
  const rules = findings
    .filter(({ severity }) => severity !== 'info')
    .map(({ rule }) => rule);
  const now = { ...hypotheses[0], rules: [...new Set(rules)] };
  return (past?.reports ?? [])
    .filter(({ verdict }) => verdict !== 'healthy')
    .map(report => ({ report, similarity: similarityOf(now, report) }))
    .filter(({ similarity }) => similarity >= MIN_SIMILARITY)
    .sort(
      (a, b) =>
        b.similarity - a.similarity ||
        Date.parse(b.report.createdAt) - Date.parse(a.report.createdAt),
    )
    .slice(0, MAX_SEEN)
    .map(({ report, similarity }) => {
      const { rules: _, evidence, ...rest } = report;
      return {
        ...rest,
        similarity,
        evidence: [book.cite({ source: 'past-reports', index: evidence })],
      };
    });
}

function similarityOf(
  now: Partial<Hypothesis> & { rules: string[] },
  past: PastReport,
): number {
  const category = now.category !== undefined && now.category === past.category;
  const entity =
    now.entity && past.entity && sameObject(now.entity, past.entity);
  const similarity =
    (category ? WEIGHTS.category : 0) +
    (entity ? WEIGHTS.entity : 0) +
    WEIGHTS.rules * jaccard(now.rules, past.rules);
  return Number(similarity.toFixed(3));
}

function jaccard(a: readonly string[], b: readonly string[]): number {
  const all = new Set([...a, ...b]);
  const common = [...all].filter(item => a.includes(item) && b.includes(item));
  return all.size === 0 ? 0 : common.length / all.size;
}
