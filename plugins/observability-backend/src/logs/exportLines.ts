import {
  LogExportRequest,
  LogLine,
} from '@internal/plugin-observability-common';
import { LineCursor } from './cursor';
import { loadPage } from './loadLines';
import { LogQuestion, toLine } from './LogQuestion';

type Format = LogExportRequest['format'];

const MAX_LINES = 100_000;
/** Lines that are held at a time. */
const PAGE_LINES = 5_000;
/** What a spreadsheet takes for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** @internal */
export const exportTypes: Record<Format, { type: string; extension: string }> =
  {
    ndjson: { type: 'application/x-ndjson', extension: 'ndjson' },
    csv: { type: 'text/csv; charset=utf-8', extension: 'csv' },
    text: { type: 'text/plain; charset=utf-8', extension: 'log' },
  };

/** All lines, newest first, page by page; the last line says when there were more. @internal */
export async function* exportLines(
  question: LogQuestion,
  format: Format,
): AsyncGenerator<string> {
  // Goes out with the first lines: before them it is not known that there is an answer.
  let head = format === 'csv' ? 'time,level,pod,container,message\n' : '';
  let cursor: LineCursor | undefined;
  let count = 0;
  do {
    const limit = Math.min(PAGE_LINES, MAX_LINES - count);
    const { records, next } = await loadPage(question, { limit, cursor });
    count += records.length;
    cursor = next;
    yield head + records.map(record => write(toLine(record), format)).join('');
    head = '';
  } while (cursor && count < MAX_LINES);
  if (cursor) {
    yield writeNote(
      `Cut after ${MAX_LINES} lines; narrow the window or the filter for the rest`,
      format,
    );
  }
}

/** The export broke off: said where a reader of the file finds it. @internal */
export function writeNote(note: string, format: Format): string {
  switch (format) {
    case 'ndjson':
      return `${JSON.stringify({ cut: note })}\n`;
    case 'csv':
      return `,,,,${cell(`# ${note}`)}\n`;
    case 'text':
    default:
      return `# ${note}\n`;
  }
}

function write(line: LogLine, format: Format): string {
  switch (format) {
    case 'ndjson':
      return `${JSON.stringify(line)}\n`;
    case 'csv':
      return `${[line.time, line.level, line.pod, line.container, line.message]
        .map(value => cell(value ?? ''))
        .join(',')}\n`;
    case 'text':
    default:
      return `${line.time} ${line.level ?? '-'} ${line.pod ?? '-'} ${
        line.message
      }\n`;
  }
}

function cell(value: string): string {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
