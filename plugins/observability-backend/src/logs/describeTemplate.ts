import {
  LogFilter,
  TemplateToken,
} from '@internal/plugin-observability-common';

/** What stands for a variable in the text of a template. */
const WILDCARD = '<*>';
const MAX_EXAMPLES = 5;
const MAX_EXAMPLE_CHARS = 80;
/** A phrase with less says too little to search for. */
const MIN_PHRASE_LETTERS = 3;
const MAX_PHRASES = 4;
const MAX_PHRASE_CHARS = 300;

/**
 * The template of some lines in parts: text that is the same in all, with its
 * blanks, and variables with values that they took.
 * @internal
 */
export function toTokens(
  text: string,
  lines: readonly string[],
): TemplateToken[] {
  const words = text.split(' ');
  const examples = lines
    .map(line => line.trim().split(/\s+/))
    .filter(({ length }) => length >= words.length);
  const tokens: TemplateToken[] = [];
  let fixed = '';
  words.forEach((word, i) => {
    if (i > 0) fixed += ' ';
    const at = word.indexOf(WILDCARD);
    if (at < 0) {
      fixed += word;
      return;
    }
    const prefix = word.slice(0, at);
    const seen = new Set(
      examples
        .map(example => example[i])
        .filter(value => value.startsWith(prefix))
        .map(value => value.slice(prefix.length)),
    );
    const { values, suffix } = withoutSuffix([...seen].filter(Boolean));
    fixed += prefix;
    if (fixed) tokens.push({ text: fixed });
    tokens.push({
      variable: kindOf(values, prefix),
      examples: values
        .slice(0, MAX_EXAMPLES)
        .map(value => value.slice(0, MAX_EXAMPLE_CHARS)),
    });
    fixed = suffix;
  });
  if (fixed) tokens.push({ text: fixed });
  return tokens;
}

/** `2003ms:` and `2011ms:` are two durations in front of a colon. */
function withoutSuffix(values: string[]): { values: string[]; suffix: string } {
  const suffix = /[^\p{L}\p{N}/%]+$/u.exec(values[0] ?? '')?.[0] ?? '';
  return suffix &&
    values.every(
      value => value.endsWith(suffix) && value.length > suffix.length,
    )
    ? {
        values: values.map(value => value.slice(0, -suffix.length)),
        suffix,
      }
    : { values, suffix: '' };
}

/**
 * The filter that finds the lines of a template: its fixed phrases, as they stand
 * in each of the given lines. Blanks between words may be several in a line, so
 * that a phrase is searched for only if it is literally there.
 * @internal
 */
export function toPhrases(text: string, lines: readonly string[]): LogFilter {
  const lower = lines.map(line => line.toLowerCase());
  const runs: string[][] = [[]];
  for (const word of text.split(' ')) {
    if (word.includes(WILDCARD)) runs.push([]);
    else runs.at(-1)!.push(word);
  }
  const isThere = (phrase: string) =>
    lower.every(line => line.includes(phrase.toLowerCase()));
  const phrases = runs
    .flatMap(run => (isThere(run.join(' ')) ? [run.join(' ')] : run))
    .map(withinLimit)
    .filter(phrase => letters(phrase) >= MIN_PHRASE_LETTERS && isThere(phrase))
    .sort((a, b) => letters(b) - letters(a));
  return { phrases: [...new Set(phrases)].slice(0, MAX_PHRASES) };
}

/** Cut between words: stores search for whole ones. */
function withinLimit(phrase: string): string {
  return phrase.length <= MAX_PHRASE_CHARS
    ? phrase
    : phrase.slice(0, MAX_PHRASE_CHARS).replace(/\s\S*$/, '');
}

function letters(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}

const KINDS: Array<[kind: string, pattern: RegExp]> = [
  ['number', /^[^\p{L}\d]*-?\d+(?:[.,]\d+)?[^\p{L}\d]*$/u],
  ['duration', /^-?\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h)[^\p{L}\d]*$/u],
  ['address', /\d{1,3}(?:\.\d{1,3}){3}|:\d{2,5}\b|^https?:/],
  ['path', /\//],
  ['id', /[0-9a-f-]{8,}/i],
];

/** What the values have in common, else the key in front of them, else `text`. */
function kindOf(values: readonly string[], prefix: string): string {
  const kind = KINDS.find(
    ([, pattern]) =>
      values.length > 0 && values.every(value => pattern.test(value)),
  );
  return kind?.[0] ?? (/([A-Za-z_]+)[^A-Za-z_]*$/.exec(prefix)?.[1] || 'text');
}
