import { Hypothesis, RcaReport } from '@internal/plugin-rca-common';

/** What a fault really is, as the sandbox wrote it down. */
export type Truth = {
  category: string;
  cause?: { kind: string; namespace?: string; name: string };
  action?: string;
};

/** How a report compares with the truth. */
export type Judgement = {
  control: boolean;
  /** The first hypothesis is right in category and object; a control is called healthy. */
  correct: boolean;
  /** One of the first three is. */
  top3: boolean;
  /** A control for which a cause was named. */
  falsePositive: boolean;
  /** The first proposed action is of the right kind; undefined when the truth names none. */
  actionRight?: boolean;
  expected: string;
  found: string;
};

/** Compares category and object; wording does not count. */
export function judge(report: RcaReport, truth: Truth): Judgement {
  const control = truth.category === 'none';
  const named = report.verdict === 'cause-found' ? report.hypotheses : [];
  const isRight = (hypothesis: Hypothesis | undefined) =>
    !control &&
    hypothesis !== undefined &&
    hypothesis.category === truth.category &&
    hypothesis.entity.kind === truth.cause?.kind &&
    hypothesis.entity.namespace === truth.cause.namespace &&
    hypothesis.entity.name === truth.cause.name;
  const correct = control ? report.verdict === 'healthy' : isRight(named[0]);
  return {
    control,
    correct,
    top3: control ? correct : named.slice(0, 3).some(isRight),
    falsePositive: control && report.verdict === 'cause-found',
    ...(truth.action && {
      actionRight: report.actions[0]?.kind === truth.action,
    }),
    expected: control ? 'healthy' : describe(truth.category, truth.cause),
    found: named[0]
      ? describe(named[0].category, named[0].entity)
      : report.verdict,
  };
}

function describe(category: string, object: Truth['cause']): string {
  const name =
    object && [object.namespace, object.name].filter(Boolean).join('/');
  return `${category} ${object?.kind ?? '?'} ${name ?? '?'}`;
}
