import { CauseCategory, ObjectRef, Verdict } from '@internal/plugin-rca-common';

/** What an earlier report can be recognised by. @internal */
export type PastReport = {
  investigationId: string;
  /** RFC 3339. */
  createdAt: string;
  verdict: Verdict;
  summary: string;
  /** Of the first hypothesis. */
  category?: CauseCategory;
  entity?: ObjectRef;
  /** Ids of the rules that saw something, `info` left out; sorted, each once. */
  rules: string[];
  reportUrl?: string;
};

/** The newest first; `evidence` is the place of each report in the list of the collector. @internal */
export type PastReportFacts = {
  reports: Array<PastReport & { evidence: number }>;
};

/** Finds earlier reports. @internal */
export interface PastReports {
  /**
   * Reports of the same entity in the same place, the newest first, that
   * everybody may see who may see the given investigation, now and later.
   */
  before(investigationId: string, limit: number): Promise<PastReport[]>;
}
