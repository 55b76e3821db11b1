import { confineLogQl, countLogQl } from './confineLogQl';

const one = ['team-a-prod'];
const two = ['team-a-prod', 'team-a-staging'];

describe('confineLogQl', () => {
  it.each([
    ['{}', '{namespace="team-a-prod"}'],
    [' {\n } |= "x"', '{namespace="team-a-prod"} |= "x"'],
    ['{app="cart"}', '{namespace="team-a-prod", app="cart"}'],
    [
      '{ app=~"a|b", pod!="x" } |= `{namespace="team-b-prod"}` != "}" | json | (a="1" or b > 5m) | line_format "{{.a}}"',
      '{namespace="team-a-prod",  app=~"a|b", pod!="x" } |= `{namespace="team-b-prod"}` != "}" | json | (a="1" or b > 5m) | line_format "{{.a}}"',
    ],
    [
      // The user's own matcher stays and can only narrow.
      '{namespace="team-b-prod"}',
      '{namespace="team-a-prod", namespace="team-b-prod"}',
    ],
    [
      '{namespace=~".*"} |~ "a\\\\.b" !~ "(?i)c" |> "<_> x" or "y"',
      '{namespace="team-a-prod", namespace=~".*"} |~ "a\\\\.b" !~ "(?i)c" |> "<_> x" or "y"',
    ],
    [
      '{a="\\"} | json | x=\\"{"} | logfmt --strict a="b" | unpack | pattern "<ip> - <_>" | regexp "(?P<m>.)" | decolorize | drop pod, level="x" | label_format p=pod',
      '{namespace="team-a-prod", a="\\"} | json | x=\\"{"} | logfmt --strict a="b" | unpack | pattern "<ip> - <_>" | regexp "(?P<m>.)" | decolorize | drop pod, level="x" | label_format p=pod',
    ],
  ])('should write the namespace into %s', (query, confined) => {
    expect(confineLogQl(query, 'namespace', one)).toBe(confined);
    // What is confined stays so when it is confined again.
    expect(confineLogQl(confined, 'namespace', one)).toContain(
      '{namespace="team-a-prod"',
    );
  });

  it('should name several namespaces in one anchored pattern', () => {
    expect(confineLogQl('{a="b"}', 'k8s_namespace', two)).toBe(
      '{k8s_namespace=~"team-a-prod|team-a-staging", a="b"}',
    );
    expect(confineLogQl('{} |= "$&$1"', 'namespace', ['a$b"'])).toBe(
      '{namespace="a$b\\""} |= "$&$1"',
    );
  });

  it.each([
    ['{}', '{namespace="team-a-prod", pod=~"a-.*"} |~ "(?i)x" | level="error"'],
    [
      '{app="}"} | json | line_format "y"',
      '{namespace="team-a-prod", app="}", pod=~"a-.*"} |~ "(?i)x" | level="error" | json | line_format "y"',
    ],
  ])('should narrow %s before its own stages', (query, narrowed) => {
    const parts = {
      matchers: ['pod=~"a-.*"'],
      stages: ['|~ "(?i)x"', '| level="error"'],
    };
    expect(confineLogQl(query, 'namespace', one, parts)).toBe(narrowed);
    expect(() =>
      confineLogQl(query, 'namespace', one, {
        matchers: [],
        stages: ['or {namespace="team-b-prod"}'],
      }),
    ).toThrow(expect.objectContaining({ name: 'InputError' }));
  });

  it.each([
    // More than one selector, or none.
    '{a="b"} or {namespace="team-b-prod"}',
    '{a="b"}{namespace="team-b-prod"}',
    '{}{namespace="team-b-prod"}',
    '{} or {namespace="team-b-prod"}',
    '|= "x"',
    'x',
    // Metrics.
    'count_over_time({a="b"}[5m])',
    'sum(rate({a="b"}[5m] offset 1h)) / sum(rate({namespace="team-b-prod"}[5m]))',
    '{a="b"}[5m]',
    '{a="b"} offset 5m',
    '{a="b"} | json | unwrap x',
    'vector(1)',
    'label_replace(rate({a="b"}[5m]), "namespace", "x", "", "")',
    // What takes the namespace off the line.
    '{a="b"} | keep pod',
    '{a="b"} | drop namespace',
    '{a="b"} | drop pod, namespace="team-a-prod"',
    '{a="b"} | label_format namespace="team-a-prod"',
    '{a="b"} | label_format x=namespace',
    // Text that Loki's scanner reads in another way than the grammar.
    '{a="b"} # | json',
    '{} # }',
    '{a="b"} // }\n',
    '{} /* } */ |= "x"',
    '{a="b"} |= "x" /* {namespace="team-b-prod"} */',
    "{a='b'}",
    "{} |= 'x'",
    '{a="b"} |= "\\d"',
    '{a="b"} |= "\\\'"',
    '{a="b"} |= "\u0000"',
    '{a="b"} |= "x\ny"',
    '{a="b"} |= `x\ry`',
    '{a="b"}\u00a0|= "x"',
    '{a="b"}\u2028|= "x"',
    '{ａ="b"}',
    '{a="b"',
    '{a="b"}}',
    '{a="b",}',
    '{a="b} |= "x"',
    '{"a"="b"}',
    '{a.b="c"}',
    '{} | ',
    '{} | unknown_stage "x"',
    '\ufeff{}',
  ])('should refuse %s', query => {
    expect(() => confineLogQl(query, 'namespace', one)).toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
  });
});

describe('countLogQl', () => {
  const options = {
    namespaces: two,
    labels: ['detected_level', 'namespace'],
    rangeMs: 60_000,
  };

  it('should count in the same namespaces, lines that cannot be parsed as well', () => {
    const plain = confineLogQl('{} |= "x"', 'namespace', two);
    expect(countLogQl(plain, 'namespace', options)).toBe(
      'sum by (detected_level, namespace) (count_over_time({namespace=~"team-a-prod|team-a-staging"} |= "x" [60000ms] offset 1ms))',
    );
    const parsed = confineLogQl('{} | json', 'namespace', two);
    expect(countLogQl(parsed, 'namespace', { ...options, top: 11 })).toBe(
      'topk(11, sum by (detected_level, namespace) (count_over_time({namespace=~"team-a-prod|team-a-staging"} | json | drop __error__, __error_details__ [60000ms] offset 1ms)))',
    );
  });

  it('should refuse a query that is not confined, or to other namespaces', () => {
    const other = confineLogQl('{}', 'namespace', ['team-b-prod']);
    expect(() => countLogQl(other, 'namespace', options)).toThrow(
      'cannot be confined',
    );
    expect(() => countLogQl('{a="b"}', 'namespace', options)).toThrow(
      'cannot be confined',
    );
    expect(() =>
      countLogQl('{a="b"}[5m])) or ({namespace="x"}', 'namespace', options),
    ).toThrow();
  });
});
