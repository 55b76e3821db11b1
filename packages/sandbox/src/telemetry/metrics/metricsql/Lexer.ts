import { MetricsQueryError } from './MetricsQueryError';

const SPACE_OR_COMMENT = /(?:\s+|#[^\n]*(?:\n|$))*/y;
const IDENTIFIER = /(?:[A-Za-z_:]|\\.|\P{ASCII})(?:[\w:.]|\\.|\P{ASCII})*/uy;
const OPERATOR = /=~|!~|==|!=|>=|<=|[-+*/%^><=!]/y;
const DURATION =
  /\d+(?:\.\d+)?(?:ms|m(?![ibIB])|[shdwyi])(?:-?\d+(?:\.\d+)?(?:ms|m(?![ibIB])|[shdwyi]))*/y;
const NUMBER =
  /0x[\da-f]+|0b[01]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:e[-+]?\d+)?(?:[kmgt](?:ib|i|b)?)?/iy;
const PUNCTUATION = '{}[](),@';

/** Splits MetricsQL into tokens, one look-ahead at a time. */
export class Lexer {
  readonly #source: string;
  #position = 0;
  #tokenStart = 0;
  #tokenEnd = 0;
  /** The current token; empty at the end of the query. */
  token = '';

  constructor(source: string) {
    this.#source = source;
  }

  is(token: string): boolean {
    return this.token === token;
  }

  /** The current token and all that follows, for error messages. */
  get unparsed(): string {
    return this.token === '' ? '' : this.#source.slice(this.#tokenStart);
  }

  /** Where the current token starts. */
  get start(): number {
    return this.#tokenStart;
  }

  /** The source between two positions of {@link start}, without the space at its end. */
  textFrom(start: number): string {
    const end = this.token === '' ? this.#source.length : this.#tokenStart;
    return this.#source.slice(start, end).trim();
  }

  /** Replaces the current token by its first `length` characters. */
  splitToken(length: number): void {
    this.#tokenEnd = this.#tokenStart + length;
    this.#position = this.#tokenEnd;
    this.token = this.token.slice(0, length);
  }

  /** The token after the current one. */
  peek(): string {
    const { token } = this;
    const saved = [this.#position, this.#tokenStart, this.#tokenEnd];
    this.next();
    const following = this.token;
    [this.#position, this.#tokenStart, this.#tokenEnd] = saved;
    this.token = token;
    return following;
  }

  next(): void {
    this.#position += this.#match(SPACE_OR_COMMENT)?.length ?? 0;
    this.#tokenStart = this.#position;
    const length = this.#tokenLength();
    this.token = this.#source.slice(this.#position, this.#position + length);
    this.#position += length;
    this.#tokenEnd = this.#position;
  }

  #tokenLength(): number {
    const first = this.#source[this.#position];
    if (first === undefined) return 0;
    if (PUNCTUATION.includes(first)) return 1;
    if (first === '"' || first === "'" || first === '`') {
      return this.#stringLength(first);
    }
    if (this.#source.startsWith('$__interval', this.#position)) {
      return '$__interval'.length;
    }
    const found =
      this.#match(IDENTIFIER) ??
      this.#match(OPERATOR) ??
      this.#match(DURATION) ??
      this.#match(NUMBER);
    if (!found) {
      throw new MetricsQueryError(
        `cannot recognize ${JSON.stringify(
          this.#source.slice(this.#position),
        )}`,
      );
    }
    return found.length;
  }

  #stringLength(quote: string): number {
    for (let i = this.#position + 1; i < this.#source.length; i++) {
      if (this.#source[i] === '\\' && quote !== '`') i++;
      else if (this.#source[i] === quote) return i + 1 - this.#position;
    }
    throw new MetricsQueryError(
      `cannot find closing quote ${quote} for the string ${JSON.stringify(
        this.#source.slice(this.#position),
      )}`,
    );
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    return pattern.exec(this.#source)?.[0];
  }
}
