import { LogStoreFilter } from '../LogStore';
import { defaultVocabulary } from '../Vocabulary';
import { composeLogQl } from './composeLogQl';
import { confineLogQl } from './confineLogQl';
import { LokiNames } from './LokiNames';

const names = new LokiNames(defaultVocabulary.logs);
const hostile = '"} or {namespace="team-b-prod"} |~ `.*` # \\ \n \u0000 $(.*)';

describe('composeLogQl', () => {
  it.each<[string, LogStoreFilter, string]>([
    ['nothing', {}, '{}'],
    [
      'lists without values',
      { levels: [], phrases: [], fields: [{ name: 'pod', values: [] }] },
      '{}',
    ],
    [
      'phrases',
      { phrases: ['time out', 'a.b'], excludedPhrases: ['GET /healthz'] },
      '{} |~ "(?i)time out" |~ "(?i)a\\\\.b" !~ "(?i)GET /healthz"',
    ],
    [
      'levels',
      { levels: ['error', 'warn'] },
      '{} | detected_level=~"error|warn" or level=~"error|warn"',
    ],
    [
      'lines without a level too',
      { levels: ['error', ''] },
      '{} | detected_level="error" or level="error" or (detected_level="" and level="")',
    ],
    [
      'lines without a level only',
      { levels: [''] },
      '{} | (detected_level="" and level="")',
    ],
    [
      'other levels',
      { fields: [{ name: 'level', values: ['info'], exclude: true }] },
      '{} | detected_level!="info" and level!="info"',
    ],
    [
      'names of the vocabulary, of which those of streams select',
      {
        fields: [
          {
            name: 'kubernetes.pod_name',
            values: ['cart-', 'a.b-'],
            match: 'prefix',
          },
          { name: 'container', values: ['istio'], exclude: true },
          { name: 'trace_id', values: ['t1', 't2'] },
          { name: 'user', values: ['x'], match: 'prefix', exclude: true },
        ],
      },
      '{pod=~"cart-.*|a\\\\.b-.*", container!="istio"} | trace_id=~"t1|t2" | user!~"x.*"',
    ],
    [
      'patterns',
      {
        fields: [
          {
            name: 'kubernetes.pod_name',
            values: ['a-[0-9]+'],
            match: 'pattern',
          },
        ],
      },
      '{pod=~"a-[0-9]+"}',
    ],
  ])('should compose %s', (_, filter, query) => {
    expect(composeLogQl(filter, names)).toBe(query);
    expect(() => confineLogQl(query, 'namespace', ['a'])).not.toThrow();
  });

  it('should leave hostile values within their quotes', () => {
    const query = composeLogQl(
      {
        phrases: [hostile],
        excludedPhrases: [hostile],
        levels: [hostile],
        fields: [
          { name: 'pod', values: [hostile] },
          { name: 'user', values: [hostile, 'b'], match: 'prefix' },
        ],
      },
      names,
    );
    const confined = confineLogQl(query, 'namespace', ['team-a-prod']);
    expect(confined).toBe(query.replace('{', '{namespace="team-a-prod", '));
    expect(() =>
      composeLogQl(
        { fields: [{ name: 'a="b"} or {x', values: ['y'] }] },
        names,
      ),
    ).toThrow(expect.objectContaining({ name: 'InputError' }));
  });
});

describe('LokiNames', () => {
  it('should take names that were set as they are, and refuse what is no label', () => {
    const set = new LokiNames({
      ...defaultVocabulary.logs,
      namespace: 'k8s_namespace_name',
      level: 'severity_text',
    });
    expect(set.namespace).toBe('k8s_namespace_name');
    expect(set.levels).toEqual(['severity_text']);
    expect(set.pod).toBe('pod');
    expect(composeLogQl({ levels: ['ERROR'] }, set)).toBe(
      '{} | severity_text="ERROR"',
    );
    expect(
      () =>
        new LokiNames({
          ...defaultVocabulary.logs,
          namespace: 'k8s.namespace',
        }),
    ).toThrow('Invalid label "k8s.namespace" for Loki');
  });
});
