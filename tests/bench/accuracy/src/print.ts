import { Table } from './types';

/** A table as aligned text. */
export function formatTable({ title, header, rows }: Table): string {
  const all = [header, ...rows];
  const widths = header.map((_, i) =>
    Math.max(...all.map(row => (row[i] ?? '').length)),
  );
  const lines = all.map(row =>
    row
      .map((cell, i) =>
        i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]),
      )
      .join('  ')
      .trimEnd(),
  );
  return [`\n${title}`, ...lines].join('\n');
}
