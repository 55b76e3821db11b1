import { ServiceUnavailableError, toError } from '@backstage/errors';
import { Narrative } from '@internal/plugin-rca-common';
import { NarratorAnalysis, RcaNarrator } from '@internal/plugin-rca-node';
import { checkSentences } from './checkSentences';

/** Longest that words may take; the report waits for them. */
const NARRATOR_DEADLINE_MS = 30_000;
/** Left of the investigation's own deadline, for what comes after. */
const RESERVE_MS = 3_000;
const MAX_FAILURE_LENGTH = 300;
/** Errors that are written to be read; the text of others may hold anything. */
const READABLE = new Set([
  'InputError',
  'NotAllowedError',
  'ServiceUnavailableError',
]);

/**
 * Asks the narrator, and checks what it says. Whatever goes wrong is said in the
 * narrative: the investigation has its result already.
 *
 * @param options - `remainingMs` is what the investigation has left.
 * @throws the signal's reason when the investigation is cancelled meanwhile.
 * @internal
 */
export async function narrate(options: {
  narrator: RcaNarrator;
  analysis: NarratorAnalysis;
  tenant: string;
  signal: AbortSignal;
  remainingMs: number;
}): Promise<Narrative> {
  const { narrator, analysis, tenant, signal } = options;
  const budgetMs = Math.min(
    NARRATOR_DEADLINE_MS,
    options.remainingMs - RESERVE_MS,
  );
  if (budgetMs <= 0) {
    return failed('no time was left for it');
  }
  const deadline = new AbortController();
  const ended = AbortSignal.any([signal, deadline.signal]);
  const timer = setTimeout(
    () =>
      deadline.abort(
        new ServiceUnavailableError(
          `it took longer than ${Math.round(budgetMs / 1_000)} s`,
        ),
      ),
    budgetMs,
  );
  try {
    const { model, sentences, onChecked } = await untilAborted(
      // A copy: what it gets is not what the report is made of.
      narrator.narrate(structuredClone(analysis), { tenant, signal: ended }),
      ended,
    );
    const checked = checkSentences(analysis, sentences);
    onChecked?.({ kept: checked.sentences.length, dropped: checked.dropped });
    return { model, ...checked };
  } catch (error) {
    signal.throwIfAborted();
    const cause = toError(ended.aborted ? ended.reason : error);
    return failed(
      READABLE.has(cause.name)
        ? cause.message
        : 'an unexpected error ended it, which the log of the portal has',
    );
  } finally {
    clearTimeout(timer);
  }
}

function failed(why: string): Narrative {
  return {
    sentences: [],
    dropped: [],
    failure: `The model did not answer: ${why.slice(0, MAX_FAILURE_LENGTH)}`,
  };
}

/** Also where the work does not listen to its signal. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal) {
  signal.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}
