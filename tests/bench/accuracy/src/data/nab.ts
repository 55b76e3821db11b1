import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from './parseCsv';

/** Labels have fractions of a second, rows have none. */
const TIME_CHARS = 19;

export type NabSeries = {
  name: string;
  times: number[];
  values: number[];
  /** Rows of each labelled window, both ends included, in order. */
  windows: Array<{ first: number; last: number }>;
};

/** Reads every series that `labels/combined_windows.json` names. */
export function listNabSeries(root: string): NabSeries[] {
  const path = join(root, 'nab/labels/combined_windows.json');
  if (!existsSync(path)) {
    return [];
  }
  const labels: Record<string, Array<[string, string]>> = JSON.parse(
    readFileSync(path, 'utf8'),
  );
  return Object.keys(labels)
    .sort()
    .map(name => readSeries(join(root, 'nab/data', name), name, labels[name]));
}

function readSeries(
  path: string,
  name: string,
  labels: ReadonlyArray<[string, string]>,
): NabSeries {
  const rows = parseCsv(readFileSync(path, 'utf8')).slice(1);
  const stamps = rows.map(([stamp]) => stamp.slice(0, TIME_CHARS));
  return {
    name,
    times: stamps.map(stamp => Date.parse(`${stamp.replace(' ', 'T')}Z`)),
    values: rows.map(row => Number(row[1])),
    windows: labels.map(([from, to]) => {
      const inside = (stamp: string) =>
        stamp >= from.slice(0, TIME_CHARS) && stamp <= to.slice(0, TIME_CHARS);
      const first = stamps.findIndex(inside);
      if (first < 0) {
        throw new Error(`No row of ${name} is in the window from ${from}`);
      }
      return { first, last: stamps.findLastIndex(inside) };
    }),
  };
}
