import { ConfigReader } from '@backstage/config';
import { DefaultObservabilityService } from '@internal/plugin-observability-node';
import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import { expect, Suite } from '../support/Suite';
import { World } from '../world/World';
import { expectNoLeak } from './hostile';

const FOREIGN = 'team-a-prod';
const LIMIT = 2_000;
const WINDOW_MS = 30 * 60_000;

/** LogsQL by which a query would look past the namespaces that it was given. */
export const LOGSQL = [
  '*',
  `* or kubernetes.pod_namespace:=${FOREIGN}`,
  `x) or (kubernetes.pod_namespace:=${FOREIGN}`,
  `{kubernetes.pod_namespace="${FOREIGN}"}`,
  `{kubernetes.pod_namespace=~".*"} or *`,
  `* | union (kubernetes.pod_namespace:=${FOREIGN})`,
  `* | join by (_time) (kubernetes.pod_namespace:=${FOREIGN})`,
  `options(ignore_global_time_filter=true) *`,
  `options(extra_filters="") kubernetes.pod_namespace:=${FOREIGN}`,
  `OPTIONS ( ignore_global_time_filter = true ) * or kubernetes.pod_namespace:=${FOREIGN}`,
  `_time:1d kubernetes.pod_namespace:=${FOREIGN}`,
  `kubernetes.pod_namespace:in(kubernetes.pod_namespace:=${FOREIGN} | fields kubernetes.pod_namespace)`,
  `trace_id:in(kubernetes.pod_namespace:=${FOREIGN} | fields trace_id) or *`,
  `* # comment\n or kubernetes.pod_namespace:=${FOREIGN}`,
  `* -- or kubernetes.pod_namespace:=${FOREIGN}`,
  `!kubernetes.pod_namespace:=team-b-prod`,
  `NOT kubernetes.pod_namespace:=team-b-prod`,
  `* | extract "<kubernetes.pod_namespace>" from _msg`,
  `* | stream_context before 1000`,
  `_stream_id:in(kubernetes.pod_namespace:=${FOREIGN} | fields _stream_id)`,
  `kubernetes.pod_namespace:=te\u0430m-a-prod or *`,
  `"kubernetes.pod_namespace":="\u0074eam-a-prod"`,
  `*\u0000 or kubernetes.pod_namespace:=${FOREIGN}`,
  `*&extra_filters=`,
  `*&start=0&end=9999999999`,
  `AccountID:1 *`,
];

/** The same in MetricsQL. */
export const METRICSQL = [
  'kube_pod_status_phase',
  `kube_pod_status_phase{namespace="${FOREIGN}"}`,
  `kube_pod_status_phase{namespace=~".*"}`,
  `kube_pod_status_phase{namespace="team-b-prod" or namespace="${FOREIGN}"}`,
  `kube_pod_status_phase{namespace!="team-b-prod"}`,
  `{__name__=~".+",namespace="${FOREIGN}"}`,
  `kube_pod_status_phase or kube_pod_status_phase{namespace="${FOREIGN}"}`,
  `max_over_time(kube_pod_status_phase{namespace="${FOREIGN}"}[30m:1m])`,
  `(kube_pod_status_phase{namespace="${FOREIGN}"}[5m:1m] offset 1m)`,
  `union(kube_pod_status_phase, kube_pod_status_phase{namespace="${FOREIGN}"})`,
  `WITH (ns = "${FOREIGN}", f = {namespace=ns}) kube_pod_status_phase{f}`,
  `label_set(kube_pod_status_phase{namespace="${FOREIGN}"}, "namespace", "team-b-prod")`,
  `label_replace(kube_pod_status_phase{namespace="${FOREIGN}"}, "namespace", "team-b-prod", "", "")`,
  `kube_pod_status_phase{namespace="${FOREIGN}"} # comment`,
  `kube_pod_status_phase # }\n{namespace="${FOREIGN}"}`,
  `kube_pod_status_phase{"namespace"="${FOREIGN}"}`,
  `kube_pod_status_phase{namespace="\\u0074eam-a-prod"}`,
  `kube_pod_status_phase{namespace='${FOREIGN}'}`,
  `count_values("namespace", kube_pod_status_phase{namespace="${FOREIGN}"})`,
  `kube_pod_status_phase&extra_filters[]=`,
  `kube_pod_status_phase{namespace="${FOREIGN}"} keep_metric_names`,
  `sum(kube_pod_status_phase) by (namespace, pod)`,
];

/** Text that looks like a query, where the portal's own routes take text. */
const FIELDS = [
  ...LOGSQL.slice(1, 9),
  ...METRICSQL.slice(1, 5),
  '../../team-a-prod',
  'team-a-prod%00',
  "team-b-prod' or '1'='1",
];

/** Query text of a tenant must not reach past the tenant, at the stores and by the routes. */
export async function testInjection(suite: Suite, world: World): Promise<void> {
  const { logs, metrics } = world.admin.state;
  const observability = DefaultObservabilityService.fromConfig(
    new ConfigReader({
      observability: {
        clusters: {
          sandbox: {
            logs: { type: 'victorialogs', url: logs.url },
            metrics: { type: 'victoriametrics', url: metrics.url },
          },
        },
      },
    }),
  );
  const namespaces = ['team-b-prod'];
  const scope = mockTenantScope({ cluster: 'sandbox', namespaces });
  const to = new Date();
  const window = { from: new Date(to.getTime() - WINDOW_MS), to };
  const isForeign = (namespace: string | undefined) =>
    namespace !== undefined && !namespaces.includes(namespace);

  suite.begin(`LogsQL (${LOGSQL.length})`);
  const found = { lines: 0, samples: 0 };
  for (const query of LOGSQL) {
    await suite.test(JSON.stringify(query), async () => {
      const answer = await observability
        .logs('sandbox')!
        .query({ scope, query, window, limit: LIMIT })
        // A query that is refused gives nothing away, but its message could.
        .catch(error => {
          expectNoLeak(world, String(error.message));
          return { records: [] };
        });
      found.lines += answer.records.length;
      const foreign = answer.records.find(({ namespace }) =>
        isForeign(namespace),
      );
      expect(!foreign, `a line of ${foreign?.namespace} came back`);
      expectNoLeak(world, JSON.stringify(answer.records));
    });
  }
  await suite.test(
    'own lines come back, so that the others show something',
    () => expect(found.lines > 0, 'no query found anything'),
  );

  suite.begin(`MetricsQL (${METRICSQL.length})`);
  for (const query of METRICSQL) {
    await suite.test(JSON.stringify(query), async () => {
      const answer = await observability
        .metrics('sandbox')!
        .query({ scope, query, at: to })
        .catch(error => {
          expectNoLeak(world, String(error.message));
          return { samples: [] };
        });
      found.samples += answer.samples.length;
      const foreign = answer.samples.find(({ labels }) =>
        isForeign(labels.namespace),
      );
      expect(!foreign, `a series of ${foreign?.labels.namespace} came back`);
      expectNoLeak(world, JSON.stringify(answer.samples));
    });
  }
  await suite.test('own series come back', () =>
    expect(found.samples > 0, 'no query found anything'),
  );

  suite.begin('Query text in our own routes');
  const bob = world.as('bob');
  for (const text of FIELDS) {
    const encoded = encodeURIComponent(text);
    for (const [method, path, body] of [
      ['POST', '/api/rca/investigations', { entityRef: text }],
      [
        'POST',
        '/api/rca/investigations',
        { entityRef: 'component:default/payments', namespace: text },
      ],
      [
        'POST',
        '/api/rca/investigations',
        { entityRef: 'component:default/payments', timeRange: { last: text } },
      ],
      ['GET', `/api/rca/investigations?namespace=${encoded}`, undefined],
      ['GET', `/api/rca/investigations?cursor=${encoded}`, undefined],
      ['GET', `/api/tenancy/access?q=${encoded}`, undefined],
      [
        'GET',
        `/api/tenancy/explain?cluster=sandbox&namespace=${encoded}`,
        undefined,
      ],
      [
        'GET',
        `/api/kubernetes/clusters/sandbox/namespaces/${encoded}/events`,
        undefined,
      ],
      ['GET', `/api/search/query?term=${encoded}`, undefined],
      ['GET', `/api/catalog/entities?filter=${encoded}`, undefined],
      [
        'GET',
        `/api/catalog/entities/by-query?fullTextFilterTerm=${encoded}`,
        undefined,
      ],
    ] as const) {
      await suite.test(
        `${method} ${path.split('?')[0]} ${JSON.stringify(text)}`,
        async () => {
          const answer = await bob.send({ method, path, body });
          expect(answer.status < 500, `fails: ${answer.status}`);
          expectNoLeak(world, answer);
        },
      );
    }
  }
}
