import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { millisecondsToNanoseconds } from '../traces/spanTime';
import { LokiLine } from './parseLoki';
import { LokiApi, PAGE_LINES } from './LokiApi';

type Question = Pick<
  Parameters<LokiApi['lines']>[0],
  'query' | 'scope' | 'signal'
>;

const TAIL_POLL_MS = 1_000;
/** Agents send lines in batches, so lines with an earlier time come later. */
const TAIL_LATE_NS = 10_000_000_000n;
/** Lines by which a late one is told from one that was there; more than arrive in that time. */
const MAX_REMEMBERED = 50_000;

/** A page of lines. `partial` when the store said that some are missing. @internal */
export type LokiPage = { lines: LokiLine[]; partial: boolean };

/**
 * Pages of a window, newest first, each line once.
 *
 * @remarks
 * Loki has no cursor but the time. A page ends among lines of one nanosecond as
 * likely as not, so the next one begins with that nanosecond again and what was
 * there already is left out. Of more lines of one nanosecond than a page holds,
 * those beyond the page cannot be read; the page says that it is partial.
 *
 * @internal
 */
export async function* readPages(
  api: LokiApi,
  question: Question & { fromNs: bigint; toNs: bigint; limit: number },
): AsyncGenerator<LokiPage> {
  let { toNs, limit } = question;
  let seen = new Set<string>();
  while (limit > 0 && toNs > question.fromNs) {
    const page = await api.lines({
      ...question,
      toNs,
      // What was seen comes once more.
      limit: Math.min(PAGE_LINES, limit + seen.size),
      direction: 'backward',
    });
    const fresh = unseen(page.lines, seen);
    const oldest = page.lines.reduce(
      (min, { timeNs }) => (timeNs < min ? timeNs : min),
      toNs,
    );
    const isStuck = page.full && fresh.length === 0;
    yield { lines: fresh, partial: page.partial || isStuck };
    if (!page.full) {
      return;
    }
    limit -= fresh.length;
    toNs = isStuck ? oldest : oldest + 1n;
    seen = new Set(
      page.lines.filter(({ timeNs }) => timeNs === oldest).map(keyOf),
    );
  }
}

/**
 * New lines as they arrive, until the signal aborts or the loop is left.
 *
 * @remarks
 * Asks again every second instead of holding Loki's web socket: the requests have
 * the authentication, TLS, limits and error classes of all others, a proxy in
 * between needs no exception for them, and between two of them nothing is held
 * at the store. A line is as late as its agent plus a second at most.
 *
 * @internal
 */
export async function* followLines(
  api: LokiApi,
  question: Question,
): AsyncGenerator<LokiLine> {
  const closeTail = await api.openTail(question.signal);
  try {
    yield* poll(api, question);
  } finally {
    closeTail();
  }
}

async function* poll(
  api: LokiApi,
  question: Question,
): AsyncGenerator<LokiLine> {
  const began = now();
  let cursor = began;
  const seen = new Map<string, bigint>();
  for (;;) {
    const page = await api.lines({
      ...question,
      fromNs: cursor,
      // Clocks of nodes run ahead a little.
      toNs: now() + TAIL_LATE_NS,
      limit: PAGE_LINES,
      direction: 'forward',
    });
    const fresh = unseen(page.lines, seen).sort((a, b) =>
      a.timeNs < b.timeNs ? -1 : 1,
    );
    for (const line of fresh) {
      seen.set(keyOf(line), line.timeNs);
      yield line;
    }
    cursor = nextCursor(page, cursor, began, fresh.length === 0);
    for (const [key, timeNs] of seen) {
      if (timeNs < cursor || seen.size > MAX_REMEMBERED) {
        seen.delete(key);
      }
    }
    if (!page.full) {
      await pause(question.signal);
    }
  }
}

/** @throws the signal's own reason */
async function pause(signal: AbortSignal | undefined): Promise<void> {
  await sleep(TAIL_POLL_MS, undefined, { signal }).catch(() => {});
  signal?.throwIfAborted();
}

/** A full page goes on where it ended; otherwise late lines get their time. */
function nextCursor(
  page: { lines: LokiLine[]; full: boolean },
  cursor: bigint,
  began: bigint,
  isStuck: boolean,
): bigint {
  if (page.full) {
    const newest = page.lines.reduce(
      (max, { timeNs }) => (timeNs > max ? timeNs : max),
      cursor,
    );
    return isStuck ? newest + 1n : newest;
  }
  const late = now() - TAIL_LATE_NS;
  return late > began ? late : began;
}

function now(): bigint {
  return millisecondsToNanoseconds(Date.now());
}

function unseen(lines: LokiLine[], seen: { has(key: string): boolean }) {
  return lines.filter(line => !seen.has(keyOf(line)));
}

/** Loki keeps one of two lines that are the same in all of this. */
function keyOf({ timeNs, line, labels }: LokiLine): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([String(timeNs), sorted, line]))
    .digest('base64');
}
