import { InputError } from '@backstage/errors';
import { parser } from '@prometheus-io/lezer-promql';
import { knownNodes } from './knownNodes';

/** @internal */
export type PromQlTree = ReturnType<typeof parser.parse>;

/** How much of the text an error quotes. */
const MAX_QUOTED_CHARS = 40;
/** Closed, and with no line end inside, which Prometheus refuses but the grammar takes. */
const CLOSED_STRING =
  /^(?:"(?:[^"\\\n\r]|\\[^\n\r])*"|'(?:[^'\\\n\r]|\\[^\n\r])*'|`[^`]*`)$/;
/**
 * Outside of strings. Prometheus takes no other character there, and the two
 * read a carriage return differently: for it, that ends a comment.
 */
const FOREIGN_CHARACTER = /[^\t\n\x20-\x7e]/;

/** Without recovery from errors, which can take a second for a hostile text. */
const strictParser = parser.configure({ strict: true });
/** How that parser says where it stopped. */
const STOPPED_AT = /^No parse at (\d+)$/;

/**
 * Parses PromQL with the official grammar.
 *
 * @throws InputError that says where, for anything but plain PromQL of known kinds
 * @internal
 */
export function parsePromQl(text: string): PromQlTree {
  const tree = parseStrictly(text);
  let checked = 0;
  const checkUntil = (end: number) => {
    const foreign = text.slice(checked, end).search(FOREIGN_CHARACTER);
    if (foreign >= 0) {
      throw refusal(
        text,
        checked + foreign,
        'is a character that PromQL does not have',
      );
    }
  };
  tree.iterate({
    enter({ type, name, from, to }) {
      if (type.isError) {
        throw refusal(text, from, 'is not PromQL');
      }
      if (!knownNodes.has(name)) {
        throw refusal(text, from, 'is not allowed here');
      }
      if (name === 'StringLiteral') {
        if (!CLOSED_STRING.test(text.slice(from, to))) {
          throw refusal(text, from, 'is a string without an end');
        }
        checkUntil(from);
        checked = to;
      }
    },
  });
  checkUntil(text.length);
  return tree;
}

function parseStrictly(text: string): PromQlTree {
  try {
    return strictParser.parse(text);
  } catch (error) {
    const position = STOPPED_AT.exec((error as Error).message)?.[1];
    if (position === undefined) {
      throw error;
    }
    throw refusal(text, Number(position), 'is not PromQL');
  }
}

function refusal(text: string, position: number, problem: string): InputError {
  const before = text.slice(0, position).split('\n');
  const where = `line ${before.length}, column ${before.at(-1)!.length + 1}`;
  const quoted = text.slice(position, position + MAX_QUOTED_CHARS);
  return new InputError(
    quoted
      ? `The query cannot be read at ${where}: ${JSON.stringify(
          quoted,
        )} ${problem}`
      : `The query cannot be read at ${where}: something is missing at its end`,
  );
}
