import { isWordCharacter } from './matchers';

/** Characters of the query that errors show before the place where it went wrong. */
const CONTEXT_LENGTH = 50;

/** Splits LogsQL into tokens. */
export class LogsLexer {
  readonly #source: string;
  #position = 0;
  #start = 0;
  /** The current token without its quotes; empty at the end. */
  token = '';
  /** The current token as written. */
  raw = '';
  previous = '';
  /** Whether space stood before the current token. */
  afterSpace = false;
  /** What `_time:5m` counts from, in nanoseconds. */
  readonly nowNs: bigint;

  constructor(source: string, nowNs: bigint) {
    this.#source = source;
    this.nowNs = nowNs;
    this.next();
  }

  get isEnd(): boolean {
    return this.#position >= this.#source.length && this.raw === '';
  }

  get rest(): string {
    return this.#source.slice(this.#position);
  }

  /** What stands before the current token. */
  get before(): string {
    return this.#source.slice(0, this.#start).trim();
  }

  /** What has been read so far, for error messages. */
  get context(): string {
    return this.#source.slice(0, this.#position).slice(-CONTEXT_LENGTH);
  }

  get isQuoted(): boolean {
    return this.token !== this.raw;
  }

  /** Whether the current token is one of the keywords, and not quoted. */
  is(...keywords: string[]): boolean {
    return !this.isQuoted && keywords.includes(this.token.toLowerCase());
  }

  save(): () => void {
    const { token, raw, previous, afterSpace } = this;
    const position = this.#position;
    const start = this.#start;
    return () => {
      Object.assign(this, { token, raw, previous, afterSpace });
      this.#position = position;
      this.#start = start;
    };
  }

  /** Moves on; answers whether there is another token. */
  next(): boolean {
    this.previous = this.token;
    this.afterSpace = false;
    this.#skipSpace();
    const start = this.#position;
    this.#start = start;
    const rest = this.#source.slice(start);
    let end = 0;
    while (
      end < rest.length &&
      (isWordCharacter(rest[end]) || rest[end] === '.')
    )
      end++;
    if (end > 0) return this.#take(rest.slice(0, end));
    const [first] = rest;
    if (first === undefined) return this.#take('');
    if (first === '"' || first === "'" || first === '`') {
      const quoted = readQuoted(rest);
      if (quoted) {
        this.#take(quoted.raw);
        this.token = quoted.value;
        return true;
      }
      return this.#take(first);
    }
    return this.#take(/^(?:=~|!~|!=)/.exec(rest)?.[0] ?? first);
  }

  #take(raw: string): boolean {
    this.raw = raw;
    this.token = raw;
    this.#position += raw.length;
    return !this.isEnd;
  }

  #skipSpace(): void {
    for (;;) {
      const space = /^(?:\s+|#[^\n]*\n?)/.exec(
        this.#source.slice(this.#position, this.#position + 4096),
      );
      if (!space) return;
      this.#position += space[0].length;
      this.afterSpace = true;
    }
  }
}

function readQuoted(text: string): { raw: string; value: string } | undefined {
  const [quote] = text;
  for (let i = 1; i < text.length; i++) {
    if (text[i] === '\\' && quote !== '`') {
      i++;
    } else if (text[i] === quote) {
      const raw = text.slice(0, i + 1);
      const value = unquote(raw);
      return value === undefined ? undefined : { raw, value };
    }
  }
  return undefined;
}

function unquote(raw: string): string | undefined {
  const body = raw.slice(1, -1);
  if (raw[0] === '`') return body;
  if (/\n/.test(body)) return undefined;
  const json = (
    raw[0] === "'"
      ? body.replace(/\\'/g, "'").replace(/(?<!\\)"/g, '\\"')
      : body
  )
    .replace(/\t/g, '\\t')
    .replace(/\\x([\da-f]{2})/gi, '\\u00$1')
    .replace(/\\a/g, '\\u0007')
    .replace(/\\v/g, '\\u000b');
  try {
    return JSON.parse(`"${json}"`);
  } catch {
    return undefined;
  }
}
