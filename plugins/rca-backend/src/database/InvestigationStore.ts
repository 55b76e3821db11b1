import {
  Investigation,
  InvestigationList,
  InvestigationState,
  InvestigationWithReport,
  RcaReport,
  SourceProgress,
  Verdict,
} from '@internal/plugin-rca-common';
import { CommitAuthor } from '@internal/plugin-gitops-node';

/** @internal */
export type NewInvestigation = Pick<
  Investigation,
  | 'id'
  | 'entityRef'
  | 'cluster'
  | 'namespace'
  | 'window'
  | 'requestedBy'
  | 'createdAt'
  | 'progress'
> & {
  /** All namespaces that will be read. */
  namespaces: string[];
  /** Groups that own those namespaces now, those of shared ones left out. */
  owners: string[];
  author: CommitAuthor;
};

/** An investigation with what only this plugin knows of it. @internal */
export type StoredInvestigation = InvestigationWithReport & {
  namespaces: string[];
  /** Undefined when they were not written down. */
  owners?: string[];
  author: CommitAuthor;
  commitAttempts: number;
};

/** Who reads a list: what they may see now, and the groups they are in. @internal */
export type Reader = {
  namespaces: Array<{ cluster: string; namespaces: string[] }>;
  /** `all` for the platform, which may see reports of former owners as well. */
  groups: string[] | 'all';
};

/** @internal */
export type ListInvestigationsOptions = {
  reader: Reader;
  entityRef?: string;
  namespace?: string;
  state?: InvestigationState;
  verdict?: Verdict;
  limit: number;
  cursor?: string;
};

/** @internal */
export type CommitOutcome =
  | { sha: string; url?: string }
  /** `retryInMs` absent: it will not be tried again. */
  | { error: string; retryInMs?: number };

/**
 * Investigations, durably.
 *
 * @remarks
 * A process that works on a row holds a lease on it, which it renews. Every
 * write of a worker names the lease's owner and does nothing when that has
 * changed: whoever lost the lease, because it slept too long or somebody
 * cancelled, cannot overwrite what came after.
 *
 * @internal
 */
export interface InvestigationStore {
  create(
    investigation: NewInvestigation,
    owner: string,
  ): Promise<Investigation>;
  get(id: string): Promise<StoredInvestigation | undefined>;
  /** Newest first. Rows of which any namespace is not readable, or any owner not the reader's, are left out. */
  list(options: ListInvestigationsOptions): Promise<InvestigationList>;

  /** False when the row is no longer the owner's. */
  setRunning(id: string, owner: string): Promise<boolean>;
  setProgress(
    id: string,
    owner: string,
    progress: SourceProgress[],
  ): Promise<boolean>;
  /** The analysis stands from here on; the commit may follow later. */
  setReport(id: string, owner: string, report: RcaReport): Promise<boolean>;
  /** Ends a run whose report is there. */
  setCommitted(
    id: string,
    owner: string,
    outcome: CommitOutcome,
  ): Promise<boolean>;
  setFailed(id: string, owner: string, error: string): Promise<boolean>;
  /** Ends a queued or running investigation, whoever works on it. False when it was over. */
  cancel(id: string): Promise<boolean>;

  /** Renews the owner's leases; answers with the ids that are still its own. */
  renewLeases(owner: string): Promise<string[]>;
  /** Takes over rows whose owner died, and reports that wait for another commit. */
  claimAbandoned(owner: string, limit: number): Promise<StoredInvestigation[]>;
  /** Removes investigations that ended before; answers with how many. */
  deleteFinishedBefore(instant: Date, limit: number): Promise<number>;
}
