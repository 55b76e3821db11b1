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

/** Reads every series that `labels/combined_windows.json` names and that is there. */
export function listNabSeries(root: string): NabSeries[] {
  const labels = readLabels(root);
  return Object.keys(labels)
    .sort()
    .filter(name => existsSync(pathOf(root, name)))
    .map(name => readSeries(pathOf(root, name), name, labels[name]));
}

/** Series that the labels name and that are not there. */
export function absentNabSeries(root: string): string[] {
  return Object.keys(readLabels(root))
    .sort()
    .filter(name => !existsSync(pathOf(root, name)));
}

function pathOf(root: string, name: string): string {
  return join(root, 'nab/data', name);
}

function readLabels(root: string): Record<string, Array<[string, string]>> {
  const path = join(root, 'nab/labels/combined_windows.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
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
