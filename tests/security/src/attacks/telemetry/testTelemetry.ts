import type { Suite } from '../../support/Suite';
import type { World } from '../../world/World';
import { testAnomalies } from './testAnomalies';
import { testLogQueries } from './testLogQueries';
import { testMetricQueries } from './testMetricQueries';
import { testTargets } from './testTargets';
import { testTelemetryActions } from './testTelemetryActions';
import { testTail } from './testTail';
import { testTraces } from './testTraces';

/** What a member of another team gets out of the routes and tools of logs, metrics, traces and anomalies. */
export async function testTelemetry(suite: Suite, world: World): Promise<void> {
  await testLogQueries(suite, world);
  await testTail(suite, world);
  await testMetricQueries(suite, world);
  await testTargets(suite, world);
  await testTraces(suite, world);
  await testTelemetryActions(suite, world);
  // Last, so that the first scan is over.
  await testAnomalies(suite, world);
}
