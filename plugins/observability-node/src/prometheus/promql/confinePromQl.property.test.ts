import { parser } from '@prometheus-io/lezer-promql';
import fc from 'fast-check';
import { confinePromQl } from './confinePromQl';

const MATCHER = 'namespace=~"^(?:team-a-prod)$"';

const space = fc.constantFrom(
  ' ',
  '\n',
  '\t',
  ' # or secret{\n',
  '#"\n',
  "#'}\n",
);
const text = fc.constantFrom(
  '"a"',
  "'}'",
  '`{`',
  '"\\""',
  "'\\\\'",
  '`"#`',
  '".+"',
  '"} or secret{"',
  '"größe 😀"',
);
const label = fc.constantFrom(
  'namespace',
  'pod',
  '"namespace"',
  '__name__',
  'or',
);
const operator = fc.constantFrom('=', '!=', '=~', '!~');
const matchers = fc
  .array(fc.tuple(label, operator, text), { maxLength: 3 })
  .map(list => `{${list.map(parts => parts.join('')).join(',')}}`);
const metric = fc.constantFrom('up', 'or', 'sum', 'by', 'a:b', 'Infinity', '');
const selector = fc
  .tuple(metric, space, matchers)
  .map(([name, gap, braces]) => name + gap + braces);

const { expression } = fc.letrec<{ expression: string }>(tie => ({
  expression: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    selector,
    fc.constantFrom('1', '5m', '"text"', 'up', 'time()'),
    fc
      .tuple(
        tie('expression'),
        space,
        fc.constantFrom('or', 'AND', '+', '== bool', '* on(pod) group_left(a)'),
        space,
        tie('expression'),
      )
      .map(parts => parts.join('')),
    tie('expression').map(inner => `(${inner}\n)`),
    tie('expression').map(inner => `sum by (pod) (${inner}\n)`),
    tie('expression').map(inner => `rate((${inner}\n)[5m:1m] offset 1h)`),
    selector.map(inner => `max_over_time(${inner}[5m] @ end())`),
  ),
}));

function count(query: string, name: string): number {
  let found = 0;
  parser.parse(query).iterate({
    enter: node => {
      found += node.name === name ? 1 : 0;
    },
  });
  return found;
}

describe('confinePromQl', () => {
  it('should give every selector the matcher, drop comments, and change nothing else', () => {
    fc.assert(
      fc.property(expression, query => {
        const confined = confinePromQl(query, MATCHER);
        const selectors = count(query, 'VectorSelector');
        expect(count(confined, 'VectorSelector')).toBe(selectors);
        expect(count(confined, 'LineComment')).toBe(0);
        expect(confined.split(MATCHER)).toHaveLength(selectors + 1);
        const stripped = confined
          .replaceAll(`{${MATCHER},`, '{')
          .replaceAll(MATCHER, '');
        // A selector without braces has got some.
        const rest = (all: string) => all.replace(/\s|\{\}/g, '');
        expect(rest(stripped)).toBe(rest(withoutComments(query)));
      }),
      { numRuns: 500, seed: 4 },
    );
  });

  it('should confine or refuse whatever is written, and do nothing else', () => {
    const token = fc.oneof(
      text,
      space,
      metric,
      fc.constantFrom(...'{}()[],:#"\'`\\\r=@+'.split(''), 'secret', '\u2028'),
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), tokens => {
        expect(isConfinedOrRefused(tokens.join(''))).toBe(true);
      }),
      { numRuns: 2_000, seed: 4 },
    );
  });
});

function isConfinedOrRefused(query: string): boolean {
  try {
    const confined = confinePromQl(query, MATCHER);
    const selectors = count(confined, 'VectorSelector');
    return confined.split(MATCHER).length === selectors + 1;
  } catch (error) {
    return (error as Error).name === 'InputError';
  }
}

function withoutComments(query: string): string {
  let result = query;
  parser.parse(query).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'LineComment') {
        result =
          result.slice(0, from) + ' '.repeat(to - from) + result.slice(to);
      }
    },
  });
  return result;
}
