import { mockCredentials } from '@backstage/backend-test-utils';
import { clusterServiceMock } from '@internal/plugin-cluster-node/testUtils';
import { gitOpsServiceMock } from '@internal/plugin-gitops-node/testUtils';
import { SharedLoads } from '@internal/plugin-rca-node';
import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import {
  FROM,
  NAMESPACE,
  dependency,
  minute,
  subjectOf,
  workload,
} from '../../__testUtils__/snapshot';
import { emptyKubernetesFacts } from '../kubernetes';
import { ChangesCollector } from './ChangesCollector';

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
