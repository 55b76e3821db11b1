import { LoggerService } from '@backstage/backend-plugin-api';
import { InvestigationStore } from '../database/InvestigationStore';
import { ReportCommitter } from './ReportCommitter';

/** Rows that one pass takes over. */
const BATCH = 20;

/**
 * Takes up what a dead process left behind: reports whose commit is missing are
 * committed; everything else is marked failed, because the credentials with
 * which it was started are gone, as they should be.
 * @internal
 */
export async function recoverAbandoned(options: {
  store: InvestigationStore;
  committer: ReportCommitter;
  owner: string;
  logger: LoggerService;
}): Promise<void> {
  const { store, committer, owner, logger } = options;
  for (const row of await store.claimAbandoned(owner, BATCH)) {
    if (row.report) {
      await committer.commit({
        report: row.report,
        author: row.author,
        attempts: row.commitAttempts,
        owner,
      });
    } else {
      logger.warn(`Investigation ${row.id} was abandoned by its process`);
      await store.setFailed(
        row.id,
        owner,
        'The portal was restarted while it ran; start it again',
      );
    }
  }
}
