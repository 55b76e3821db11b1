import {
  hostile,
  printed,
  PULL,
  resource,
  served,
} from '../__testUtils__/results';
import { parseAnswer } from './parseAnswer';
import { parseResults } from './K8sgptResult';

const namespaces = ['team-a-prod'];
const parse = (items: unknown[]) =>
  parseResults({ items, namespaces, queryOf: () => 'q' });

describe('parseResults', () => {
  it('reads the three shapes alike, and leaves out what the model says', () => {
    const wanted = {
      kind: 'Pod',
      namespace: 'team-a-prod',
      name: 'cart-1-a',
      texts: [PULL],
      parent: { kind: 'Deployment', name: 'cart' },
      query: 'q',
    };
    const { spec } = resource(
      'Pod',
      'team-a-prod/cart-1-a',
      [PULL],
      'Deployment/cart',
    );
    expect(parse([printed.results[0]]).results).toEqual([wanted]);
    expect(parse([served.results[0]]).results).toEqual([wanted]);
    expect(parse([spec]).results).toEqual([wanted]);
    expect(
      parse([
        { ...spec, parentObject: undefined, parent_object: 'Deployment/cart' },
      ]).results,
    ).toEqual([wanted]);
    expect(
      parse([{ ...spec, kind: 'Storage/PersistentVolumeClaim' }]).results,
    ).toMatchObject([{ kind: 'PersistentVolumeClaim' }]);
  });

  it('takes nothing of other namespaces, and no names that no object could have', () => {
    expect(parse(hostile)).toEqual({
      results: [],
      unchecked: [
        {
          source: 'k8sgpt',
          reason: 'malformed',
          message: '4 results of k8sgpt are not in a shape that is known',
        },
      ],
    });
  });

  it('takes no parent that no object could have, and bounds texts and results', () => {
    const { results, unchecked } = parse(
      Array.from({ length: 501 }, (_, i) => ({
        ...resource(
          'Pod',
          `team-a-prod/p-${i}`,
          Array.from({ length: 20 }, (__, j) => `${j}${'x'.repeat(900)}`),
          'Deployment/../../x',
        ).spec,
      })),
    );
    expect(results).toHaveLength(500);
    expect(results[0].texts).toHaveLength(10);
    expect(results[0].texts[0]).toHaveLength(500);
    expect(results[0]).not.toHaveProperty('parent');
    expect(unchecked).toMatchObject([{ reason: 'too-many-objects' }]);
  });
});

describe('parseAnswer', () => {
  const options = { namespace: 'team-a-prod', query: 'q' };

  it('knows an empty answer, a notice before it, and complaints of analyzers', () => {
    expect(
      parseAnswer('{"status":"OK","problems":0,"results":null}', options),
    ).toEqual({ results: [], unchecked: [] });
    const { results, unchecked } = parseAnswer(
      `Update available\n${JSON.stringify({
        ...printed,
        errors: [
          '[Ingress] ingressclasses.networking.k8s.io is forbidden: User "x" cannot list resource',
          '[Pod] timeout',
        ],
      })}`,
      options,
    );
    expect(results.map(({ kind }) => kind)).toEqual(['Pod', 'Service']);
    expect(unchecked.map(({ reason }) => reason)).toEqual([
      'forbidden',
      'failed',
    ]);
    expect(unchecked[1].message).toBe('k8sgpt in team-a-prod: [Pod] timeout');
  });

  it.each(['', 'no problems', '[]', '{"results":{}}', '{"results":[1'])(
    'refuses %j',
    text => {
      expect(() => parseAnswer(text, options)).toThrow(
        'k8sgpt answered with something else than its results',
      );
    },
  );
});
