import { createHash } from 'node:crypto';
import { resourceTypes } from '../kubernetes';
import {
  desiredManifests,
  manifestPath,
  namespaces,
  services,
} from './definition';
import { MINUTE, TestWorld } from './testing/TestWorld';

jest.setTimeout(120_000);

/** Everything that a world emitted and holds, as one number. */
function fingerprint(test: TestWorld): string {
  const hash = createHash('sha256');
  for (const [labels, points] of test.series) {
    hash.update(JSON.stringify([labels, points]));
  }
  hash.update(JSON.stringify(test.lines));
  for (const resource of [
    'pods',
    'events',
    'deployments',
    'endpointslices',
    'nodes',
  ] as const) {
    hash.update(JSON.stringify(test.objects(resource)));
  }
  return hash.digest('hex');
}

describe('createWorld', () => {
  it('should be the same world for the same seed, however it is driven', async () => {
    const [a, b, other] = [
      new TestWorld(7),
      new TestWorld(7),
      new TestWorld(8),
    ];
    for (const test of [a, b, other]) {
      await test.run(2);
      await test.world.inject('crash-config-cart');
    }
    await a.run(4);
    for (let i = 0; i < 16; i++) {
      await b.run(0.25);
    }
    await other.run(4);
    expect(fingerprint(b)).toBe(fingerprint(a));
    expect(fingerprint(other)).not.toBe(fingerprint(a));
  });

  it('should start as a healthy, settled company', async () => {
    const test = new TestWorld();
    await test.run(30);
    for (const deployment of test.objects('deployments')) {
      expect(deployment.status).toMatchObject({
        readyReplicas: deployment.spec.replicas,
        conditions: [
          { type: 'Available', status: 'True' },
          { type: 'Progressing', reason: 'NewReplicaSetAvailable' },
        ],
      });
    }
    expect(test.objects('deployments')).toHaveLength(services.length);
    expect(
      test
        .objects('namespaces')
        .map(n => n.metadata.name)
        .sort(),
    ).toEqual(namespaces.map(n => n.name).sort());
    expect(
      test.store.get(resourceTypes.namespaces, undefined, 'team-a-b-prod')!
        .metadata.labels,
    ).toMatchObject({
      'aiops.backstage/team': 'team-a-b',
    });
    // Old pods, no restarts, and nothing in sight of how they were started.
    const pods = test.objects('pods');
    expect(
      pods.every(pod => pod.status.containerStatuses[0].restartCount === 0),
    ).toBe(true);
    expect(Date.parse(pods[0].metadata.creationTimestamp)).toBeLessThan(
      test.start - 60 * MINUTE,
    );
    expect(
      test.events(/./).filter(event => event.reason === 'Scheduled'),
    ).toEqual([]);
    for (const service of ['frontend', 'checkout', 'search', 'products']) {
      expect(
        test.errorShare('team-a-prod', service, test.start, test.clock.now()),
      ).toBeLessThan(0.01);
    }
    // There is always some noise, and never much of it.
    const perTick = test.lines.length / (30 * 4);
    expect(perTick).toBeGreaterThan(20);
    expect(perTick).toBeLessThan(60);
    expect(test.lines.some(line => line.fields.level === 'error')).toBe(true);
    expect(
      test.lines.filter(line => line.fields.level === 'error').length,
    ).toBeLessThan(test.lines.length * 0.08);
  });

  it('should emit the vocabulary of a real cluster', async () => {
    const test = new TestWorld();
    await test.run(3);
    const names = new Set(
      [...test.series.keys()].map(labels => labels.__name__),
    );
    for (const name of [
      'container_cpu_usage_seconds_total',
      'container_cpu_cfs_throttled_periods_total',
      'container_memory_working_set_bytes',
      'kube_pod_container_status_restarts_total',
      'kube_pod_status_phase',
      'kube_pod_container_resource_limits',
      'kube_deployment_spec_replicas',
      'kube_deployment_status_replicas_available',
      'kube_node_status_condition',
      'kube_horizontalpodautoscaler_status_current_replicas',
      'node_cpu_seconds_total',
      'node_memory_MemAvailable_bytes',
      'node_filesystem_avail_bytes',
      'http_server_request_duration_seconds_bucket',
      'http_client_request_duration_seconds_count',
    ]) {
      expect(names).toContain(name);
    }
    const buckets = [...test.series].filter(
      ([labels]) =>
        labels.__name__ === 'http_server_request_duration_seconds_bucket' &&
        labels.service_name === 'checkout' &&
        labels.namespace === 'team-a-prod' &&
        labels.http_response_status_code === '201',
    );
    const pod = buckets[0][0].pod;
    const last = buckets
      .filter(([labels]) => labels.pod === pod)
      .map(([labels, points]) => [labels.le, points.at(-1)![1]]);
    expect(last.map(([le]) => le)).toEqual([
      '0.005',
      '0.01',
      '0.025',
      '0.05',
      '0.075',
      '0.1',
      '0.25',
      '0.5',
      '0.75',
      '1',
      '2.5',
      '5',
      '7.5',
      '10',
      '+Inf',
    ]);
    expect(last.map(([, value]) => value)).toEqual(
      [...last.map(([, value]) => value)].sort((a, b) => Number(a) - Number(b)),
    );
    // Namespaced metrics carry their namespace, machines have none.
    for (const labels of test.series.keys()) {
      expect('namespace' in labels).toBe(
        !/^(node_|kube_node_|up$)/.test(labels.__name__),
      );
    }
    expect(test.lines[0].fields).toMatchObject({
      _msg: expect.any(String),
      level: expect.stringMatching(/^(debug|info|warn|error)$/),
      stream: expect.stringMatching(/^std(out|err)$/),
      'kubernetes.pod_namespace': expect.any(String),
      'kubernetes.pod_name': expect.any(String),
      'kubernetes.container_name': 'app',
      'kubernetes.pod_node_name': expect.stringMatching(/^sandbox-node-\d$/),
    });
  });

  it('should measure and log calls by gRPC in its own terms', async () => {
    const test = new TestWorld();
    await test.run(5);
    await test.world.inject('missing-configmap-ledger');
    await test.run(5);
    const labelsOf = (metric: string, service: string) =>
      [...test.series.keys()].filter(
        labels =>
          labels.__name__ === metric &&
          labels.service_name === service &&
          labels.namespace === 'team-b-prod',
      );
    const called = {
      namespace: 'team-b-prod',
      pod: expect.stringMatching(/^(ledger|payments)-/),
      rpc_system_name: 'grpc',
      rpc_method: 'ledger.v1.Ledger/AppendEntry',
    };
    const server = labelsOf('rpc_server_call_duration_seconds_count', 'ledger');
    expect(server[0]).toEqual({
      ...called,
      __name__: 'rpc_server_call_duration_seconds_count',
      service_name: 'ledger',
      rpc_response_status_code: 'OK',
    });
    const client = labelsOf(
      'rpc_client_call_duration_seconds_bucket',
      'payments',
    );
    expect(
      client.find(
        ({ rpc_response_status_code: code, le }) =>
          code === 'UNAVAILABLE' && le === '+Inf',
      ),
    ).toEqual({
      ...called,
      __name__: 'rpc_client_call_duration_seconds_bucket',
      service_name: 'payments',
      server_address: 'ledger',
      rpc_response_status_code: 'UNAVAILABLE',
      error_type: 'UNAVAILABLE',
      le: '+Inf',
    });
    // Instead of the HTTP ones, not beside them: what is left is another route.
    const routes = labelsOf(
      'http_server_request_duration_seconds_count',
      'ledger',
    ).map(labels => labels.http_route);
    expect(new Set(routes)).toEqual(new Set(['/api/balance']));
    expect(
      labelsOf('http_client_request_duration_seconds_count', 'payments'),
    ).toEqual([]);
    expect(test.lines.map(({ fields }) => fields._msg)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^grpc ledger\.v1\.Ledger\/AppendEntry OK [\d.]+ms$/,
        ),
      ]),
    );
  });

  it('should describe its manifests with their files', () => {
    const manifests = desiredManifests();
    expect(new Set(manifests.map(({ path }) => path)).size).toBe(
      manifests.length,
    );
    expect(manifests.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'clusters/sandbox/team-a-prod/checkout/deployment.yaml',
        'clusters/sandbox/team-a-prod/checkout/hpa.yaml',
        'clusters/sandbox/team-b-prod/orders-db/configmap.yaml',
        'clusters/sandbox/ingress/ingress-gateway/service.yaml',
      ]),
    );
    for (const { path, object } of manifests) {
      expect(manifestPath(object)).toBe(path);
    }
  });

  it('should keep its memory and its series flat over the hours', async () => {
    const test = new TestWorld();
    await test.run(60);
    const seen = () => ({
      series: [...test.series.values()].filter(
        points => points.at(-1)![0] > test.clock.now() - MINUTE,
      ).length,
      events: test.objects('events').length,
      pods: test.objects('pods').length,
    });
    const before = seen();
    test.series.clear();
    test.lines.length = 0;
    await test.run(3 * 60);
    const after = seen();
    expect(after.series).toBeLessThan(before.series * 1.3);
    expect(after.events).toBeLessThan(before.events + 40);
    expect(after.pods).toBeLessThan(before.pods + 8);
    for (const deployment of test.objects('deployments')) {
      expect(deployment.status.readyReplicas).toBe(deployment.spec.replicas);
    }
  });
});
