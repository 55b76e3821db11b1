import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseCsv } from './parseCsv';

const METRIC_FILE = '_metric.csv';
const MINUTE_MS = 60_000;
/** Files that the engine gets: that of the onset's minute and this many in all. */
const FILES_OF_CASE = 3;
/** Metric rows up to so long after the onset belong to a case. */
const METRIC_END_MS = 200_000;
const MICROSECONDS_PER_MS = 1_000;
const ROOT_SPAN = 'root';

export type NezhaSpan = {
  traceId: string;
  spanId: string;
  parentId?: string;
  entity: string;
  operation: string;
  durationMs: number;
  startMs: number;
};

export type NezhaLine = {
  time: number;
  entity: string;
  traceId: string;
  spanId: string;
  text: string;
};

export type NezhaSeries = {
  entity: string;
  column: string;
  points: Array<[time: number, value: number]>;
};

/** What the engine may see of a case; the truth is with the list of faults. */
export type NezhaCase = {
  input: {
    onset: number;
    end: number;
    series: NezhaSeries[];
    reference: { lines: NezhaLine[]; spans: NezhaSpan[] };
    current: { lines: NezhaLine[]; spans: NezhaSpan[] };
  };
};

export type NezhaDay = {
  system: string;
  day: string;
  /** Pods with a metric file. */
  candidates: string[];
  signals: string[];
  faults: Array<{ name: string; onset: number; truth: string; type: string }>;
  /** Reads the files of a case; cut at the same place whatever onset is stated. */
  load(index: number): NezhaCase;
};

/** Finds every `nezha-*` system and day below the root, by listing. */
export function listNezhaDays(root: string): NezhaDay[] {
  return readdirSync(root)
    .filter(name => name.startsWith('nezha-'))
    .sort()
    .flatMap(system => {
      const data = join(root, system, 'rca_data');
      const days = existsSync(data) ? readdirSync(data).sort() : [];
      return days.map(day => openDay(join(root, system), system, day));
    });
}

function openDay(folder: string, system: string, day: string): NezhaDay {
  const data = join(folder, 'rca_data', day);
  const construct = join(folder, 'construct_data', day);
  const metricFiles = readdirSync(join(data, 'metric'))
    .filter(name => name.endsWith(METRIC_FILE))
    .sort();
  const series = metricFiles.flatMap(name =>
    readSeries(join(data, 'metric', name)),
  );
  const list = JSON.parse(
    readFileSync(join(data, `${day}-fault_list.json`), 'utf8'),
  ) as Record<string, Array<Record<string, string>>>;
  const faults = Object.values(list)
    .flat()
    .map(fault => ({
      name: `${system} ${fault.inject_time} ${fault.inject_pod} ${fault.inject_type}`,
      onset: utc(fault.inject_time),
      truth: fault.inject_pod,
      type: fault.inject_type,
    }));
  const reference = {
    lines: readMinutes(join(construct, 'log')).flatMap(readLines),
    spans: readMinutes(join(construct, 'trace')).flatMap(readSpans),
  };
  const signals = ['metric', 'log', 'trace'].filter(signal =>
    existsSync(join(data, signal)),
  );
  return {
    system,
    day,
    candidates: metricFiles.map(name => name.slice(0, -METRIC_FILE.length)),
    signals,
    faults,
    load(index) {
      const { onset } = faults[index];
      const minute = Math.floor(onset / MINUTE_MS) * MINUTE_MS;
      const stems = Array.from({ length: FILES_OF_CASE }, (_, i) =>
        new Date(minute + i * MINUTE_MS)
          .toISOString()
          .slice(11, 16)
          .replace(':', '_'),
      );
      const files = (signal: string) =>
        stems
          .map(stem => join(data, signal, `${stem}_${signal}.csv.gz`))
          .filter(existsSync);
      return {
        input: {
          onset,
          end: onset + METRIC_END_MS,
          series: series.map(one => ({
            ...one,
            points: one.points.filter(
              ([time]) => time <= onset + METRIC_END_MS,
            ),
          })),
          reference,
          current: {
            lines: files('log').flatMap(readLines),
            spans: files('trace').flatMap(readSpans),
          },
        },
      };
    },
  };
}

function readMinutes(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder)
        .filter(name => name.endsWith('.csv.gz'))
        .sort()
        .map(name => join(folder, name))
    : [];
}

function readTable(path: string): Array<Record<string, string>> {
  const bytes = readFileSync(path);
  const text = path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  const [header, ...rows] = parseCsv(text.toString('utf8'));
  return rows.map(row =>
    Object.fromEntries(header.map((name, i) => [name.trim(), row[i] ?? ''])),
  );
}

function readSeries(path: string): NezhaSeries[] {
  const entity = basename(path).slice(0, -METRIC_FILE.length);
  const rows = readTable(path);
  const columns = Object.keys(rows[0] ?? {}).filter(
    name => !['Time', 'TimeStamp', 'PodName'].includes(name),
  );
  return columns.map(column => ({
    entity,
    column,
    points: rows
      .map((row): [number, number] => [
        utc(row.Time),
        row[column] === '' ? NaN : Number(row[column]),
      ])
      .filter(([time, value]) => !Number.isNaN(time) && !Number.isNaN(value)),
  }));
}

function readLines(path: string): NezhaLine[] {
  return readTable(path).map(row => ({
    time: precise(row.Timestamp),
    entity: row.PodName,
    traceId: row.TraceID,
    spanId: row.SpanID,
    text: textOf(row.Log),
  }));
}

/** Docker wraps a line into JSON; a broken one is taken as it is. */
function textOf(log: string): string {
  try {
    return String((JSON.parse(log) as { log?: unknown }).log ?? log).trimEnd();
  } catch {
    return log;
  }
}

function readSpans(path: string): NezhaSpan[] {
  return readTable(path).map(row => ({
    traceId: row.TraceID,
    spanId: row.SpanID,
    parentId: row.ParentID === ROOT_SPAN ? undefined : row.ParentID,
    entity: row.PodName,
    operation: row.OperationName,
    durationMs: Number(row.Duration) / MICROSECONDS_PER_MS,
    // Damaged in some files; only differences within a trace are used.
    startMs: Number(row.StartTimeUnixNano) / 1e6,
  }));
}

/** Log lines of one request lie within milliseconds: their order needs the fraction. */
function precise(text: string): number {
  const fraction = /^\.\d+/.exec(text.slice(19));
  return utc(text) + (fraction ? Number(fraction[0]) * 1_000 : 0);
}

/** The first 19 characters, read as UTC: the rest of the time stamps is damaged in places. */
function utc(text: string): number {
  return Date.parse(`${text.slice(0, 19).replace(' ', 'T')}Z`);
}
