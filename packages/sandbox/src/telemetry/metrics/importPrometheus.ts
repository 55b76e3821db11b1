import { MetricSink } from '../../types';
import { parseString } from './metricsql/literals';

const LABEL = /\s*([A-Za-z_][\w.:-]*)\s*=\s*("(?:[^"\\]|\\.)*")\s*(,|\})/y;
const NAME = /^\s*([A-Za-z_:][\w:.-]*)?\s*/;

/**
 * Stores samples in the Prometheus text format. A line that makes no sense is
 * left out without a word, because the real server only writes it into its log.
 */
export function importPrometheus(
  text: string,
  sink: MetricSink,
  options: { nowMs: number; extraLabels?: Record<string, string> },
): void {
  for (const line of text.split('\n')) {
    const sample = parseLine(line);
    if (!sample) continue;
    const labels = { ...sample.labels, ...options.extraLabels };
    sink.addSample(labels, sample.timeMs ?? options.nowMs, sample.value);
  }
}

function parseLine(line: string) {
  if (/^\s*(#|$)/.test(line)) return undefined;
  const name = NAME.exec(line)!;
  const labels: Record<string, string> = {};
  if (name[1]) labels.__name__ = name[1];
  let position = name[0].length;
  if (line[position] === '{') {
    const end = parseLabels(line, position + 1, labels);
    if (end === undefined) return undefined;
    position = end;
  }
  const [value, time, ...rest] = line.slice(position).trim().split(/\s+/);
  const number = parseValue(value);
  if (number === undefined || rest.length > 0) return undefined;
  if (time !== undefined && !/^-?\d+(\.\d+)?$/.test(time)) return undefined;
  if (!name[1]) return undefined;
  return {
    labels,
    value: number,
    timeMs: time === undefined ? undefined : parseTime(time),
  };
}

function parseValue(text: string): number | undefined {
  if (/^[-+]?inf(inity)?$/i.test(text)) {
    return text.startsWith('-') ? -Infinity : Infinity;
  }
  if (/^nan$/i.test(text)) return NaN;
  // A number may not start with a plus.
  return /^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)
    ? Number(text)
    : undefined;
}

/** Below this a timestamp is taken for seconds (OpenMetrics), else for milliseconds. */
const LARGEST_SECONDS = 2 ** 31;

function parseTime(text: string): number {
  const time = Number(text);
  return Math.trunc(Math.abs(time) < LARGEST_SECONDS ? time * 1000 : time);
}

function parseLabels(
  line: string,
  start: number,
  labels: Record<string, string>,
) {
  let position = start;
  if (/^\s*\}/.test(line.slice(position)))
    return line.indexOf('}', position) + 1;
  for (;;) {
    LABEL.lastIndex = position;
    const found = LABEL.exec(line);
    if (!found) return undefined;
    labels[found[1]] = parseString(found[2]);
    position = LABEL.lastIndex;
    if (found[3] === '}') return position;
    const closing = /^\s*\}/.exec(line.slice(position));
    if (closing) return position + closing[0].length;
  }
}
