import { ConfigReader } from '@backstage/config';
import { DefaultObservabilityService } from '@internal/plugin-observability-node';
import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import { expect, Suite } from '../../support/Suite';
import { OWN_WORD, SHARED } from '../../world/plantTelemetry';
import type { World } from '../../world/World';
import { expectNoLeak } from '../hostile';
import { METRICSQL } from '../injection';
import { Attacker, inParallel } from './Attacker';
import {
  foreignMetricsQl,
  foreignPromQl,
  probingMetricsQl,
  smuggledMetricsQl,
} from './metricsQlTexts';

const FOREIGN = 'team-a-prod';
const STEP_SECONDS = 60;

type Series = { labels: Record<string, string>; points: number[][] };

/** Expressions that ask for series of others, at the portal and at the store of the other kind. */
export async function testMetricQueries(
  suite: Suite,
  world: World,
): Promise<void> {
  const attackers = Attacker.both(world);
  const [bob] = attackers;
  const texts = [...METRICSQL, ...foreignMetricsQl, ...smuggledMetricsQl];
  const expectOwnSeries = (series: Series[], namespace: string) => {
    for (const { labels } of series) {
      // An expression can give the label any value, but not that of another namespace.
      expect(
        !labels.namespace?.startsWith('team-') ||
          [namespace, 'team-b-prod'].includes(labels.namespace),
        `a series of ${labels.namespace} came back`,
      );
    }
  };

  suite.begin(`MetricsQL at the route of metrics (${texts.length})`);
  let own = 0;
  await inParallel(texts, (query, i) =>
    suite.test(JSON.stringify(query), async () => {
      const attacker = attackers[i % 3 === 2 ? 1 : 0];
      const answer = await attacker.ask('metrics/query', {
        query,
        stepSeconds: STEP_SECONDS,
      });
      expectNoLeak(world, answer);
      // Whoever gives a series the name of another namespace gets none, and 503: the
      // portal cannot tell it from a store that was not asked as it should have been.
      const isRenamed =
        answer.json?.error?.reason === 'store-unavailable' &&
        /outside the caller's/.test(answer.text) &&
        /label_(?:set|copy|move|replace)/.test(query);
      expect(
        answer.status < 500 || isRenamed,
        `fails: ${answer.status} ${answer.text.slice(0, 300)}`,
      );
      expectOwnSeries(answer.json?.series ?? [], attacker.namespace);
      if (answer.text.includes(OWN_WORD)) own++;
    }),
  );
  await suite.test('own series come back, so that this shows something', () =>
    expect(own > texts.length / 10, `only ${own} texts found any`),
  );

  suite.begin('Comparisons with series of others');
  const missing = probingMetricsQl('no-such-ns');
  for (const [i, query] of probingMetricsQl(FOREIGN).entries()) {
    await suite.test(query, async () => {
      const [found, none] = await Promise.all(
        [query, missing[i]].map(text =>
          bob.ask('metrics/query', { query: text, stepSeconds: STEP_SECONDS }),
        ),
      );
      const shapeOf = ({ status, json }: typeof found) =>
        JSON.stringify([
          status,
          json?.series?.map((series: Series) => [
            Object.keys(series.labels),
            series.points.map(([, value]) => value).slice(0, 3),
          ]),
        ]);
      expectNoLeak(world, found);
      expect(
        shapeOf(found) === shapeOf(none),
        `${shapeOf(found)} instead of ${shapeOf(none)}`,
      );
    });
  }

  suite.begin('Names and panels of metrics');
  for (const label of [
    undefined,
    'namespace',
    'secret',
    'pod',
    'service_name',
    'probe',
    '__name__',
  ]) {
    await suite.test(`values of ${label}`, async () => {
      for (const attacker of attackers) {
        const answer = await attacker.ask('metrics/names', { label });
        attacker.expectOwn(answer);
        expect(answer.json.names.length > 0, 'there are none');
      }
    });
  }
  for (const label of [
    '',
    'a-b',
    '../series',
    'namespace/values?x=',
    'x\u0000',
    'te\u0430m',
    ['namespace'],
    '__name__}',
  ]) {
    await suite.test(`no values of ${JSON.stringify(label)}`, async () => {
      const answer = await bob.ask('metrics/names', { label });
      expect(answer.status === 400, `answers ${answer.status}`);
    });
  }
  for (const [panel, expected] of [
    ['latency', 200],
    ['request-rate', 200],
    ['latency"} or up{a="', 404],
    ['../query', 404],
    [`x{namespace="${FOREIGN}"}`, 404],
    ['__proto__', 404],
    ['constructor', 404],
    ['toString', 404],
  ] as const) {
    await suite.test(`panel ${panel}`, async () => {
      const answer = await bob.ask('metrics/panel', { panel });
      bob.expectOwn(answer, panel);
      expect(answer.status === expected, `answers ${answer.status}`);
    });
  }

  const observability = DefaultObservabilityService.fromConfig(
    new ConfigReader({
      observability: {
        clusters: {
          sandbox: {
            metrics: { type: 'prometheus', url: world.admin.state.metrics.url },
          },
        },
      },
    }),
  );
  // The store is told nothing beside the text: only what was written into the expression confines it.
  suite.begin(`PromQL at a store without filters (${foreignPromQl.length})`);
  const scope = mockTenantScope({
    cluster: 'sandbox',
    namespaces: [bob.namespace],
  });
  let found = 0;
  await inParallel([...foreignPromQl, ...smuggledMetricsQl], query =>
    suite.test(JSON.stringify(query), async () => {
      const { samples } = await observability
        .metrics('sandbox')
        .query({ scope, query, at: new Date() })
        .catch(error => {
          expectNoLeak(world, String(error.message));
          // Refused by the grammar or by the store, and not because foreign series came back.
          expect(
            !/outside the caller's/.test(error.message),
            'the store answered with series of others',
          );
          return { samples: [] };
        });
      expectNoLeak(world, JSON.stringify(samples));
      found += samples.length;
    }),
  );
  await suite.test('own series come back', () =>
    expect(found > 0, `no text found ${SHARED.metric}`),
  );
}
