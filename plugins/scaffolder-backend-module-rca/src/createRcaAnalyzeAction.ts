import { setTimeout as sleep } from 'node:timers/promises';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  NotAllowedError,
  ServiceUnavailableError,
  toError,
} from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  describeObject,
  InvestigationWithReport,
  SourceProgress,
  verdicts,
} from '@internal/plugin-rca-common';
import { RcaService } from '@internal/plugin-rca-node';
import { examples } from './createRcaAnalyzeAction.examples';

const POLL_MS = 400;
/** The plugin ends an investigation long before; this is for a plugin that is gone. */
const MAX_WAIT_MS = 10 * 60 * 1_000;

/** The wait took longer than anybody should wait. */
class GivenUpError extends ServiceUnavailableError {}

/**
 * The scaffolder action `rca:analyze`: starts a root-cause analysis as the user
 * who runs the task, tells in the task's log what each source found, and hands
 * the verdict to the next steps.
 * @public
 */
export function createRcaAnalyzeAction(options: {
  rca: RcaService;
  /** Milliseconds between two looks at the investigation; tests shorten it. */
  pollMs?: number;
  /** Milliseconds after which the investigation is given up; tests shorten it. */
  maxWaitMs?: number;
}) {
  const { rca, pollMs = POLL_MS, maxWaitMs = MAX_WAIT_MS } = options;
  return createTemplateAction({
    id: 'rca:analyze',
    description:
      'Analyzes why a service is broken or slow and commits the report to Git',
    supportsDryRun: false,
    examples,
    schema: {
      input: z =>
        z
          .object({
            entityRef: z
              .string()
              .describe('Entity ref of the service to analyze'),
            timeRange: z
              .union([
                z.string().describe('How far to look back from now, e.g. 1h'),
                z
                  .object({
                    from: z.string().describe('RFC 3339'),
                    to: z.string().describe('RFC 3339'),
                  })
                  .strict(),
              ])
              .optional()
              .describe('What time to look at. Default: the last hour'),
            namespace: z
              .string()
              .optional()
              .describe('Needed when the entity does not name its namespace'),
            cluster: z
              .string()
              .optional()
              .describe('Needed when the entity does not name its cluster'),
          })
          .strict(),
      output: z =>
        z.object({
          rcaSummary: z.string().describe('The finding in one sentence'),
          confidenceScore: z.number().describe('0 to 1, of the verdict'),
          verdict: z.enum(verdicts),
          rootCause: z
            .string()
            .describe('Category and object of the most likely cause, or empty'),
          reportUrl: z
            .string()
            .describe('Page of the report, or empty while it is not committed'),
          investigationId: z.string(),
        }),
    },
    async handler(ctx) {
      const { entityRef, timeRange, namespace, cluster } = ctx.input;
      const { logger, signal } = ctx;
      // A recovered task goes on with the investigation that it had started.
      const investigationId = await ctx.checkpoint({
        key: 'start-investigation',
        fn: async () => {
          const started = await rca.start(
            {
              entityRef,
              ...(timeRange && {
                timeRange:
                  typeof timeRange === 'string'
                    ? { last: timeRange }
                    : timeRange,
              }),
              ...(namespace && { namespace }),
              ...(cluster && { cluster }),
            },
            { credentials: await ctx.getInitiatorCredentials(), signal },
          );
          return started.id;
        },
      });
      logger.info(`Investigation ${investigationId} of ${entityRef}`);

      const done = await follow({
        rca,
        id: investigationId,
        pollMs,
        maxWaitMs,
        signal,
        credentials: () => ctx.getInitiatorCredentials(),
        onProgress: line => logger.info(line),
        onWarning: line => logger.warn(line),
      });
      const { report } = done;
      if (done.state !== 'succeeded' || !report) {
        throw new ServiceUnavailableError(
          `The investigation ${done.state}: ${done.error ?? 'no report'}`,
        );
      }
      const [top] = report.verdict === 'cause-found' ? report.hypotheses : [];
      logger.info(report.summary);
      if (done.commitError) {
        logger.warn(`The report is not committed yet: ${done.commitError}`);
      }
      ctx.output('rcaSummary', report.summary);
      ctx.output('confidenceScore', report.confidence);
      ctx.output('verdict', report.verdict);
      ctx.output(
        'rootCause',
        top ? `${top.category}: ${describeObject(top.entity)}` : '',
      );
      ctx.output('reportUrl', done.reportUrl ?? '');
      ctx.output('investigationId', investigationId);
    },
  });
}

async function follow(options: {
  rca: RcaService;
  id: string;
  pollMs: number;
  maxWaitMs: number;
  signal: AbortSignal | undefined;
  credentials: () => Promise<BackstageCredentials>;
  onProgress: (line: string) => void;
  onWarning: (line: string) => void;
}): Promise<InvestigationWithReport> {
  const { rca, id, pollMs, maxWaitMs, signal, credentials } = options;
  const until = Date.now() + maxWaitMs;
  const told = new Map<string, SourceProgress['status']>();
  try {
    for (;;) {
      const current = await rca.get(id, {
        credentials: await credentials(),
        signal,
      });
      for (const progress of current.progress) {
        if (told.get(progress.source) !== progress.status) {
          told.set(progress.source, progress.status);
          options.onProgress(describeProgress(progress));
        }
      }
      if (current.state !== 'queued' && current.state !== 'running') {
        return current;
      }
      if (Date.now() > until) {
        throw new GivenUpError('The investigation does not end');
      }
      await sleep(pollMs, undefined, { signal });
    }
  } catch (error) {
    const aborted = signal?.aborted ?? false;
    if (aborted || error instanceof GivenUpError) {
      await cancel(options);
    }
    throw aborted ? new NotAllowedError('The task was cancelled') : error;
  }
}

/** Nobody waits for it any more. That it could not be told must not hide why. */
async function cancel(options: {
  rca: RcaService;
  id: string;
  credentials: () => Promise<BackstageCredentials>;
  onWarning: (line: string) => void;
}): Promise<void> {
  const { rca, id, credentials, onWarning } = options;
  try {
    // The task's signal is spent, so this request goes without it.
    await rca.cancel(id, { credentials: await credentials() });
  } catch (error) {
    onWarning(
      `Investigation ${id} could not be cancelled and runs on to its own deadline: ${
        toError(error).message
      }`,
    );
  }
}

function describeProgress(progress: SourceProgress): string {
  return 'summary' in progress
    ? `${progress.source}: ${progress.status} after ${progress.durationMs} ms: ${progress.summary}`
    : `${progress.source}: ${progress.status}`;
}
