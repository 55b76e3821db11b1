import { toError } from '@backstage/errors';
import { SourceOutcome, SourceProgress } from '@internal/plugin-rca-common';
import {
  CollectedEvidence,
  CollectorContext,
  RcaCollector,
} from '@internal/plugin-rca-node';
import { cleanText } from '../lib/cleanText';
import { redactSecrets } from '../lib/redactSecrets';

/** For collectors that name no deadline of their own. */
export const DEFAULT_COLLECTOR_DEADLINE_MS = 8_000;

const MAX_SUMMARY_LENGTH = 300;

/** What one source brought, or why it brought nothing. @internal */
export type SourceResult = {
  source: string;
  outcome: SourceOutcome;
  collected?: CollectedEvidence;
};

/** @internal */
export type CollectOptions = {
  collectors: readonly RcaCollector[];
  context: Omit<CollectorContext, 'signal'>;
  signal: AbortSignal;
  /** Called with the state of all sources whenever one changes. */
  onProgress?: (progress: SourceProgress[]) => void;
};

/**
 * Runs all collectors at once, each with its own deadline. A collector that
 * fails, hangs or ignores its signal costs its own evidence and nothing else.
 * @internal
 */
export async function collectEvidence(
  options: CollectOptions,
): Promise<SourceResult[]> {
  const { collectors, context, signal, onProgress } = options;
  const progress: SourceProgress[] = collectors.map(({ source }) => ({
    source,
    status: 'running',
  }));
  onProgress?.([...progress]);
  return Promise.all(
    collectors.map(async (collector, i) => {
      const result = await runCollector(collector, context, signal);
      progress[i] = result.outcome;
      onProgress?.([...progress]);
      return result;
    }),
  );
}

async function runCollector(
  collector: RcaCollector,
  context: Omit<CollectorContext, 'signal'>,
  cancelled: AbortSignal,
): Promise<SourceResult> {
  const { source } = collector;
  const started = performance.now();
  const deadlineMs = collector.deadlineMs ?? DEFAULT_COLLECTOR_DEADLINE_MS;
  const deadline = new AbortController();
  const timer = setTimeout(
    () => deadline.abort(new Error('The deadline has passed')),
    deadlineMs,
  );
  const signal = AbortSignal.any([cancelled, deadline.signal]);
  const finish = (
    status: SourceOutcome['status'],
    summary: string,
    collected?: CollectedEvidence,
  ): SourceResult => ({
    source,
    collected,
    outcome: {
      source,
      status,
      durationMs: Math.round(performance.now() - started),
      evidenceCount: collected?.evidence.length ?? 0,
      summary: redactSecrets(cleanText(summary)).slice(0, MAX_SUMMARY_LENGTH),
    },
  });
  try {
    const collected = await orAborted(
      collector.collect({ ...context, signal }),
      signal,
    );
    return finish(
      collected.unchecked.length ? 'partial' : 'ok',
      collected.summary,
      collected,
    );
  } catch (error) {
    if (cancelled.aborted) {
      return finish('cancelled', 'The investigation was cancelled');
    }
    if (deadline.signal.aborted) {
      return finish('timed-out', `No answer within ${deadlineMs / 1_000} s`);
    }
    return finish('failed', toError(error).message);
  } finally {
    clearTimeout(timer);
  }
}

/** Rejects when the signal aborts, also when the work does not listen to it. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let onAbort: () => void;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort!);
  }
}
