import { LogRow } from './LogRow';

/** Rows without any field are no lines. */
export function toJsonLines(rows: LogRow[]): string {
  return rows
    .map(row => row.entries())
    .filter(entries => entries.length > 0)
    .map(entries => `${toJson(entries)}\n`)
    .join('');
}

export function toJson(entries: Array<[string, string]>): string {
  return `{${entries
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join(',')}}`;
}
