import { isError, stringifyError } from '@backstage/errors';
import { LogTailEvent } from '@internal/plugin-observability-common';
import { LogQuestion, toLine } from './LogQuestion';

/** More lines a second than that nobody reads. */
const MAX_LINES_PER_SECOND = 200;
const ALIVE_MS = 15_000;
/** A page that was forgotten open does not keep a query at the store for ever. */
const MAX_TAIL_MS = 30 * 60_000;

/**
 * Sends new lines as they arrive, until the caller leaves.
 *
 * @param send - answers false when the caller does not keep up; lines are left out
 * then, and counted
 * @internal
 */
export async function tailLines(
  question: LogQuestion,
  send: (event: LogTailEvent) => boolean,
): Promise<void> {
  const { store, scope, query, filter, signal } = question;
  const over = new AbortController();
  const tail = { shown: 0, dropped: 0, keepsUp: true, quietSince: Date.now() };
  const everySecond = setInterval(() => {
    tail.shown = 0;
    if (tail.dropped > 0) {
      tail.keepsUp = send({ kind: 'dropped', count: tail.dropped });
      tail.dropped = 0;
      tail.quietSince = Date.now();
    } else if (Date.now() - tail.quietSince >= ALIVE_MS) {
      tail.keepsUp = send({ kind: 'alive' });
      tail.quietSince = Date.now();
    } else {
      tail.keepsUp = true;
    }
  }, 1_000);
  const limit = setTimeout(() => over.abort(), MAX_TAIL_MS);
  try {
    // Said at once, so that a page knows that it is connected.
    send({ kind: 'alive' });
    const lines = store.tail({
      scope,
      query,
      filter,
      signal: AbortSignal.any([signal, over.signal]),
    });
    for await (const record of lines) {
      if (!tail.keepsUp || tail.shown >= MAX_LINES_PER_SECOND) {
        tail.dropped += 1;
        continue;
      }
      tail.shown += 1;
      tail.quietSince = Date.now();
      tail.keepsUp = send({ kind: 'line', line: toLine(record) });
    }
    send({ kind: 'ended', reason: 'The store ended the stream' });
  } catch (error) {
    if (signal.aborted) {
      // Whoever left hears nothing; whoever may not read any more is told so.
      if (isError(signal.reason) && signal.reason.name === 'NotAllowedError') {
        send({
          kind: 'ended',
          reason: 'You may not read the namespace any more',
        });
      }
      return;
    }
    send({
      kind: 'ended',
      reason: over.signal.aborted
        ? `Ended after ${MAX_TAIL_MS / 60_000} minutes; start it again`
        : stringifyError(error),
    });
  } finally {
    clearInterval(everySecond);
    clearTimeout(limit);
  }
}
