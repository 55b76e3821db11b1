/**
 * Compiles a regular expression of Go's RE2 syntax.
 *
 * @remarks
 * JavaScript knows constructs that RE2 refuses (look-around, back references);
 * those fail here too, because a query that works on the sandbox must work on the
 * real server. Error texts are Go's where RE2 names the common mistakes.
 */
export function compileGoRegexp(
  source: string,
  options: { anchored?: boolean; shown?: string } = {},
): RegExp {
  const { body, flags } = splitFlags(source);
  const shown =
    options.shown ?? (options.anchored ? `^(?:${source})$` : source);
  const refused = /\(\?(?:=|!|<=|<!)/.exec(withoutEscapes(body));
  if (refused) {
    throw new Error(
      `error parsing regexp: invalid or unsupported Perl syntax: \`${refused[0]}\``,
    );
  }
  if (/\\[1-9]/.test(body.replace(/\\\\/g, ''))) {
    throw new Error(
      `error parsing regexp: invalid escape sequence: \`${
        /\\[1-9]/.exec(body)![0]
      }\``,
    );
  }
  const translated = body
    .replace(/\(\?P</g, '(?<')
    .replace(/\[\[:(\w+):\]\]/g, (_, name) => `[${posixClass(name)}]`)
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$')
    .replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_, text) => escapeRegexp(text));
  try {
    return new RegExp(
      options.anchored ? `^(?:${translated})$` : translated,
      flags,
    );
  } catch (error) {
    throw new Error(
      `error parsing regexp: ${describe(body, shown, String(error))}`,
    );
  }
}

/** Makes a text match itself. */
export function escapeRegexp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function splitFlags(source: string): { body: string; flags: string } {
  const flags = /^\(\?([imsU]+)\)/.exec(source);
  if (!flags) return { body: source, flags: '' };
  return {
    body: source.slice(flags[0].length),
    flags: [...new Set(flags[1].replace('U', ''))].join(''),
  };
}

function withoutEscapes(body: string): string {
  return body.replace(/\\./g, '__').replace(/\[(?:\^?\])?[^\]]*\]/g, '_');
}

function posixClass(name: string): string {
  const classes: Record<string, string> = {
    alpha: 'A-Za-z',
    digit: '0-9',
    alnum: 'A-Za-z0-9',
    upper: 'A-Z',
    lower: 'a-z',
    space: '\\s',
    punct: '!-\\/:-@\\[-`{-~',
    xdigit: '0-9A-Fa-f',
    word: '\\w',
  };
  return classes[name] ?? name;
}

function describe(body: string, shown: string, error: string): string {
  const plain = withoutEscapes(body);
  const open = (plain.match(/\(/g) ?? []).length;
  const closed = (plain.match(/\)/g) ?? []).length;
  if (/\[[^\]]*$/.test(plain)) {
    return `missing closing ]: \`${body.slice(plain.lastIndexOf('['))}\``;
  }
  if (open > closed) return `missing closing ): \`${shown}\``;
  if (closed > open) return `unexpected ): \`${shown}\``;
  const repeat = /(?:^|[(|])([*+?])/.exec(plain);
  if (repeat) {
    return `missing argument to repetition operator: \`${repeat[1]}\``;
  }
  return `${error.replace(/^.*: /, '')}: \`${shown}\``;
}
