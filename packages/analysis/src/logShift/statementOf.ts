import { LogTemplate, TemplateMiner } from '../templates';

/** Positions and levels stand at the beginning of a line. */
const HEAD_CHARS = 120;
/** `a.b.Class#12`, `file.go:34`, `module.py:56`: where in the code the line was written. */
const CODE_POSITION =
  /(?:^|[\s([])([A-Za-z_$][\w$/-]*(?:[./][\w$/[\]-]+)+[#:]\d{1,6})(?=[\s\]):,]|$)/;
const ERROR_LEVEL = /\b(?:ERROR|FATAL|CRITICAL|SEVERE|PANIC|EMERG)\b/;

/** A line to be compared. @public */
export type LogLine = {
  /** In milliseconds; fractions keep the order within a request. */
  time: number;
  entity: string;
  text: string;
  /** As the store knows it; read from the text where it is missing. */
  level?: string;
  traceId?: string;
  spanId?: string;
};

/** Says that a line reports an error. @internal */
export function isError(line: LogLine): boolean {
  return ERROR_LEVEL.test(
    line.level?.toUpperCase() ?? line.text.slice(0, HEAD_CHARS),
  );
}

/**
 * Tells which statement of the program wrote a line: by the position in the code
 * where the line names one, else by its template. Lines of the same statement get
 * the same key; `label` gives its text.
 *
 * @internal
 */
export class Statements {
  readonly #miners = new Map<string, TemplateMiner>();
  readonly #templates = new Map<LogTemplate, string>();
  readonly #labels = new Map<string, () => string>();

  /** The key of a line's statement. */
  keyOf(line: LogLine): string {
    const error = isError(line) ? 'error ' : '';
    const position = CODE_POSITION.exec(line.text.slice(0, HEAD_CHARS))?.[1];
    if (position) {
      return error + position;
    }
    let miner = this.#miners.get(line.entity);
    if (!miner) {
      miner = new TemplateMiner();
      this.#miners.set(line.entity, miner);
    }
    const template = miner.add(line.text);
    let key = this.#templates.get(template);
    if (!key) {
      key = `template ${this.#templates.size}`;
      this.#templates.set(template, key);
    }
    const full = error + key;
    this.#labels.set(full, () => error + template.text);
    return full;
  }

  /** What to show for a key. */
  label(key: string): string {
    return this.#labels.get(key)?.() ?? key;
  }
}
