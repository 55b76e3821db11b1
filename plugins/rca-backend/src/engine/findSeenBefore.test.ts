import { Finding, Hypothesis } from '@internal/plugin-rca-common';
import { PastReportFacts } from '../collectors/pastReports';
import { NAMESPACE } from '../__testUtils__/snapshot';
import { EvidenceBook } from './EvidenceBook';
import { findSeenBefore } from './findSeenBefore';

const ref = (name: string) => ({
  cluster: 'sandbox',
  namespace: NAMESPACE,
  kind: 'Deployment',
  name,
});
const hypothesis = {
  category: 'out-of-memory',
  entity: ref('cart'),
} as Hypothesis;
const findings = [
  { rule: 'container-oom-killed', severity: 'critical' },
  { rule: 'deployment-unavailable', severity: 'warning' },
  { rule: 'cron-job-problem', severity: 'info' },
] as Finding[];
type Past = PastReportFacts['reports'][number];

function seen(
  reports: Array<Partial<Past>>,
  now: { hypotheses?: Hypothesis[]; findings?: Finding[] } = {},
) {
  const past = reports.map((report, evidence) => ({
    investigationId: `report-${evidence}`,
    createdAt: '2026-11-13T09:00:00.000Z',
    verdict: 'cause-found' as const,
    summary: 's',
    category: 'out-of-memory' as const,
    entity: ref('cart'),
    rules: ['container-oom-killed', 'deployment-unavailable'],
    evidence,
    ...report,
  }));
  const book = new EvidenceBook(
    new Map([
      [
        'past-reports',
        past.map(({ investigationId }) => ({
          source: 'past-reports',
          title: investigationId,
        })),
      ],
    ]),
  );
  return findSeenBefore({
    past: { reports: past },
    hypotheses: now.hypotheses ?? [hypothesis],
    findings: now.findings ?? findings,
    book,
  });
}

describe('findSeenBefore', () => {
  it.each<[string, Partial<Past>, number]>([
    ['the same again', {}, 1],
    [
      'the same cause, seen by one rule less',
      { rules: ['container-oom-killed'] },
      0.85,
    ],
    ['the same cause of another service', { entity: ref('search') }, 0.7],
    ['the same cause and none of the rules', { rules: ['latency-risen'] }, 0.7],
    ['another cause, with the same symptoms', { category: 'bad-config' }, 0.6],
  ])('recognises %s', (_, report, similarity) => {
    expect(seen([report])).toMatchObject([
      { investigationId: 'report-0', similarity, evidence: ['ev-1'] },
    ]);
  });

  it.each<[string, Partial<Past>]>([
    [
      'what only happened to the same service',
      { category: 'bad-config', rules: [] },
    ],
    [
      'a namesake in another namespace with another cause',
      {
        entity: { ...ref('cart'), namespace: 'team-b-prod' },
        category: 'bad-config',
      },
    ],
    ['a report that all was well', { verdict: 'healthy' }],
  ])('does not take %s for the same', (_, report) => {
    expect(seen([report])).toEqual([]);
  });

  it('tells the five most similar, of equal ones the newest first', () => {
    const day = (n: number) => `2026-11-0${n}T09:00:00.000Z`;
    const found = seen([
      { createdAt: day(1), category: 'bad-config' },
      ...[2, 3, 4, 5, 6, 7].map(n => ({ createdAt: day(n) })),
    ]);
    expect(found.map(({ createdAt }) => createdAt)).toEqual(
      [7, 6, 5, 4, 3].map(day),
    );
    expect(found[0]).not.toHaveProperty('rules');
  });

  it('compares symptoms where neither named a cause', () => {
    const unknown = { category: undefined, entity: undefined };
    expect(seen([unknown], { hypotheses: [] })).toEqual([]);
    expect(
      findSeenBefore({
        past: undefined,
        hypotheses: [],
        findings,
        book: new EvidenceBook(new Map()),
      }),
    ).toEqual([]);
  });
});
