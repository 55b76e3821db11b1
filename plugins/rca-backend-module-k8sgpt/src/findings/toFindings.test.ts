import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { K8sgptResult } from '../sources/K8sgptResult';
import { namedRules, rulesFor } from './conditions';
import { toFindings } from './toFindings';

const result = (overrides: Partial<K8sgptResult> = {}): K8sgptResult => ({
  kind: 'Pod',
  namespace: 'team-a-prod',
  name: 'cart-1-a',
  texts: ['Back-off pulling image "cart:9"'],
  query: 'q',
  ...overrides,
});
const TENANT = { cluster: 'sandbox', asTenant: true };

describe('rulesFor', () => {
  it('names rules that there are', () => {
    const document = readFileSync(
      resolve(__dirname, '../../../../docs/rules.md'),
      'utf8',
    );
    const known = [...document.matchAll(/^\| `([a-z-]+)`/gm)].map(
      ([, id]) => id,
    );
    expect(known.length).toBeGreaterThan(40);
    expect(namedRules.filter(id => !known.includes(id))).toEqual([]);
  });

  it.each([
    [
      'Pod',
      '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available',
      'pod-unschedulable',
    ],
    [
      'Pod',
      'Pod a/b is in a SchedulingGated state and is blocked from scheduling due to non-empty scheduling gates',
      'pod-scheduling-gated',
    ],
    ['Pod', 'Pod cart has been evicted', 'pod-evicted'],
    ['Pod', 'Failed to pull image "x": not found', 'image-pull-failure'],
    ['Pod', 'configmap "cart-config" not found', 'config-missing'],
    [
      'Pod',
      'MountVolume.SetUp failed for volume "data": timed out',
      'pod-setup-failing',
    ],
    [
      'Pod',
      'the last termination reason is OOMKilled container=app pod=cart-1',
      'container-oom-killed',
    ],
    [
      'Pod',
      'the last termination reason is Error container=app pod=cart-1',
      'container-crash-loop',
    ],
    [
      'Pod',
      'Readiness probe failed: HTTP probe failed with statuscode: 503',
      'probe-failing',
    ],
    [
      'Deployment',
      'Deployment a/cart has 2 replicas but 0 are available with status running',
      'deployment-unavailable',
    ],
    [
      'ReplicaSet',
      'pods "x" is forbidden: exceeded quota: compute',
      'quota-exceeded',
    ],
    [
      'StatefulSet',
      'StatefulSet uses the service a/db which does not exist.',
      'stateful-set-service-missing',
    ],
    [
      'Service',
      'Service has no endpoints, expected label app=cart',
      'service-selects-nothing',
    ],
    [
      'Ingress',
      'Ingress uses the service a/cart which does not exist.',
      'ingress-backend-missing',
    ],
    [
      'Ingress',
      'Ingress shop does not specify an Ingress class.',
      'ingress-unserved',
    ],
    [
      'PersistentVolumeClaim',
      'storageclass.storage.k8s.io "fast" not found',
      'volume-claim-unbound',
    ],
    ['Job', 'Job migrate has failed', 'job-failed'],
    ['CronJob', 'CronJob nightly is suspended', 'cron-job-problem'],
  ])('knows what we call %s: %s', (kind, text, rule) => {
    expect(rulesFor(kind, text)).toContain(rule);
  });

  it('knows nothing of the rest', () => {
    expect(rulesFor('Pod', 'Error something new')).toEqual([]);
    expect(rulesFor('Gateway', 'Gateway has condition')).toEqual([]);
    expect(
      rulesFor('ConfigMap', 'ConfigMap x is not used by any pods'),
    ).toEqual([]);
  });
});

describe('toFindings', () => {
  it('makes a finding of each statement, keyed by kind, namespace and name, in a fixed order', () => {
    const results = [
      result({
        texts: ['b', 'a'],
        parent: { kind: 'Deployment', name: 'cart' },
      }),
      result({
        kind: 'HorizontalPodAutoscaler',
        name: 'cart-1-a',
        texts: ['x'],
      }),
      result({ texts: ['a'] }),
    ];
    const { evidence, findings } = toFindings(results, TENANT);
    expect(
      findings.map(({ rule, title, object, evidence: cited }) => [
        rule,
        title,
        object.kind,
        cited,
      ]),
    ).toEqual([
      [
        'k8sgpt-horizontal-pod-autoscaler',
        'HorizontalPodAutoscaler cart-1-a: x',
        'HorizontalPodAutoscaler',
        [0],
      ],
      ['k8sgpt-pod', 'Pod cart-1-a: a', 'Pod', [1]],
      ['k8sgpt-pod', 'Pod cart-1-a: b', 'Pod', [1]],
    ]);
    expect(findings[1]).toMatchObject({
      severity: 'info',
      partOf: {
        cluster: 'sandbox',
        namespace: 'team-a-prod',
        kind: 'Deployment',
        name: 'cart',
      },
    });
    expect(evidence[1]).toMatchObject({
      source: 'k8sgpt',
      excerpt: 'a\nb',
      query: 'q',
    });
    expect(toFindings([...results].reverse(), TENANT).findings).toEqual(
      findings,
    );
  });

  it('does not believe that something is missing which the tenant may not read', () => {
    const texts = [
      'Ingress uses the secret team-a-prod/tls as a TLS certificate which does not exist.',
      'Ingress uses the ingress class nginx which does not exist.',
      'Ingress uses the service team-a-prod/crat which does not exist.',
    ];
    const ingress = result({ kind: 'Ingress', name: 'shop', texts });
    const asTenant = toFindings([ingress], TENANT);
    expect(asTenant.findings.map(({ title }) => title)).toEqual([
      `Ingress shop: ${texts[2]}`,
    ]);
    expect(asTenant.evidence[0].excerpt).toBe(texts[2]);
    expect(asTenant.unchecked.map(({ reason }) => reason)).toEqual([
      'forbidden',
      'forbidden',
    ]);
    const asOperator = toFindings([ingress], { ...TENANT, asTenant: false });
    expect(asOperator.findings).toHaveLength(3);
    expect(asOperator.unchecked).toEqual([]);
    expect(
      toFindings([result({ texts: texts.slice(0, 1) })], TENANT),
    ).toMatchObject({ evidence: [], findings: [] });
  });
});
