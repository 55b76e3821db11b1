import { LogRow, MadeRow } from '../LogRow';
import { compareTimes, formatTime, fromNs, LogTime, toNs } from '../time';
import { PipeContext } from './PipeContext';

/**
 * The rows with their neighbours in the same stream, oldest first. Where there is
 * more than one passage, each ends with a line of dashes.
 */
export function streamContext(
  rows: LogRow[],
  before: number,
  after: number,
  context: PipeContext,
): LogRow[] {
  const wanted = new Map<string, LogTime[]>();
  for (const row of rows) {
    const id = row.get('_stream_id');
    wanted.set(id, [...(wanted.get(id) ?? []), row.time]);
  }
  const passages = [...wanted].flatMap(([id, times]) =>
    cutPassages(context.streamRows(id), times, before, after),
  );
  if (passages.length < 2) return passages.flat();
  return passages.flatMap(passage => [
    ...passage,
    delimiterAfter(passage[passage.length - 1]),
  ]);
}

function cutPassages(
  stream: LogRow[],
  times: LogTime[],
  before: number,
  after: number,
): LogRow[][] {
  const ranges: Array<{ from: number; to: number }> = [];
  stream.forEach((row, i) => {
    if (!times.some(time => compareTimes(time, row.time) === 0)) return;
    const from = Math.max(0, i - before);
    const to = Math.min(stream.length - 1, i + after);
    const last = ranges[ranges.length - 1];
    if (last && from <= last.to) last.to = to;
    else ranges.push({ from, to });
  });
  return ranges.map(({ from, to }) => stream.slice(from, to + 1));
}

function delimiterAfter(row: LogRow): LogRow {
  const time = fromNs(toNs(row.time) + 1n);
  return new MadeRow(
    [
      ['_time', formatTime(time)],
      ['_stream_id', row.get('_stream_id')],
      ['_stream', row.get('_stream')],
      ['_msg', '---'],
    ],
    time,
  );
}
