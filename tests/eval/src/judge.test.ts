import { Hypothesis, RcaReport } from '@internal/plugin-rca-common';
import { judge } from './judge';

const entity = {
  cluster: 'sandbox',
  namespace: 'ns',
  kind: 'Deployment',
  name: 'cart',
};
const hypothesis = (overrides: Partial<Hypothesis> = {}): Hypothesis =>
  ({ category: 'bad-image', entity, ...overrides } as Hypothesis);
const report = (overrides: Partial<RcaReport>): RcaReport =>
  ({
    verdict: 'cause-found',
    hypotheses: [],
    actions: [],
    ...overrides,
  } as RcaReport);
const truth = {
  category: 'bad-image',
  cause: { kind: 'Deployment', namespace: 'ns', name: 'cart' },
  action: 'rollback',
};
const other = hypothesis({ category: 'other' });

describe('judge', () => {
  it.each<[string, RcaReport, object]>([
    [
      'the cause first',
      report({
        hypotheses: [hypothesis()],
        actions: [{ kind: 'rollback' }] as never,
      }),
      { correct: true, top3: true, actionRight: true },
    ],
    [
      'the cause third',
      report({ hypotheses: [other, other, hypothesis()] }),
      { correct: false, top3: true, actionRight: false },
    ],
    [
      'the cause fourth',
      report({ hypotheses: [other, other, other, hypothesis()] }),
      { correct: false, top3: false },
    ],
    [
      'the category without the object',
      report({
        hypotheses: [hypothesis({ entity: { ...entity, namespace: 'ns-2' } })],
      }),
      { correct: false, top3: false },
    ],
    [
      'a hypothesis that the verdict does not stand for',
      report({ verdict: 'inconclusive', hypotheses: [hypothesis()] }),
      { correct: false, top3: false, found: 'inconclusive' },
    ],
  ])('takes %s for what it is', (_, given, expected) => {
    expect(judge(given, truth)).toMatchObject({
      control: false,
      falsePositive: false,
      ...expected,
    });
  });

  it('wants controls to be called healthy, and counts named causes against them', () => {
    const control = { category: 'none' };
    expect(judge(report({ verdict: 'healthy' }), control)).toMatchObject({
      control: true,
      correct: true,
      falsePositive: false,
    });
    expect(judge(report({ verdict: 'inconclusive' }), control)).toMatchObject({
      correct: false,
      falsePositive: false,
    });
    expect(
      judge(report({ hypotheses: [hypothesis()] }), control),
    ).toMatchObject({ correct: false, falsePositive: true });
  });
});
