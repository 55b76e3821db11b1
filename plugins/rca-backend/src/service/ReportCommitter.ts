import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { CommitAuthor } from '@internal/plugin-gitops-node';
import { RcaReport } from '@internal/plugin-rca-common';
import { InvestigationStore } from '../database/InvestigationStore';
import { cleanText } from '../lib/cleanText';
import { redactSecrets } from '../lib/redactSecrets';
import { ReportWriter } from '../report/ReportWriter';

const MAX_ATTEMPTS = 8;
const FIRST_RETRY_MS = 60_000;
const MAX_RETRY_MS = 60 * 60 * 1_000;
const MAX_ERROR_LENGTH = 500;

/**
 * Commits reports and writes down what came of it. A commit that fails costs
 * nothing but time: the report is in the database, and the commit is tried again.
 * @internal
 */
export class ReportCommitter {
  readonly #store: InvestigationStore;
  readonly #writer: ReportWriter;
  readonly #logger: LoggerService;

  constructor(options: {
    store: InvestigationStore;
    writer: ReportWriter;
    logger: LoggerService;
  }) {
    this.#store = options.store;
    this.#writer = options.writer;
    this.#logger = options.logger;
  }

  async commit(options: {
    report: RcaReport;
    author: CommitAuthor;
    /** Earlier attempts. */
    attempts: number;
    owner: string;
    signal?: AbortSignal;
  }): Promise<void> {
    const { report, author, attempts, owner, signal } = options;
    const id = report.investigationId;
    try {
      const outcome = await this.#writer.write({ report, author, signal });
      await this.#store.setCommitted(id, owner, outcome);
    } catch (error) {
      const message = redactSecrets(cleanText(toError(error).message)).slice(
        0,
        MAX_ERROR_LENGTH,
      );
      const again = attempts + 1 < MAX_ATTEMPTS;
      this.#logger.warn(
        `Report ${id} could not be committed${
          again ? ' and will be tried again' : ''
        }: ${message}`,
      );
      await this.#store.setCommitted(id, owner, {
        error: message,
        ...(again && {
          retryInMs: Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts),
        }),
      });
    }
  }
}
