import { mockCredentials } from '@backstage/backend-test-utils';
import { resourceTypes } from '@internal/sandbox';
import request from 'supertest';
import { TwoClusters } from './__testUtils__/TwoClusters';

jest.setTimeout(60_000);

const LABEL = 'aiops.backstage/team';

/** The module with the real tenancy and the real token requests, on clusters with RBAC. */
describe('kubernetes module on clusters with RBAC', () => {
  let clusters: TwoClusters;

  beforeEach(async () => {
    clusters = await TwoClusters.start();
  });
  afterEach(() => clusters.stop());

  /** Names of the pods that somebody sees, and the statuses of what they do not. */
  const look = async (name: string, entity = 'x') => {
    const { body } = await request(clusters.backend.server)
      .post('/api/kubernetes/resources/workloads/query')
      .set('authorization', mockCredentials.user.header(`user:default/${name}`))
      .send({ entityRef: `component:default/${entity}`, auth: {} });
    type Item = {
      cluster: { name: string };
      resources: { resources: { metadata: { name: string } }[] }[];
      errors: { statusCode: number; resourcePath: string }[];
    };
    return (body.items as Item[])
      .flatMap(({ cluster, resources, errors }) => [
        ...resources.flatMap(r =>
          r.resources.map(o => `${cluster.name} ${o.metadata.name}`),
        ),
        ...errors.map(e => `${cluster.name} ${e.statusCode} ${e.resourcePath}`),
      ])
      .sort();
  };

  it('should show each caller their namespaces by those namespaces’ own rights', async () => {
    // A namespace that the platform has labelled but not onboarded is said so, not skipped.
    const missing = 'one 403 /api/v1/namespaces/not-onboarded';
    const shared = ['one pod-of-monitoring', 'two pod-of-monitoring'];
    expect(await look('alice')).toEqual(
      [missing, 'one pod-of-team-a-prod', ...shared].sort(),
    );
    expect(await look('bella')).toEqual(
      ['one pod-of-team-a-b-prod', ...shared].sort(),
    );
    expect(await look('petra')).toEqual(
      [
        missing,
        'one pod-of-team-a-b-prod',
        'one pod-of-team-a-prod',
        'two pod-of-team-a-prod',
        ...shared,
      ].sort(),
    );
    expect(await look('nina')).toEqual(shared);
  });

  it('should not take the name of a namespace in one cluster for the same name in another', async () => {
    const refused = (cluster: string) => [
      `${cluster} 403 /api/v1/namespaces/team-a-prod`,
    ];
    expect(await look('bob')).toEqual([
      'one pod-of-monitoring',
      'two pod-of-monitoring',
      'two pod-of-team-a-prod',
    ]);
    expect(await look('alice', 'x-one')).toEqual(['one pod-of-team-a-prod']);
    expect(await look('alice', 'x-two')).toEqual(refused('two'));
    expect(await look('bob', 'x-two')).toEqual(['two pod-of-team-a-prod']);
    expect(await look('bob', 'x-one')).toEqual(refused('one'));
  });

  it('should move a relabelled namespace to its new team at once', async () => {
    await look('alice');
    const { store } = clusters.one;
    const namespace = store.get(
      resourceTypes.namespaces,
      undefined,
      'team-a-prod',
    )!;
    namespace.metadata.labels = { [LABEL]: 'team-a-b' };
    store.update(resourceTypes.namespaces, namespace);
    const pod = 'one pod-of-team-a-prod';
    const deadline = Date.now() + 5_000;
    let seen = await look('bella');
    while (!seen.includes(pod) && Date.now() < deadline) {
      seen = await look('bella');
    }
    expect(seen).toContain(pod);
    expect(await look('alice')).not.toContain(pod);
  });

  it('should ask for a new token when the ServiceAccount was made anew', async () => {
    const { store } = clusters.one;
    expect(await look('alice', 'x-one')).toEqual(['one pod-of-team-a-prod']);
    const reader = store.delete(
      resourceTypes.serviceaccounts,
      'team-a-prod',
      'aiops-reader',
    );
    const { apiVersion, kind } = reader;
    store.create(resourceTypes.serviceaccounts, {
      apiVersion,
      kind,
      metadata: { name: 'aiops-reader', namespace: 'team-a-prod' },
    });
    // The first answer to the old token is 401; nobody has to wait for its end.
    expect(await look('alice', 'x-one')).toEqual([
      'one 401 /api/v1/namespaces/team-a-prod/pods',
    ]);
    expect(await look('alice', 'x-one')).toEqual(['one pod-of-team-a-prod']);
  });
});
