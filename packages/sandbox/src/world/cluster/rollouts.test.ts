import { resourceTypes } from '../../kubernetes';
import { REGISTRY } from '../definition';
import { TestWorld } from '../testing/TestWorld';

jest.setTimeout(60_000);

const IMAGE = `${REGISTRY}/shop/products`;

function setImage(test: TestWorld, image: string): void {
  test.edit('deployments', 'team-a-prod', 'products', draft => {
    draft.spec.template.spec.containers[0].image = image;
  });
}

const revision = (object: {
  metadata: { annotations?: Record<string, string> };
}) =>
  Number(object.metadata.annotations?.['deployment.kubernetes.io/revision']);

function sets(test: TestWorld) {
  const owner = test.deployment('team-a-prod', 'products').metadata.uid;
  return test
    .objects('replicasets', 'team-a-prod')
    .filter(rs => rs.metadata.ownerReferences?.[0].uid === owner)
    .sort((a, b) => revision(a) - revision(b));
}

describe('the cluster', () => {
  it('should roll a Deployment out and back within its surge and availability', async () => {
    const test = new TestWorld();
    const [first] = sets(test);
    setImage(test, `${IMAGE}:3.10.2`);
    let most = 0;
    let fewestReady = 3;
    for (let second = 0; second < 90; second++) {
      await test.run(1 / 60);
      const pods = test
        .pods('team-a-prod', 'products')
        .filter(pod => !pod.metadata.deletionTimestamp);
      most = Math.max(most, pods.length);
      fewestReady = Math.min(
        fewestReady,
        test.deployment('team-a-prod', 'products').status.readyReplicas ?? 0,
      );
    }
    expect(most).toBe(4);
    expect(fewestReady).toBe(2);
    expect(sets(test).map(rs => [revision(rs), rs.spec.replicas])).toEqual([
      [1, 0],
      [2, 3],
    ]);
    const [, second] = sets(test);
    expect(second.metadata.labels?.['pod-template-hash']).toBe(
      second.metadata.name.replace('products-', ''),
    );
    expect(test.deployment('team-a-prod', 'products')).toMatchObject({
      metadata: { annotations: { 'deployment.kubernetes.io/revision': '2' } },
      status: {
        updatedReplicas: 3,
        readyReplicas: 3,
        conditions: [
          { type: 'Available' },
          { reason: 'NewReplicaSetAvailable' },
        ],
      },
    });
    const pods = test.pods('team-a-prod', 'products');
    expect(pods.map(pod => pod.spec.containers[0].image)).toEqual(
      Array(3).fill(`${IMAGE}:3.10.2`),
    );
    expect(test.events(/^products/).map(event => event.reason)).toEqual(
      expect.arrayContaining([
        'ScalingReplicaSet',
        'SuccessfulCreate',
        'SuccessfulDelete',
        'Scheduled',
        'Pulling',
        'Pulled',
        'Created',
        'Started',
        'Killing',
      ]),
    );

    setImage(test, `${IMAGE}:3.10.1`);
    await test.run(2);
    // The same template brings its ReplicaSet back, under a new revision.
    expect(
      sets(test).map(rs => [rs.metadata.name, revision(rs), rs.spec.replicas]),
    ).toEqual([
      [second.metadata.name, 2, 0],
      [first.metadata.name, 3, 3],
    ]);
  });

  it('should replace deleted pods, follow scale and selectors, and restart after a change of a ConfigMap heals', async () => {
    const test = new TestWorld();
    const [victim] = test.pods('team-a-prod', 'frontend');
    test.store.delete(resourceTypes.pods, 'team-a-prod', victim.metadata.name);
    await test.run(1);
    expect(
      test.pods('team-a-prod', 'frontend').map(pod => pod.metadata.name),
    ).not.toContain(victim.metadata.name);
    expect(
      test.deployment('team-a-prod', 'frontend').status.readyReplicas,
    ).toBe(2);

    test.edit('deployments', 'team-a-prod', 'search', draft => {
      draft.spec.replicas = 4;
    });
    await test.run(1);
    const slice = () =>
      test
        .objects('endpointslices', 'team-a-prod')
        .find(
          s => s.metadata.labels?.['kubernetes.io/service-name'] === 'search',
        )!;
    expect((slice().endpoints as unknown[]).length).toBe(4);
    test.edit('services', 'team-a-prod', 'search', draft => {
      draft.spec.selector = { 'app.kubernetes.io/name': 'nothing' };
    });
    await test.run(0.1);
    expect(slice()).toMatchObject({ endpoints: null, ports: null });

    // A ConfigMap alone restarts nothing; a crash loop reads the new value at its next start.
    const setTtl = (value: string) =>
      test.edit('configmaps', 'team-a-prod', 'cart-config', draft => {
        (draft.data as Record<string, string>).CART_TTL_SECONDS = value;
      });
    setTtl('soon');
    await test.run(1);
    expect(test.deployment('team-a-prod', 'cart').status.readyReplicas).toBe(2);
    for (const pod of test.pods('team-a-prod', 'cart')) {
      test.store.delete(resourceTypes.pods, 'team-a-prod', pod.metadata.name);
    }
    await test.run(3);
    const [looping] = test.pods('team-a-prod', 'cart');
    expect(looping.status.containerStatuses[0]).toMatchObject({
      state: {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: expect.stringMatching(
            /^back-off \d+m?\d*s restarting failed container=app pod=cart-/,
          ),
        },
      },
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    });
    const target = {
      namespace: 'team-a-prod',
      pod: looping.metadata.name,
      container: 'app',
    };
    const previous = test.world.containerLogs.read({
      ...target,
      previous: true,
      tailLines: 2,
    });
    expect(previous.map(line => line.text).join('\n')).toMatch(
      /CART_TTL_SECONDS.*\n.*exiting with status 1/,
    );
    setTtl('900');
    await test.run(6);
    expect(test.deployment('team-a-prod', 'cart').status.readyReplicas).toBe(2);
  });

  it('should scale by CPU, never below a manifest without replicas', async () => {
    const test = new TestWorld();
    await test.world.inject('traffic-doubling');
    await test.run(8);
    const replicas = test.deployment('team-a-prod', 'frontend').spec.replicas;
    expect(replicas).toBeGreaterThan(2);
    test.edit('deployments', 'team-a-prod', 'frontend', draft => {
      delete draft.spec.replicas;
    });
    await test.run(0.1);
    expect(test.deployment('team-a-prod', 'frontend').spec.replicas).toBe(
      replicas,
    );
    const [hpa] = test
      .objects('horizontalpodautoscalers', 'team-a-prod')
      .filter(h => h.metadata.name === 'frontend');
    expect(hpa.status).toMatchObject({
      currentReplicas: replicas,
      conditions: [
        { type: 'AbleToScale', status: 'True' },
        { type: 'ScalingActive', status: 'True' },
        {},
      ],
    });
    expect(test.events(/^frontend$/)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ reason: 'SuccessfulRescale' }),
      ]),
    );
  });
});
