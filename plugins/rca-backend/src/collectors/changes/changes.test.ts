import { mockCredentials } from '@backstage/backend-test-utils';
import { clusterServiceMock } from '@internal/plugin-cluster-node/testUtils';
import { gitOpsServiceMock } from '@internal/plugin-gitops-node/testUtils';
import { NewEvidence, SharedLoads } from '@internal/plugin-rca-node';
import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import {
  dependency,
  event,
  FROM,
  minute,
  NAMESPACE,
  replicaSet,
  snapshotOf,
  subjectOf,
  workload,
} from '../../__testUtils__/snapshot';
import { emptyKubernetesFacts } from '../kubernetes';
import { ChangesCollector } from './ChangesCollector';
import {
  findConfigChanges,
  findRollouts,
  findScalings,
} from './clusterChanges';
import { diffTemplates } from './diffTemplates';
import { parseDiff } from './parseDiff';
import { redactDiff } from './redactDiff';

const SINCE = new Date(Date.parse(FROM) - 3_600_000);

describe('diffTemplates', () => {
  it('names every field that matters, and hides what looks secret', () => {
    const before = {
      metadata: {
        labels: { app: 'cart', 'pod-template-hash': 'a' },
        annotations: { 'checksum/config': '1' },
      },
      spec: {
        containers: [
          {
            name: 'app',
            image: 'cart:1',
            env: [
              { name: 'TTL', value: '1800' },
              { name: 'DB_PASSWORD', value: 'old-secret' },
            ],
            envFrom: [{ configMapRef: { name: 'cart-config' } }],
            resources: { limits: { cpu: '500m', memory: '128Mi' } },
            readinessProbe: { httpGet: { path: '/ready', port: 80 } },
          },
        ],
        volumes: [{ name: 'v', configMap: { name: 'files' } }],
      },
    };
    const after = {
      metadata: {
        labels: { app: 'cart', 'pod-template-hash': 'b' },
        annotations: { 'checksum/config': '2' },
      },
      spec: {
        nodeSelector: { disk: 'ssd' },
        containers: [
          {
            name: 'app',
            image: 'cart:2',
            command: ['run'],
            env: [
              { name: 'TTL', value: '30m' },
              { name: 'DB_PASSWORD', value: 'new-secret' },
              {
                name: 'URL',
                valueFrom: { secretKeyRef: { name: 's', key: 'k' } },
              },
            ],
            envFrom: [{ configMapRef: { name: 'cart-settings' } }],
            resources: { limits: { cpu: '500m', memory: '64Mi' } },
            readinessProbe: { httpGet: { path: '/healthz', port: 80 } },
          },
        ],
        volumes: [{ name: 'v', configMap: { name: 'files' } }],
      },
    } as never;
    const fields = diffTemplates(before, after);
    expect(
      fields.map(
        ({ kind, path, before: b, after: a }) =>
          `${kind} ${path}: ${b} -> ${a}`,
      ),
    ).toEqual([
      'config-reference annotations[checksum/config]: 1 -> 2',
      'command containers[app].command: undefined -> ["run"]',
      'config-reference containers[app].envFrom[ConfigMap cart-config]: ConfigMap cart-config -> undefined',
      'config-reference containers[app].envFrom[ConfigMap cart-settings]: undefined -> ConfigMap cart-settings',
      'env containers[app].env[DB_PASSWORD]: (hidden) -> (hidden)',
      'env containers[app].env[TTL]: 1800 -> 30m',
      'config-reference containers[app].env[URL]: undefined -> Secret s key k',
      'image containers[app].image: cart:1 -> cart:2',
      'probe containers[app].readinessProbe: {"httpGet":{"path":"/ready","port":80}} -> {"httpGet":{"path":"/healthz","port":80}}',
      'resources containers[app].resources.limits.memory: 128Mi -> 64Mi',
      'scheduling nodeSelector: undefined -> {"disk":"ssd"}',
    ]);
    expect(diffTemplates(before, before)).toEqual([]);
  });
});

describe('redactDiff', () => {
  const file = 'clusters/x/cart/configmap.yaml';
  const redact = (lines: string[], content = 'kind: ConfigMap\n') =>
    redactDiff(
      [`--- a/${file}`, `+++ b/${file}`, '@@ -1,9 +1,9 @@ x: y', ...lines].join(
        '\n',
      ),
      () => content,
    )
      .split('\n')
      .slice(3);

  it.each<[string, string[], string[]]>([
    [
      'values that are named as secrets',
      ['-  DB_PASSWORD: old', '+  DB_PASSWORD: new', '   LOG_LEVEL: info'],
      [
        '-  DB_PASSWORD: (hidden)',
        '+  DB_PASSWORD: (hidden)',
        '   LOG_LEVEL: info',
      ],
    ],
    [
      'values that look like secrets',
      ['+  SEED: dGhpcyBpcyBhIHNlY3JldCBrZXkgMTIz', '+  URL: mysql://u:p@db/x'],
      ['+  SEED: (hidden)', '+  URL: (hidden)'],
    ],
    [
      'variables of a container',
      [
        '         - name: DB_PASSWORD',
        '-          value: old',
        '+          value: new',
        '         - name: TTL',
        '+          value: "30m"',
      ],
      [
        '         - name: DB_PASSWORD',
        '-          value: (hidden)',
        '+          value: (hidden)',
        '         - name: TTL',
        '+          value: "30m"',
      ],
    ],
    [
      'blocks of text',
      ['+  token: |', '+    line one', '+', '+    line two', '+  ttl: 3'],
      [
        '+  token: |',
        '+    (hidden)',
        '+(hidden)',
        '+    (hidden)',
        '+  ttl: 3',
      ],
    ],
    [
      'whole maps',
      ['+credentials:', '+  user: ann', '+  pin: "1234"', '+port: 80'],
      ['+credentials:', '+  (hidden)', '+  (hidden)', '+port: 80'],
    ],
    [
      'a private key in a value of any name',
      [
        '+  pem: |',
        '+    -----BEGIN PRIVATE KEY-----',
        '+    MIIE',
        '+    -----END PRIVATE KEY-----',
        '+  a: b',
      ],
      ['+  pem: |', '+    [private key]', '+  a: b'],
    ],
    [
      'nothing of references, which say where and not what',
      [
        '+          secretName: cart-tls',
        '+        - secretRef:',
        '+            name: cart',
      ],
      [
        '+          secretName: cart-tls',
        '+        - secretRef:',
        '+            name: cart',
      ],
    ],
    [
      'a document that is a Secret in a file of several',
      ['+kind: Secret', '+data:', '+  a: YWJj'],
      ['(the content of a Secret is not shown)'],
    ],
    [
      'texts of a Secret whose kind is out of sight',
      ['+stringData:', '+  a: YWJj'],
      ['(the content of a Secret is not shown)'],
    ],
    [
      'values in JSON',
      ['+  "dbPassword": "YWJj",', '+  "ttl": 3,'],
      ['+  "dbPassword": (hidden),', '+  "ttl": 3,'],
    ],
  ])('hides %s', (_, lines, expected) => {
    const shown = redact(lines);
    expect(shown).toEqual(expected[0].startsWith('(') ? [] : expected);
    expect(redact(lines).join('\n')).not.toContain('YWJj');
  });

  it('stays quick on hostile diffs', () => {
    const begin = performance.now();
    for (const line of [
      `+  key: ${' '.repeat(60_000)}x ${' '.repeat(60_000)}y`,
      `+${' '.repeat(60_000)}- ${' '.repeat(60_000)}x`,
      `+${'a'.repeat(60_000)}: ${'b'.repeat(60_000)}`,
      `+- ${'x'.repeat(60_000)} y`,
      `+kind:${' '.repeat(60_000)}x`,
    ]) {
      redact([line]);
    }
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it('hides files by their names, and does not believe a header inside of a hunk', () => {
    const forged = [
      'diff --git a/a/secrets/db.yaml b/a/secrets/db.yaml',
      '--- a/a/secrets/db.yaml',
      '+++ b/a/secrets/db.yaml',
      '@@ -1 +1,2 @@',
      '+++ b/a/configmap.yaml',
      '+x: hunter2',
    ].join('\n');
    const shown = redactDiff(forged, () => 'kind: ConfigMap');
    expect(shown).not.toContain('hunter2');
    expect(shown).toContain('(the content of a Secret is not shown)');
  });
});

describe('parseDiff', () => {
  it('pairs what a commit removed and added, by file and key', () => {
    const diff = [
      '--- a/clusters/x/cart/configmap.yaml',
      '+++ b/clusters/x/cart/configmap.yaml',
      '@@ -4,3 +4,3 @@ data:',
      '   LOG_LEVEL: info',
      '-  TTL: "1800"',
      '+  TTL: 30m',
      '-  API_TOKEN: abc',
      '+  API_TOKEN: def',
      '--- a/clusters/x/cart/deployment.yaml',
      '+++ b/clusters/x/cart/deployment.yaml',
      '-        - image: cart:1',
      '+        - image: cart:2',
      '-          cpu: 500m',
      '+          cpu: 500m',
      '+          path: /healthz',
    ].join('\n');
    expect(
      parseDiff(diff).map(
        ({ kind, file, path, before, after }) =>
          `${kind} ${file.split('/').at(-1)} ${path}: ${before} -> ${after}`,
      ),
    ).toEqual([
      'env configmap.yaml TTL: 1800 -> 30m',
      'env configmap.yaml API_TOKEN: (hidden) -> (hidden)',
      'image deployment.yaml image: cart:1 -> cart:2',
      'probe deployment.yaml path: undefined -> /healthz',
    ]);
  });
});

describe('changes in the cluster', () => {
  function find(kubernetes: Parameters<typeof snapshotOf>[0]['kubernetes']) {
    const { index } = snapshotOf({ kubernetes });
    const evidence: NewEvidence[] = [];
    const add = (item: NewEvidence) => evidence.push(item) - 1;
    return {
      rollouts: findRollouts(index, SINCE, add),
      scalings: findScalings(index, SINCE, add),
      configs: findConfigChanges(index, SINCE, add),
      evidence,
    };
  }
  const scaled = (set: string, text: string, at: number) =>
    event(
      'Deployment',
      'cart',
      'ScalingReplicaSet',
      `Scaled ${
        text.startsWith('up') ? 'up' : 'down'
      } replica set ${set} ${text.replace(/^(up|down) /, '')}`,
      { at, type: 'Normal' },
    );

  it('takes new revisions for rollouts, with what they changed', () => {
    const { rollouts, scalings, evidence } = find([
      workload('cart', {
        replicaSets: [
          replicaSet('cart', 1),
          replicaSet('cart', 2, { at: 50, image: 'cart:2' }),
        ],
        events: [
          scaled('cart-2', 'up from 0 to 2', 50),
          scaled('cart-1', 'down from 2 to 0', 51),
        ],
      }),
    ]);
    expect(rollouts).toMatchObject([
      {
        at: minute(50),
        revision: 2,
        previousRevision: 1,
        fields: [{ kind: 'image', before: 'cart:1', after: 'cart:2' }],
      },
    ]);
    expect(evidence[rollouts[0].evidence].excerpt).toBe(
      'containers[app].image: cart:1 -> cart:2',
    );
    // Raising the new and lowering the old ReplicaSet is what a rollout is.
    expect(scalings).toEqual([]);
  });

  it('dates a rollback by its event, because its ReplicaSet is old', () => {
    const { rollouts } = find([
      workload('cart', {
        replicaSets: [
          replicaSet('cart', 2, { at: -300, image: 'cart:2' }),
          replicaSet('cart', 3, {
            at: -600,
            annotations: { 'deployment.kubernetes.io/revision-history': '1' },
          }),
        ],
        events: [scaled('cart-3', 'up from 0 to 2', 55)],
      }),
    ]);
    expect(rollouts).toMatchObject([
      { at: minute(55), revision: 3, previousRevision: 2 },
    ]);
  });

  it('leaves out what is too old', () => {
    const { rollouts } = find([
      workload('cart', {
        replicaSets: [
          replicaSet('cart', 1),
          replicaSet('cart', 2, { at: -90 }),
        ],
      }),
    ]);
    expect(rollouts).toEqual([]);
  });

  it("tells somebody's scaling from the autoscaler's", () => {
    const autoscaler = {
      metadata: { name: 'cart', namespace: NAMESPACE },
      spec: {
        maxReplicas: 5,
        scaleTargetRef: { kind: 'Deployment', name: 'cart' },
      },
    };
    const { scalings } = find([
      workload('cart', {
        events: [
          scaled('cart-1', 'up from 2 to 4', 20),
          scaled('cart-1', 'down from 4 to 0', 51),
        ],
      }),
      {
        autoscalers: [autoscaler],
        events: [
          event(
            'HorizontalPodAutoscaler',
            'cart',
            'SuccessfulRescale',
            'New size: 4',
            { at: 20, type: 'Normal' },
          ),
        ],
      },
    ]);
    expect(
      scalings.map(({ at, from, to, byAutoscaler }) => [
        at,
        from,
        to,
        byAutoscaler,
      ]),
    ).toEqual([
      [minute(20), 2, 4, true],
      [minute(51), 4, 0, false],
    ]);
  });

  it('tells created ConfigMaps from changed ones, and keeps still about the rest', () => {
    const { configs } = find([
      {
        configMaps: [
          {
            namespace: NAMESPACE,
            name: 'new',
            keys: ['a'],
            createdAt: minute(40),
            updatedAt: minute(40),
          },
          {
            namespace: NAMESPACE,
            name: 'changed',
            keys: ['a'],
            createdAt: minute(-900),
            updatedAt: minute(51),
          },
          {
            namespace: NAMESPACE,
            name: 'old',
            keys: ['a'],
            createdAt: minute(-900),
            updatedAt: minute(-800),
          },
        ],
      },
    ]);
    expect(
      configs.map(({ object, created }) => [object.name, created]),
    ).toEqual([
      ['new', true],
      ['changed', false],
    ]);
  });
});

describe('ChangesCollector', () => {
  const gitOps = gitOpsServiceMock.mock();
  const facts = { ...emptyKubernetesFacts, ...workload('cart') };
  const shared: SharedLoads = {
    once: async () => ({ facts, unchecked: [] } as never),
  };
  const layout = {
    repository: 'gitops',
    namespacePath: 'clusters/{cluster}/{namespace}',
  };

  const collect = (
    options: { shared?: SharedLoads; layout?: typeof layout } = {},
  ) =>
    new ChangesCollector({
      clusters: clusterServiceMock(),
      gitOps,
      layout: 'layout' in options ? options.layout : layout,
    }).collect({
      subject: subjectOf('cart', [
        dependency('ledger', 'cart', { namespace: 'team-b-prod' }),
      ]),
      window: { from: new Date(FROM), to: new Date(minute(60)) },
      scope: mockTenantScope({ namespaces: [NAMESPACE] }),
      investigationId: '2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10',
      credentials: mockCredentials.user(),
      shared: options.shared ?? shared,
      signal: new AbortController().signal,
    });

  beforeEach(() => {
    jest.resetAllMocks();
    gitOps.readFile.mockResolvedValue('kind: ConfigMap\n');
    gitOps.diff.mockResolvedValue(
      '--- a/x\n+++ b/clusters/sandbox/team-a-prod/cart/configmap.yaml\n@@ -1 +1 @@\n-  TTL: 1\n+  TTL: 2\n',
    );
    gitOps.log.mockResolvedValue([
      {
        sha: 'abc',
        authorName: 'Adam',
        committedAt: '2026-11-20T11:51:00+01:00',
        subject: 'Change everything',
        trailers: {},
        files: [
          'clusters/sandbox/team-a-prod/cart/configmap.yaml',
          'clusters/sandbox/team-b-prod/ledger/secret.yaml',
          'clusters/sandbox/team-a-prod-2/x/y.yaml',
        ],
      },
    ]);
  });

  it('reads only the folders of namespaces in the scope, and shows only their files', async () => {
    const result = await collect();
    expect(gitOps.log.mock.calls.map(([options]) => options.path)).toEqual([
      'clusters/sandbox/team-a-prod',
    ]);
    expect(gitOps.diff.mock.calls.map(([options]) => options.path)).toEqual([
      'clusters/sandbox/team-a-prod',
    ]);
    expect(result.facts.commits).toMatchObject([
      {
        at: minute(51),
        services: ['cart'],
        files: ['clusters/sandbox/team-a-prod/cart/configmap.yaml'],
        fields: [{ path: 'TTL', before: '1', after: '2' }],
      },
    ]);
    expect(JSON.stringify(result)).not.toContain('team-b-prod');
    expect(result.summary).toBe('1 commit');
  });

  it('shows nothing of a Secret, whatever its file is called, nor of what it cannot tell', async () => {
    const folder = 'clusters/sandbox/team-a-prod/cart';
    gitOps.diff.mockResolvedValue(
      ['plain', 'gone', 'locked', 'config']
        .map(
          name =>
            `diff --git a/${folder}/${name}.yaml b/${folder}/${name}.yaml\n--- a/${folder}/${name}.yaml\n+++ b/${folder}/${name}.yaml\n@@ -4 +4 @@ data:\n-  greeting: old-${name}\n+  greeting: new-${name}\n`,
        )
        .join(''),
    );
    gitOps.readFile.mockImplementation(async ({ path }) => {
      if (path.includes('locked')) throw new Error('remote hung up');
      return {
        [`${folder}/plain.yaml`]: 'apiVersion: v1\nkind: "Secret"\n',
        [`${folder}/config.yaml`]: 'kind: ConfigMap\n',
      }[path];
    });
    const { evidence, facts: found } = await collect();
    const shown = evidence[0].excerpt ?? '';
    expect(shown).toContain('+  greeting: new-config');
    expect(shown).toContain(
      `+++ b/${folder}/plain.yaml\n(the content of a Secret is not shown)`,
    );
    expect(shown.match(/not shown: it cannot be told/g)).toHaveLength(2);
    expect(JSON.stringify([evidence, found])).not.toMatch(
      /(?:old|new)-(?:plain|gone|locked)/,
    );
    expect(found.commits[0].fields).toMatchObject([
      { path: 'greeting', before: 'old-config', after: 'new-config' },
    ]);
  });

  it('says when it cannot know of commits: no repository, or none of this cluster', async () => {
    const message = 'no GitOps repository is configured';
    expect(await collect({ layout: undefined })).toMatchObject({
      summary: `nothing was changed in the cluster; ${message}`,
      unchecked: [{ source: 'changes', reason: 'no-manifests', message }],
    });
    gitOps.log.mockResolvedValue([]);
    expect(await collect()).toMatchObject({
      summary:
        'nothing was changed in the cluster; the GitOps repository gitops holds no manifests of team-a-prod on sandbox',
      unchecked: [{ reason: 'no-manifests' }],
    });
    // There are manifests, and nobody touched them lately.
    gitOps.log.mockImplementation(async ({ since }) =>
      since ? [] : [{ sha: 'abc' } as never],
    );
    expect(await collect()).toMatchObject({
      summary: 'nothing was changed',
      unchecked: [],
    });
  });

  it('goes on with one of its two sources, and fails without both', async () => {
    gitOps.log.mockRejectedValue(new Error('remote hung up'));
    expect(await collect()).toMatchObject({
      summary: 'nothing was changed in the cluster',
      unchecked: [
        {
          reason: 'unreachable',
          message: 'The manifests in Git could not be read: remote hung up',
        },
      ],
    });
    const broken: SharedLoads = {
      once: async () => {
        throw new Error('no cluster');
      },
    };
    await expect(collect({ shared: broken })).rejects.toThrow('no cluster');
    expect(await collect({ shared: broken, layout: undefined })).toMatchObject({
      unchecked: [
        { reason: 'no-manifests' },
        { message: 'Rollouts and scalings could not be read: no cluster' },
      ],
    });
  });
});
