import { stringifyError } from '@backstage/errors';
import { LogPatterns } from '@internal/plugin-observability-common';
import { LogQuestion } from './LogQuestion';
import { PatternTable } from './PatternTable';
import { countSlices, sampleLines, Slice } from './sampleLines';

/** Points of a trend. */
const SLICES = 24;
/** Enough for patterns of one line in ten thousand, read and grouped within a second or two. */
const MAX_LINES = 20_000;

/** Templates of the window's lines, compared with the window of the same length before. @internal */
export async function loadPatterns(
  question: LogQuestion,
  limit: number,
): Promise<LogPatterns> {
  const { window } = question;
  const span = +window.to - +window.from;
  const earlier = { from: new Date(+window.from - span), to: window.from };
  const [now, before] = await Promise.all([
    countSlices(question, window, SLICES),
    countBefore(question, earlier),
  ]);
  const table = new PatternTable({
    slices: { now, before: before.slices },
    windows: { now: window, before: earlier },
  });
  const read = (side: 'now' | 'before', slices: Slice[]) =>
    sampleLines({
      question,
      slices,
      maxLines: MAX_LINES,
      take: line => table.add(side, line),
    });
  let { problem } = before;
  const compared =
    before.slices.length > 0 && !problem
      ? read('before', before.slices).catch(error => {
          question.signal.throwIfAborted();
          table.withoutBaseline();
          problem = `The window before could not be read: ${stringifyError(
            error,
          )}`;
        })
      : undefined;
  await Promise.all([read('now', now), compared]);
  return {
    query: question.query,
    ...table.patterns(limit),
    sample: table.sample,
    ...(problem && { baselineProblem: problem }),
  };
}

async function countBefore(
  question: LogQuestion,
  window: { from: Date; to: Date },
): Promise<{ slices: Slice[]; problem?: string }> {
  try {
    const slices = await countSlices(question, window, SLICES);
    return slices.some(({ total }) => total > 0)
      ? { slices }
      : { slices, problem: 'The window before has no lines to compare with' };
  } catch (error) {
    question.signal.throwIfAborted();
    return {
      slices: [],
      problem: `The window before could not be counted: ${stringifyError(
        error,
      )}`,
    };
  }
}
