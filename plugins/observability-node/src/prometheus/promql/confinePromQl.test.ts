import { confinePromQl, confineSelector } from './confinePromQl';

const N = 'namespace=~"^(?:team-a-prod)$"';

describe('confinePromQl', () => {
  it.each([
    // Every form of a selector.
    ['up', `up{${N}}`],
    ['up{}', `up{${N}}`],
    ['up { }', `up {${N} }`],
    ['up{a="b"}', `up{${N},a="b"}`],
    ['up{a="b",}', `up{${N},a="b",}`],
    ['{__name__=~".+"}', `{${N},__name__=~".+"}`],
    ['{__name__=~"up|secret"}', `{${N},__name__=~"up|secret"}`],
    ['{"metric.name"}', `{${N},"metric.name"}`],
    ['{"metric.name","a.b"="c"}', `{${N},"metric.name","a.b"="c"}`],
    ["{'metric}name'}", `{${N},'metric}name'}`],
    ['{"größe"="ü😀"}', `{${N},"größe"="ü😀"}`],
    ['job:up:sum', `job:up:sum{${N}}`],
    // What the user says of the namespace stays and holds as well.
    ['up{namespace="team-b-prod"}', `up{${N},namespace="team-b-prod"}`],
    ['up{namespace!~"team-a.*"}', `up{${N},namespace!~"team-a.*"}`],
    ['up{namespace=~".*"}', `up{${N},namespace=~".*"}`],
    ['up{"namespace"="team-b-prod"}', `up{${N},"namespace"="team-b-prod"}`],
    ['up{namespace="x",namespace=""}', `up{${N},namespace="x",namespace=""}`],
    [`up{${N}}`, `up{${N},${N}}`],
    ['up{exported_namespace="x"}', `up{${N},exported_namespace="x"}`],
    // Wherever a selector can stand.
    ['rate(x[5m])', `rate(x{${N}}[5m])`],
    ['x{a="b"}[5m] offset 1d', `x{${N},a="b"}[5m] offset 1d`],
    ['x offset -5m @ 1795230000', `x{${N}} offset -5m @ 1795230000`],
    ['x @ start()', `x{${N}} @ start()`],
    [
      'max_over_time(rate(x[5m])[1h:1m] @ end() offset 5m)',
      `max_over_time(rate(x{${N}}[5m])[1h:1m] @ end() offset 5m)`,
    ],
    ['x[5m+step()]', `x{${N}}[5m+step()]`],
    ['sum by (pod) (x) / y', `sum by (pod) (x{${N}}) / y{${N}}`],
    ['topk(3, sum(x) without (a))', `topk(3, sum(x{${N}}) without (a))`],
    [
      'x * on(pod) group_left(a) y{c!="d"}',
      `x{${N}} * on(pod) group_left(a) y{${N},c!="d"}`,
    ],
    ['x or secret', `x{${N}} or secret{${N}}`],
    ['x OR y UNLESS z', `x{${N}} OR y{${N}} UNLESS z{${N}}`],
    ['-(x ^ 2) > bool 1', `-(x{${N}} ^ 2) > bool 1`],
    ['absent(x)', `absent(x{${N}})`],
    ['vector(1) + 1h', 'vector(1) + 1h'],
    [
      'label_replace(x, "namespace", "team-b-prod", "", "")',
      `label_replace(x{${N}}, "namespace", "team-b-prod", "", "")`,
    ],
    // Words of the language as names of metrics and labels.
    ['or', `or{${N}}`],
    ['up or or', `up{${N}} or or{${N}}`],
    ['sum', `sum{${N}}`],
    ['sum(sum)', `sum(sum{${N}})`],
    ['by offset 5m', `by{${N}} offset 5m`],
    ['start{on="x"}', `start{${N},on="x"}`],
    ['Infinity + inf', `Infinity{${N}} + inf`],
    // Braces, quotes and comment signs inside of strings.
    ['x{a="}"} + y', `x{${N},a="}"} + y{${N}}`],
    ['x{a="\\"}or secret{b=\\""}', `x{${N},a="\\"}or secret{b=\\""}`],
    ['x{a="\\\\"}or secret', `x{${N},a="\\\\"}or secret{${N}}`],
    ['x{a=`\\`} or secret', `x{${N},a=\`\\\`} or secret{${N}}`],
    ['x{a=\'"\'} or y{b="\'"}', `x{${N},a='"'} or y{${N},b="'"}`],
    ['x{a=`"} or secret{b=`}', `x{${N},a=\`"} or secret{b=\`}`],
    ['x{a="#"} or y', `x{${N},a="#"} or y{${N}}`],
    ['x{a=`\n#`} or y', `x{${N},a=\`\n#\`} or y{${N}}`],
    // Comments go, with all that is in them.
    ['x # {', `x{${N}}  `],
    ['x # }\n or y', `x{${N}}  \n or y{${N}}`],
    ['x{ # "\n a="b" # }\n}', `x{${N},  \n a="b"  \n}`],
    ['x{ # only a comment\n}', `x{${N}  \n}`],
    ['#\n#\nx', ` \n \nx{${N}}`],
  ])('should confine %j', (text, expected) => {
    expect(confinePromQl(text, N)).toBe(expected);
  });

  it.each([
    // Prometheus ends a comment at a carriage return, the grammar does not.
    ['x\r or y', /line 1, column 2.*does not have/],
    ['x{a="b"}\u2028or y', 'does not have'],
    ['x\u00a0or y', 'does not have'],
    ['x\u0085or y', 'does not have'],
    ['x\f+ y', 'does not have'],
    ['\ufeffx', 'is not PromQL'],
    ['x\u0000', 'is not PromQL'],
    // Strings that only one of the two would take.
    ['x{a="b\n}', 'a string without an end'],
    ['x{a="b\\\n"}', 'a string without an end'],
    ["label_replace(x, 'a", 'something is missing at its end'],
    ['x{a="b\r"}', 'a string without an end'],
    // info() reads another metric without a selector.
    ['info(x)', '"info(x)" is not allowed here'],
    ['sum(info(x, {a="b"}))', 'is not allowed here'],
    // MetricsQL.
    ['WITH (a = secret) a', 'line 1, column 6'],
    ['x default 0', 'is not PromQL'],
    ['x if y', 'is not PromQL'],
    ['x keep_metric_names', 'is not PromQL'],
    ['{a="b" or c="d"}', 'is not PromQL'],
    ['rollup_rate(x[5m])', 'is not PromQL'],
    ['rate(x[5i])', 'is not PromQL'],
    ['rate(x[$__interval])', 'is not PromQL'],
    ['limit_offset(1, 1, x)', 'is not PromQL'],
    // Broken.
    ['', 'something is missing at its end'],
    [' # all a comment', 'something is missing'],
    ['sum(x', 'something is missing at its end'],
    ['x{a="b"', 'something is missing at its end'],
    ['x)', /column 2: "\)"/],
    ['x\n+ }', /line 2, column 3/],
    ['x{,}', 'is not PromQL'],
    ['x{a}', 'is not PromQL'],
    ['x{a="b"}{c="d"}', 'is not PromQL'],
    ['x"}', 'is not PromQL'],
    ['x; secret', 'is not PromQL'],
    ['größe', 'is not PromQL'],
    [Array(101).fill('x').join('+'), 'at most 100'],
  ])('should refuse %j', (text, message) => {
    let error: any;
    try {
      confinePromQl(text, N);
    } catch (e) {
      error = e;
    }
    expect(error).toMatchObject({ name: 'InputError' });
    expect(error.message).toMatch(message);
  });

  it.each(['{', '(', '"', ',', '-', 'rate(', 'x or ', '#\n', 'x[5m:'])(
    'should refuse many of %j without much thought',
    part => {
      const started = performance.now();
      expect(() => confinePromQl(part.repeat(16_000 / part.length), N)).toThrow(
        'The query',
      );
      // Milliseconds in truth; with recovery from errors it was a second.
      expect(performance.now() - started).toBeLessThan(500);
    },
  );

  it.each([
    ['up', `up{${N}}`],
    [' {__name__=~"a.*"} # all', ` {${N},__name__=~"a.*"}  `],
    ['{}', `{${N}}`],
  ])('should confine the selector %j', (text, expected) => {
    expect(confineSelector(text, N)).toBe(expected);
  });

  it.each([
    'up or x',
    'up[5m]',
    '(up)',
    'sum(up)',
    'up offset 5m',
    '"up"',
    '1',
  ])('should refuse %j as a selector', text => {
    expect(() => confineSelector(text, N)).toThrow('The selector must be');
  });
});
