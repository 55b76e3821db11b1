import { InputError } from '@backstage/errors';
import { parser } from '@grafana/lezer-logql';
import { escapeRegExp, quoteQueryString } from '../queryText';
import { LogQlParts } from './composeLogQl';
import {
  countKinds,
  failingKinds,
  lineKinds,
  renamingKinds,
} from './logQlKinds';

/** Without recovery from errors, which can take most of a second for a hostile text. */
const strictParser = parser.configure({ strict: true });
/** How that parser says where it stopped. */
const STOPPED_AT = /^No parse at (\d+)$/;

/** Loki refuses a selector that finds everything, and the grammar has none. */
const EMPTY_SELECTOR = /^[ \t\r\n]*\{[ \t\r\n]*\}/;
/** A string of Go as one token, nothing less. */
const STRING =
  /^(?:"(?:[^"\\]|\\(?:[abfnrtv\\"]|[0-7]{3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}))*"|`[^`\r]*`)$/;
/**
 * A count looks back and includes its own instant but not its first. A step back
 * of the coarsest clock makes a range include its start instead of its end; Loki's
 * frontend knows nothing finer than milliseconds.
 */
const COUNT_OFFSET = '1ms';
/** Between strings. Loki's scanner also knows comments of Go and characters in single quotes. */
const OUTSIDE_STRINGS = /^[ \t\r\nA-Za-z0-9_:.,|=~!<>{}()[\]+*-]*$/;

/**
 * A log query of a user, confined to namespaces.
 *
 * @remarks
 * Loki has no filter beside the query, so the namespaces go into the query's only
 * stream selector, by the place that the grammar finds for it. Then the result is
 * parsed again, and the selector must begin with exactly that matcher. A stream
 * without the label is never found; matchers of one label all hold, so the user's
 * own matcher for the namespace can only narrow.
 *
 * Refused is what is no log query (a metric query has several selectors, ranges
 * and offsets), what the grammar has no name for, what takes the namespace off a
 * line, and whatever Loki's scanner might read in another way than the grammar:
 * comments, single quotes, unusual escapes.
 *
 * @param narrower - what lines must pass besides, composed by code
 * @throws InputError
 * @internal
 */
export function confineLogQl(
  query: string,
  label: string,
  namespaces: readonly string[],
  narrower?: LogQlParts,
): string {
  const matcher = namespaceMatcher(label, namespaces);
  const confined = EMPTY_SELECTOR.test(query)
    ? query.replace(EMPTY_SELECTOR, () => `{${matcher}}`)
    : insertMatcher(query, label, matcher);
  assertConfined(confined, label, matcher, lineKinds);
  if (!narrower) {
    return confined;
  }
  const narrowed = narrow(confined, narrower);
  assertConfined(narrowed, label, matcher, lineKinds);
  return narrowed;
}

/** Matchers go to the end of the selector, and stages before those that may change the line. */
function narrow(confined: string, { matchers, stages }: LogQlParts): string {
  const [{ to }] = selectorsOf(confined);
  const inside = matchers.map(matcher => `, ${matcher}`).join('');
  const behind = stages.map(stage => ` ${stage}`).join('');
  return `${confined.slice(0, to - 1)}${inside}}${behind}${confined.slice(to)}`;
}

/**
 * Counts lines of a confined query: `labels` say what is told apart, the label of
 * the namespace among them.
 * @internal
 */
export function countLogQl(
  confined: string,
  label: string,
  options: {
    namespaces: readonly string[];
    labels: readonly string[];
    rangeMs: number;
    /** Only so many of the largest counts. */
    top?: number;
  },
): string {
  const kinds = kindsOf(confined);
  // A line that cannot be parsed is shown by a log query but fails a count.
  const tolerant = kinds.some(kind => failingKinds.has(kind))
    ? `${confined} | drop __error__, __error_details__`
    : confined;
  const range = `[${options.rangeMs}ms] offset ${COUNT_OFFSET}`;
  const count = `sum by (${options.labels.join(
    ', ',
  )}) (count_over_time(${tolerant} ${range}))`;
  const query = options.top ? `topk(${options.top}, ${count})` : count;
  const matcher = namespaceMatcher(label, options.namespaces);
  assertConfined(query, label, matcher, countKinds);
  return query;
}

function namespaceMatcher(
  label: string,
  namespaces: readonly string[],
): string {
  return namespaces.length === 1
    ? `${label}=${quoteQueryString(namespaces[0])}`
    : `${label}=~${quoteQueryString(namespaces.map(escapeRegExp).join('|'))}`;
}

function insertMatcher(query: string, label: string, matcher: string): string {
  assertKinds(query, label, lineKinds);
  const selector = selectorsOf(query)[0];
  const inside = selector.from + 1;
  return `${query.slice(0, inside)}${matcher}, ${query.slice(inside)}`;
}

function assertConfined(
  query: string,
  label: string,
  matcher: string,
  kinds: ReadonlySet<string>,
): void {
  assertKinds(query, label, kinds);
  const [{ from }] = selectorsOf(query);
  const inside = query.slice(from + 1, from + 1 + matcher.length);
  const next = query[from + 1 + matcher.length];
  if (inside !== matcher || !(next === ',' || next === '}')) {
    throw new InputError('The query cannot be confined to namespaces');
  }
}

/** The text is wholly understood and has one selector. */
function assertKinds(
  query: string,
  label: string,
  kinds: ReadonlySet<string>,
): void {
  let outside = '';
  let end = 0;
  let renaming = 0;
  parseLogQl(query).iterate({
    enter({ type, from, to }) {
      if (type.isError) {
        throw notLogQl(query, from);
      }
      if (!kinds.has(type.name)) {
        throw new InputError(
          `The query must be a log query such as '{app="cart"} |= "error"', ${describePlace(
            query,
            from,
          )} is not possible here`,
        );
      }
      renaming += renamingKinds.has(type.name) ? 1 : 0;
      if (type.name === 'Identifier' && renaming) {
        assertKeepsLabel(query.slice(from, to), label);
      }
      if (type.name === 'String') {
        if (!isGoString(query.slice(from, to))) {
          throw new InputError(
            `The query has an invalid string, ${describePlace(query, from)}`,
          );
        }
        outside += query.slice(end, from);
        end = to;
      }
    },
    leave({ type }) {
      renaming -= renamingKinds.has(type.name) ? 1 : 0;
    },
  });
  outside += query.slice(end);
  if (!OUTSIDE_STRINGS.test(outside)) {
    throw new InputError(
      'The query must not have comments, single quotes or special characters outside of strings',
    );
  }
  if (selectorsOf(query).length !== 1) {
    throw new InputError('The query must have one stream selector');
  }
}

function parseLogQl(query: string) {
  try {
    return strictParser.parse(query);
  } catch (error) {
    const position = STOPPED_AT.exec((error as Error).message)?.[1];
    if (position === undefined) {
      throw error;
    }
    throw notLogQl(query, Number(position));
  }
}

function notLogQl(query: string, position: number): InputError {
  return new InputError(
    `The query is no LogQL, look near ${describePlace(query, position)}`,
  );
}

/** Between double quotes Go has no line ends. */
function isGoString(text: string): boolean {
  return (
    STRING.test(text) &&
    (text.startsWith('`') || [...text].every(character => character >= ' '))
  );
}

function assertKeepsLabel(name: string, label: string): void {
  if (name === label) {
    throw new InputError(`The query must not change the label '${label}'`);
  }
}

function selectorsOf(query: string): Array<{ from: number; to: number }> {
  const selectors: Array<{ from: number; to: number }> = [];
  parseLogQl(query).iterate({
    enter({ type, from, to }) {
      if (type.name === 'Selector') {
        selectors.push({ from, to });
      }
    },
  });
  return selectors;
}

function kindsOf(query: string): string[] {
  const kinds: string[] = [];
  parseLogQl(query).iterate({
    enter({ type }) {
      kinds.push(type.name);
    },
  });
  return kinds;
}

function describePlace(query: string, at: number): string {
  const text = query.slice(at, at + 20).trim();
  return text ? JSON.stringify(text) : 'its end';
}
