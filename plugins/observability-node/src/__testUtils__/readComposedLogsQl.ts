import { LogFilter } from '@internal/plugin-observability-common';

/** A string as Go's `strconv.Unquote` reads it, at the beginning of a text. */
const QUOTED =
  /^"((?:[^"\\\n]|\\(?:[abfnrtv\\"]|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}))*)"/;
const PLAIN_ESCAPES: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/**
 * Reads the part of LogsQL that filters are composed of, and nothing beyond it, so
 * that a test sees whether the text still says what the filter said.
 */
export function readComposedLogsQl(text: string, levelField: string) {
  const filter: Required<LogFilter> = {
    phrases: [],
    excludedPhrases: [],
    levels: [],
    fields: [],
  };
  let rest = text;
  const take = (token: string) => {
    const found = rest.startsWith(token);
    rest = found ? rest.slice(token.length) : rest;
    return found;
  };
  const expect = (token: string) => {
    if (!take(token)) {
      throw new Error(`No ${token} at ${JSON.stringify(rest)} of ${text}`);
    }
  };
  const quoted = () => {
    const [token, body] = QUOTED.exec(rest) ?? expect('a string')!;
    rest = rest.slice(token.length);
    return body.replace(
      /\\(?:x(..)|u(....)|U(.{8})|(.))/g,
      (_all, x, u, U, plain) =>
        plain
          ? PLAIN_ESCAPES[plain]
          : String.fromCodePoint(parseInt(x ?? u ?? U, 16)),
    );
  };
  const list = (separator: string, item: () => string) => {
    const items = [item()];
    while (take(separator)) {
      items.push(item());
    }
    expect(')');
    return items;
  };
  const readField = (exclude: boolean) => {
    if (take('(')) {
      let name = '';
      const values = list(' or ', () => {
        name = quoted();
        expect(':=');
        const value = quoted();
        expect('*');
        return value;
      });
      filter.fields.push({ name, values, match: 'prefix', exclude });
      return;
    }
    const name = quoted();
    expect(':');
    const values = take('in(') ? list(',', quoted) : (expect('='), [quoted()]);
    if (name === levelField && !exclude) {
      filter.levels.push(...values);
    } else {
      filter.fields.push({ name, values, match: 'exact', exclude });
    }
  };
  while (rest !== '' && rest !== '*') {
    const exclude = take('!');
    if (take('i(')) {
      (exclude ? filter.excludedPhrases : filter.phrases).push(quoted());
      expect('*)');
    } else {
      readField(exclude);
    }
    if (rest !== '') {
      expect(' ');
    }
  }
  return filter;
}
