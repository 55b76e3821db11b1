import { NewFinding } from '@internal/plugin-rca-node';
import { NAMESPACE } from '../__testUtils__/snapshot';
import { RuleFinding } from '../rules';
import { mergeFindings } from './mergeFindings';

const ref = (kind: string, name: string) => ({
  cluster: 'sandbox',
  namespace: NAMESPACE,
  kind,
  name,
});
const DEPLOYMENT = ref('Deployment', 'cart');
const ours: RuleFinding = {
  rule: 'image-pull-failure',
  title: 'Image cart:9 cannot be pulled',
  severity: 'critical',
  object: DEPLOYMENT,
  evidence: [{ source: 'kubernetes', title: 'x' }],
};
const theirs = (overrides: Partial<NewFinding> = {}) => ({
  source: 'k8sgpt',
  finding: {
    rule: 'k8sgpt-pod',
    title: 'Back-off pulling image',
    severity: 'info' as const,
    object: ref('Pod', 'cart-1-a'),
    partOf: DEPLOYMENT,
    sameAs: ['image-pull-secret-missing', 'image-pull-failure'],
    evidence: [0],
    ...overrides,
  },
});

describe('mergeFindings', () => {
  it('makes one finding of what both say of one object, or of its pods', () => {
    const before = structuredClone(ours);
    const merged = mergeFindings(
      [ours],
      [
        theirs(),
        theirs({ object: ref('Pod', 'cart-1-b'), evidence: [1] }),
        theirs({ object: DEPLOYMENT, partOf: undefined, evidence: [2] }),
      ],
    );
    expect(merged).toEqual([
      {
        ...ours,
        origins: ['k8sgpt', 'rules'],
        evidence: [
          ...ours.evidence,
          { source: 'k8sgpt', index: 0 },
          { source: 'k8sgpt', index: 1 },
          { source: 'k8sgpt', index: 2 },
        ],
      },
    ]);
    expect(ours).toEqual(before);
  });

  it.each([
    ['another rule', { sameAs: ['probe-failing'] }],
    ['another object', { partOf: ref('Deployment', 'cart-2') }],
    [
      'another namespace',
      { partOf: { ...DEPLOYMENT, namespace: 'team-b-prod' } },
    ],
    ['another kind', { partOf: ref('StatefulSet', 'cart') }],
    ['a statement that we have not', { sameAs: undefined }],
  ])('keeps apart %s', (_, overrides) => {
    const merged = mergeFindings([ours], [theirs(overrides)]);
    expect(merged.map(({ origins }) => origins)).toEqual([
      undefined,
      ['k8sgpt'],
    ]);
    expect(merged[1]).not.toHaveProperty('sameAs');
  });

  it('merges the same statement of two collectors, and takes no flood', () => {
    const flood = Array.from({ length: 200 }, (_, i) =>
      theirs({ object: ref('Pod', `p-${i}`), partOf: undefined }),
    );
    expect(mergeFindings([], flood)).toHaveLength(50);
    const [one, ...rest] = mergeFindings(
      [],
      [theirs(), { ...theirs(), source: 'other' }],
    );
    expect(one.origins).toEqual(['k8sgpt', 'other']);
    expect(rest).toEqual([]);
    expect(
      mergeFindings([], [theirs(), theirs(), theirs({ title: 'Another' })]),
    ).toHaveLength(2);
  });
});
