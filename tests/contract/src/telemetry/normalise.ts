import { BASE_MS } from './targets';

const SIGNIFICANT_DIGITS = 8;

interface Series {
  metric: Record<string, string>;
  value?: [number, string];
  values?: Array<[number, string]>;
}

/**
 * An answer of the metrics API without what may differ: time is relative to the
 * data, digits beyond the eighth and the order of series are left out, as are the
 * label of the test run and the statistics.
 */
export function normaliseMetrics(status: number, body: string): string {
  const parsed = parse(body);
  if (parsed === undefined) return `${status} ${body}`;
  if (parsed.status === 'error')
    return `${status} ${normaliseError(parsed.error)}`;
  const result: Series[] | undefined = parsed.data?.result;
  if (!result) return `${status} ${JSON.stringify(withoutRun(parsed.data))}`;
  const lines = result.map(({ metric, value, values }) => {
    const points = (values ?? [value!]).map(
      ([time, text]) => `${relative(time)}=${rounded(text)}`,
    );
    return `${JSON.stringify(sorted(metric))} ${points.join(' ')}`;
  });
  return `${status} ${parsed.data.resultType} ${lines.sort().join('; ')}`;
}

/** Exported samples: a line for each series, or for a part of one. */
export function normaliseExport(head: string, body: string): string {
  if (!head.startsWith('200')) return `${head} ${body.trim()}`;
  const lines = body
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const { metric, values, timestamps } = JSON.parse(line);
      const points = timestamps.map(
        (time: number, i: number) =>
          `${relative(time / 1000)}=${rounded(String(values[i]))}`,
      );
      return `${JSON.stringify(sorted(metric))} ${points.join(' ')}`;
    });
  return `${head} ${lines.sort().join('; ')}`;
}

/** Errors name times, and the series of a random order. */
function normaliseError(error: string): string {
  return error
    .replace(/run="?[\w-]+"?(, )?/g, '')
    .replace(/\d{13}/g, time => `t${(Number(time) - BASE_MS) / 1000}`)
    .replace(
      /(duplicate (?:output )?time ?series(?: on the \w+ side of [^:]*)?).*/,
      '$1',
    );
}

/** An answer of the logs API without what may differ between servers and runs. */
export function normaliseLogs(
  status: number,
  type: string | null,
  body: string,
  options: { ordered: boolean },
): string {
  const text = body
    .replace(/remoteAddr: "[^"]*"; requestURI: .*?; (?=\S)/s, '')
    .replace(/[\da-f]{48}/g, 'STREAM_ID')
    .replace(
      /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g,
      time => `T${(Date.parse(`${time}Z`) - BASE_MS) / 1000}`,
    )
    .trim();
  const head = `${status} ${type}`;
  if (status >= 400) return `${head} ${parse(text)?.error ?? text}`;
  if (type === 'application/stream+json') {
    const lines =
      text === ''
        ? []
        : text
            .split('\n')
            .map(line => JSON.stringify(sorted(JSON.parse(line))));
    return `${head} ${(options.ordered ? lines : lines.sort()).join('; ')}`;
  }
  return `${head} ${JSON.stringify(unordered(parse(text)))}`;
}

/** Sorts lists of objects, and the keys of objects: neither has an order that clients may rely on. */
function unordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(unordered);
    return items.some(item => typeof item === 'object' && !Array.isArray(item))
      ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items;
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, inner]) => [key, unordered(inner)])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
  }
  if (typeof value === 'number' && value > 1e9)
    return `t${value - BASE_MS / 1000}`;
  return value;
}

function sorted(object: Record<string, string>): Record<string, string> {
  const pairs = Object.entries(object).filter(([name]) => name !== 'run');
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutRun(data: unknown): unknown {
  if (!Array.isArray(data)) return data;
  const items = data.filter(item => item !== 'run');
  return items
    .map(item =>
      typeof item === 'object' ? JSON.stringify(sorted(item)) : item,
    )
    .sort();
}

function relative(seconds: number): number {
  return Math.round((seconds - BASE_MS / 1000) * 1000) / 1000;
}

function rounded(text: string): string {
  const number = Number(text);
  return Number.isFinite(number)
    ? String(Number(number.toPrecision(SIGNIFICANT_DIGITS)))
    : text;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers have no common type
function parse(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
