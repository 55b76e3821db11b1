import type { KubeObject } from '../../types';
import { MINUTE, type TestWorld } from './TestWorld';

/** What must be seen of a fault twelve minutes after it began. */
export type FaultExpectation = {
  /** Where people feel it: at least this share of errors, at least so many times slower. */
  felt: {
    namespace: string;
    service: string;
    errors?: number;
    slower?: number;
  };
  /** Reasons of Events, with the objects that they are about. */
  events: Array<[object: RegExp, reason: string, message: RegExp]>;
  /** A line that nobody wrote before. */
  logs?: [service: string, text: RegExp];
  /** Statements about objects and metrics that must hold. */
  facts(test: TestWorld, fromMs: number, toMs: number): Record<string, boolean>;
};

/** What each fault that is no control looks like from outside. */
export const faultExpectations: Record<string, FaultExpectation> = {
  'bad-image-products': {
    felt: { namespace: 'team-a-prod', service: 'products' },
    events: [
      [
        /^products-/,
        'Failed',
        /Failed to pull image "registry.shop.example\/shop\/products:3.11.0": .*not found/,
      ],
      [/^products-/, 'BackOff', /Back-off pulling image/],
    ],
    facts: (test, from, to) => ({
      'two pods cannot pull':
        waiting(test, 'team-a-prod', 'products').join() ===
        'ImagePullBackOff,ImagePullBackOff',
      'two old pods serve':
        test.deployment('team-a-prod', 'products').status.readyReplicas === 2,
      'the rollout is given up':
        progress(test, 'team-a-prod', 'products') ===
        'ProgressDeadlineExceeded',
      'the metric says so':
        test.highest(
          'kube_pod_container_status_waiting_reason',
          { namespace: 'team-a-prod', reason: 'ImagePullBackOff' },
          from,
          to,
        ) === 1,
    }),
  },
  'crash-config-cart': {
    felt: { namespace: 'team-a-prod', service: 'checkout', errors: 0.9 },
    events: [
      [
        /^cart-/,
        'BackOff',
        /Back-off restarting failed container app in pod cart-/,
      ],
    ],
    logs: ['cart', /invalid configuration: CART_TTL_SECONDS: parsing "30m"/],
    facts: (test, from, to) => ({
      'all pods loop':
        waiting(test, 'team-a-prod', 'cart').join() ===
        'CrashLoopBackOff,CrashLoopBackOff',
      'they exit with 1': lastEnds(test, 'team-a-prod', 'cart').every(
        end => end?.exitCode === 1 && end.reason === 'Error',
      ),
      'the restarts are counted':
        test.highest(
          'kube_pod_container_status_restarts_total',
          { namespace: 'team-a-prod', pod: /^cart-/ },
          from,
          to,
        ) > 4,
    }),
  },
  'oom-checkout': {
    felt: { namespace: 'team-a-prod', service: 'frontend', errors: 0.01 },
    events: [
      [/^sandbox-node/, 'OOMKilling', /Killed process \d+ \(checkout\)/],
      [/^checkout$/, 'ScalingReplicaSet', /Scaled up replica set checkout-/],
    ],
    logs: ['checkout', /old generation still at \d+% after full collection/],
    facts: (test, from, to) => {
      const pods = { namespace: 'team-a-prod', pod: /^checkout-/ };
      const memory = (a: number, b: number) =>
        test.highest('container_memory_working_set_bytes', pods, a, b) /
        (448 * 1024 * 1024);
      return {
        'both pods were killed': lastEnds(
          test,
          'team-a-prod',
          'checkout',
        ).every(end => end?.exitCode === 137 && end.reason === 'OOMKilled'),
        'memory was normal': memory(0, from) < 0.7,
        'memory reached its limit': memory(from, to) > 0.97,
        'the metric says so':
          test.highest(
            'kube_pod_container_status_last_terminated_reason',
            { ...pods, reason: 'OOMKilled' },
            from,
            to,
          ) === 1,
      };
    },
  },
  'readiness-search': {
    felt: { namespace: 'team-a-prod', service: 'frontend', errors: 0.1 },
    events: [
      [
        /^search-/,
        'Unhealthy',
        /Readiness probe failed: HTTP probe failed with statuscode: 404/,
      ],
    ],
    logs: ['frontend', /request to search failed: Error: connect ECONNREFUSED/],
    facts: test => {
      const statuses = test
        .pods('team-a-prod', 'search')
        .map(pod => pod.status.containerStatuses[0]);
      return {
        'both pods run':
          statuses.length === 2 &&
          statuses.every(status => status.state.running),
        'none is ready': statuses.every(status => !status.ready),
        'none restarts': statuses.every(status => status.restartCount === 0),
        'the count is absent, not 0':
          test.deployment('team-a-prod', 'search').status.readyReplicas ===
          undefined,
      };
    },
  },
  'cpu-payments': {
    felt: {
      namespace: 'team-b-prod',
      service: 'payments',
      slower: 10,
      errors: 0.1,
    },
    events: [[/^payments$/, 'ScalingReplicaSet', /Scaled up replica set/]],
    logs: [
      'checkout',
      /call to payments failed: java.net.http.HttpTimeoutException/,
    ],
    facts: (test, from, to) => {
      const pods = { namespace: 'team-b-prod', pod: /^payments-/ };
      const throttled = (a: number, b: number) =>
        test.increase('container_cpu_cfs_throttled_periods_total', pods, a, b) /
        test.increase('container_cpu_cfs_periods_total', pods, a, b);
      return {
        'pods are ready': test
          .pods('team-b-prod', 'payments')
          .every(pod => pod.status.containerStatuses[0].ready),
        'it was not throttled': throttled(0, from) < 0.1,
        'it is throttled': throttled(from + 3 * MINUTE, to) > 0.8,
        'its dependency is fast':
          test.meanMs('team-b-prod', 'ledger', from, to) < 30,
      };
    },
  },
  'slow-cart-redis': {
    felt: { namespace: 'team-a-prod', service: 'checkout', slower: 4 },
    events: [],
    logs: ['cart-redis', /fsync of the append-only file took \d+ ms/],
    facts: (test, from, to) => {
      const edge = { service_name: 'cart', server_address: 'cart-redis' };
      const seconds = (a: number, b: number) =>
        test.increase('http_client_request_duration_seconds_sum', edge, a, b) /
        test.increase('http_client_request_duration_seconds_count', edge, a, b);
      return {
        'nothing was rolled out': test
          .events(/^cart|^checkout/)
          .every(event => event.reason !== 'ScalingReplicaSet'),
        'the call was fast': seconds(0, from) < 0.01,
        'the call is slow': seconds(from, to) > 0.3,
        'the other dependency is fast':
          test.meanMs('team-b-prod', 'payments', from, to) < 150,
      };
    },
  },
  'errors-orders': {
    felt: { namespace: 'team-b-prod', service: 'orders', errors: 0.25 },
    events: [
      [/^orders$/, 'ScalingReplicaSet', /Scaled up replica set orders-/],
    ],
    logs: [
      'orders',
      /TypeError: Cannot read properties of undefined \(reading 'amount'\)\n {4}at DiscountMapper/,
    ],
    facts: (test, from, to) => ({
      'the rollout finished':
        progress(test, 'team-b-prod', 'orders') === 'NewReplicaSetAvailable',
      'its caller fails':
        test.errorShare('team-a-prod', 'checkout', from + 2 * MINUTE, to) >
        0.25,
      'its database does not':
        test.errorShare('team-b-prod', 'orders-db', from, to) < 0.01,
    }),
  },
  'missing-configmap-ledger': {
    felt: { namespace: 'team-b-prod', service: 'payments', errors: 0.9 },
    events: [
      [/^ledger-/, 'Failed', /Error: configmap "ledger-settings" not found/],
    ],
    logs: [
      'payments',
      /call to ledger failed: io.grpc.StatusRuntimeException: UNAVAILABLE: .*\nCaused by: java.net.ConnectException: Connection refused/,
    ],
    facts: test => ({
      'no container is created':
        waiting(test, 'team-b-prod', 'ledger').join() ===
        'CreateContainerConfigError,CreateContainerConfigError',
      'pods are pending': test
        .pods('team-b-prod', 'ledger')
        .every(pod => pod.status.phase === 'Pending' && pod.spec.nodeName),
    }),
  },
  'unschedulable-insights': {
    felt: { namespace: 'team-a-b-prod', service: 'insights' },
    events: [
      [
        /^insights-/,
        'FailedScheduling',
        /^0\/3 nodes are available: 3 Insufficient cpu\./,
      ],
    ],
    facts: test => {
      const pending = test
        .pods('team-a-b-prod', 'insights')
        .filter(pod => pod.status.phase === 'Pending');
      return {
        'two pods are pending': pending.length === 2,
        'they have no node': pending.every(
          pod => !pod.spec.nodeName && !pod.status.podIP,
        ),
        'their only condition says why': pending.every(
          pod => conditions(pod) === 'PodScheduled=False/Unschedulable',
        ),
      };
    },
  },
  'wrong-selector-frontend': {
    felt: { namespace: 'ingress', service: 'ingress-gateway', errors: 0.95 },
    events: [],
    logs: [
      'ingress-gateway',
      /no healthy upstream for cluster outbound\|80\|\|frontend.team-a-prod.svc/,
    ],
    facts: (test, from, to) => ({
      'pods are ready':
        test.deployment('team-a-prod', 'frontend').status.readyReplicas === 2,
      'the Service has no endpoints': test
        .objects('endpointslices', 'team-a-prod')
        .some(
          slice =>
            slice.metadata.labels?.['kubernetes.io/service-name'] ===
              'frontend' && slice.endpoints === null,
        ),
      'nobody asks them':
        test.increase(
          'http_server_request_duration_seconds_count',
          { service_name: 'frontend', namespace: 'team-a-prod' },
          from + MINUTE,
          to,
        ) === 0,
    }),
  },
  'node-not-ready': {
    felt: { namespace: 'team-a-prod', service: 'checkout', errors: 0.3 },
    events: [
      [/^sandbox-node-2$/, 'NodeNotReady', /status is now: NodeNotReady/],
      [/^products-/, 'NodeNotReady', /Node is not ready/],
      [
        /^products-/,
        'TaintManagerEviction',
        /Marking for deletion Pod team-a-prod\/products-/,
      ],
    ],
    facts: (test, from, to) => {
      const node = test
        .objects('nodes')
        .find(({ metadata }) => metadata.name === 'sandbox-node-2')!;
      const stuck = test
        .objects('pods', 'team-a-prod')
        .filter(pod => pod.spec.nodeName === 'sandbox-node-2');
      return {
        'its conditions are unknown': node.status.conditions.every(
          (c: { status: string }) => c.status === 'Unknown',
        ),
        'it is tainted': node.spec.taints.length === 2,
        'several pods of the team hang':
          stuck.length > 2 &&
          stuck.every(pod => pod.metadata.deletionTimestamp !== undefined),
        'the metric says so':
          test.highest(
            'kube_node_status_condition',
            { node: 'sandbox-node-2', condition: 'Ready', status: 'unknown' },
            from,
            to,
          ) === 1,
        'it is not scraped':
          test.increase(
            'node_cpu_seconds_total',
            { node: 'sandbox-node-2' },
            from + MINUTE,
            to,
          ) === 0,
        'its logs are not collected': test.lines.every(
          ({ timeMs, fields }) =>
            timeMs < from + MINUTE ||
            fields['kubernetes.pod_node_name'] !== 'sandbox-node-2',
        ),
      };
    },
  },
  'scaled-to-zero-search': {
    felt: { namespace: 'team-a-prod', service: 'frontend', errors: 0.1 },
    events: [
      [
        /^search$/,
        'ScalingReplicaSet',
        /Scaled down replica set search-\w+ from 2 to 0/,
      ],
    ],
    logs: ['frontend', /request to search failed/],
    facts: (test, from, to) => ({
      'there are no pods': test.pods('team-a-prod', 'search').length === 0,
      'none are wanted':
        test.highest(
          'kube_deployment_spec_replicas',
          { namespace: 'team-a-prod', deployment: 'search' },
          from + MINUTE,
          to,
        ) === 0,
    }),
  },
};

function waiting(
  test: TestWorld,
  namespace: string,
  service: string,
): string[] {
  return test
    .pods(namespace, service)
    .map(pod => pod.status.containerStatuses?.[0]?.state.waiting?.reason)
    .filter(Boolean);
}

function lastEnds(
  test: TestWorld,
  namespace: string,
  service: string,
): Array<{ exitCode: number; reason: string } | undefined> {
  return test
    .pods(namespace, service)
    .map(pod => pod.status.containerStatuses[0].lastState.terminated);
}

function progress(test: TestWorld, namespace: string, name: string): string {
  return test.deployment(namespace, name).status.conditions[1].reason;
}

function conditions(pod: KubeObject): string {
  return pod.status.conditions
    .map(
      (c: { type: string; status: string; reason?: string }) =>
        `${c.type}=${c.status}/${c.reason}`,
    )
    .join();
}
