const QUOTE = '"';

/**
 * Reads RFC 4180 text: quoted fields with doubled quotes, commas and line ends
 * inside fields, CRLF or LF. A quote that is never closed ends with the text.
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let position = 0;
  while (position < text.length) {
    const { field, end } =
      text[position] === QUOTE
        ? quotedField(text, position)
        : plainField(text, position);
    row.push(field);
    position = end;
    if (text[position] === ',') {
      position++;
      if (position === text.length) {
        row.push('');
      }
      continue;
    }
    position += text[position] === '\r' ? 2 : 1;
    rows.push(row);
    row = [];
  }
  if (row.length > 0) {
    rows.push(row);
  }
  return rows;
}

type Field = { field: string; end: number };

function plainField(text: string, start: number): Field {
  let end = start;
  while (end < text.length) {
    const char = text[end];
    if (char === ',' || char === '\n') {
      break;
    }
    if (char === '\r' && text[end + 1] === '\n') {
      break;
    }
    end++;
  }
  return { field: text.slice(start, end), end };
}

function quotedField(text: string, start: number): Field {
  let from = start + 1;
  let field = '';
  for (;;) {
    const quote = text.indexOf(QUOTE, from);
    if (quote < 0) {
      return { field: field + text.slice(from), end: text.length };
    }
    field += text.slice(from, quote);
    if (text[quote + 1] !== QUOTE) {
      // What stands between the closing quote and the comma belongs to no field.
      const { end } = plainField(text, quote + 1);
      return { field, end };
    }
    field += QUOTE;
    from = quote + 2;
  }
}
