import { mockCredentials } from '@backstage/backend-test-utils';
import { RcaCollector } from '@internal/plugin-rca-node';
import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import {
  deployment,
  ended,
  event,
  FROM,
  NAMESPACE,
  pod,
  replicaSet,
  service,
  subjectOf,
  TO,
} from '../__testUtils__/snapshot';
import { emptyKubernetesFacts } from '../collectors/kubernetes';
import { investigate } from './investigate';

/** Each in the shape that it has where it leaks, with the part that must not get out. */
const LEAKS: Array<[text: string, secret: string]> = [
  ['jwt eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', 'eyJzdWIi'],
  ['postgres://app:hunter-url@db:5432/x', 'hunter-url'],
  ['key AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
  ['password=hunter-pair', 'hunter-pair'],
  ['Server=db;User Id=sa;Password=hunter-ado;', 'hunter-ado'],
  ['apiVersion: v1\ndata:\n  password: aHVudGVyLWJhc2U2NA==', 'aHVudGVy'],
  ['Authorization: Basic aHVudGVyOmh1bnRlcg==', 'aHVudGVyOm'],
  ['mail to ann@shop.example', 'ann@shop'],
  ['-----BEGIN PRIVATE KEY-----\nMIIEhunterpem\n', 'MIIEhunterpem'],
];
const hostile = LEAKS.map(([text]) => text).join('\n');

describe('investigate', () => {
  it('lets no secret out, in whichever text of whichever source it stands', async () => {
    const collectors: RcaCollector[] = [
      {
        source: 'kubernetes',
        collect: async () => ({
          evidence: [],
          unchecked: [
            { source: 'kubernetes', reason: 'unreachable', message: hostile },
          ],
          summary: hostile,
          facts: {
            ...emptyKubernetesFacts,
            namespaces: [NAMESPACE],
            deployments: [
              deployment('cart', {
                available: 0,
                status: {
                  conditions: [
                    {
                      type: 'Available',
                      status: 'False',
                      reason: 'X',
                      message: hostile,
                    },
                  ],
                },
              }),
            ],
            replicaSets: [replicaSet('cart', 1)],
            services: [service('cart')],
            pods: [
              pod('cart', { ready: false, container: ended({ exitCode: 1 }) }),
            ],
            events: LEAKS.map(([text], i) =>
              event('Pod', 'cart-1-a', `Reason${i}`, text),
            ),
            lastWords: {
              [`${NAMESPACE}/cart-1-a/app`]: [
                ...hostile.split('\n'),
                `config is invalid: ${LEAKS[1][0]}`,
              ],
            },
          },
        }),
      },
      {
        source: 'stub',
        collect: async () => ({
          evidence: LEAKS.map(([text]) => ({
            source: 'stub',
            title: text,
            excerpt: `${'x'.repeat(4_080)} ${text}`,
            query: text,
            series: [{ name: text, points: [[0, 1]] as [number, number][] }],
          })),
          facts: {},
          unchecked: [],
          summary: hostile,
          findings: LEAKS.map(([text], i) => ({
            rule: 'stub',
            title: text,
            severity: 'critical' as const,
            object: {
              cluster: 'sandbox',
              namespace: NAMESPACE,
              kind: 'Deployment',
              name: 'cart',
            },
            evidence: [i],
            // The last one is what our rule says of the crash as well.
            ...(i === LEAKS.length - 1 && { sameAs: ['container-crash-loop'] }),
            cause: { category: 'bad-config' as const, weight: 0.5 },
          })),
        }),
      },
      {
        source: 'broken',
        collect: async () => {
          throw new Error(hostile);
        },
      },
    ];
    const progress: unknown[] = [];
    const report = await investigate({
      investigationId: '2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10',
      requestedBy: 'user:default/alice',
      subject: subjectOf('cart'),
      window: { from: new Date(FROM), to: new Date(TO) },
      scope: mockTenantScope({ namespaces: [NAMESPACE] }),
      credentials: mockCredentials.user(),
      collectors,
      signal: new AbortController().signal,
      onProgress: item => progress.push(structuredClone(item)),
    });
    // The texts are there, each in its place.
    expect(report.findings.length).toBeGreaterThanOrEqual(LEAKS.length);
    const originsOf = (rule: string) =>
      report.findings.find(finding => finding.rule === rule)?.origins;
    expect(originsOf('container-crash-loop')).toEqual(['rules', 'stub']);
    expect(originsOf('deployment-unavailable')).toEqual(['rules']);
    expect(originsOf('stub')).toEqual(['stub']);
    expect(report.evidence.length).toBeGreaterThanOrEqual(LEAKS.length);
    expect(JSON.stringify(report)).toContain('[password]@db:5432');
    expect(report.sources[0].summary).toContain('password=[secret]');
    const written = JSON.stringify([report, progress]);
    for (const [, secret] of LEAKS) {
      expect(written).not.toContain(secret);
    }
  });
});
