import { Hypothesis, RcaReport } from '@internal/plugin-rca-common';

/** What a fault really is, as the sandbox wrote it down. */
export type Truth = {
  category: string;
  cause?: { kind: string; namespace?: string; name: string };
  /** What else is wrong at the same time. */
  also?: Array<{ category: string; cause: NonNullable<Truth['cause']> }>;
  action?: string;
};

/** How a report compares with the truth. */
export type Judgement = {
  control: boolean;
  /** The first hypothesis is right in category and object; a control is called healthy. */
  correct: boolean;
  /** One of the first three is; of several causes, all are among them. */
  top3: boolean;
  /** The first hypothesis has the category of a true cause. */
  categoryRight: boolean;
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
  const causes = [truth, ...(truth.also ?? [])];
  const is = (hypothesis: Hypothesis | undefined, cause: Truth) =>
    !control &&
    hypothesis !== undefined &&
    hypothesis.category === cause.category &&
    hypothesis.entity.kind === cause.cause?.kind &&
    hypothesis.entity.namespace === cause.cause.namespace &&
    hypothesis.entity.name === cause.cause.name;
  const correct = control
    ? report.verdict === 'healthy'
    : causes.some(cause => is(named[0], cause));
  return {
    control,
    correct,
    top3: control
      ? correct
      : causes.every(cause => named.slice(0, 3).some(item => is(item, cause))),
    categoryRight: control
      ? correct
      : causes.some(({ category }) => named[0]?.category === category),
    falsePositive: control && report.verdict === 'cause-found',
    ...(truth.action && {
      actionRight: report.actions[0]?.kind === truth.action,
    }),
    expected: control
      ? 'healthy'
      : causes
          .map(({ category, cause }) => describe(category, cause))
          .join(' and '),
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
