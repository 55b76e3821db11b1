/**
 * Counts what the scan for anomalies reports of a healthy company, and how soon
 * it reports faults, on the virtual clock of the sandbox. From the root:
 *
 * node --require ./node_modules/@backstage/cli/config/nodeTransform.cjs plugins/observability-backend/scripts/measureScan.ts [seed] [healthy hours]
 */
import { ConfigReader } from '@backstage/config';
import { DefaultObservabilityService } from '@internal/plugin-observability-node';
import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import { startSandbox } from '@internal/sandbox';
import { findServices } from '../src/anomalies/findServices';
import { scanLogs } from '../src/anomalies/scanLogs';
import { scanMetrics } from '../src/anomalies/scanMetrics';
import { Sighting } from '../src/anomalies/types';

const MINUTE_MS = 60_000;
const INTERVAL_MS = 5 * MINUTE_MS;
const WINDOW_MS = 60 * MINUTE_MS;
/** What the scan compares with has to be there. */
const HISTORY_MS = 130 * MINUTE_MS;
const FAULT_SCANS = 4;
const MIN_CONFIDENCE = 0.9;
/** Scans without a sighting that end it. */
const CLEAN_SCANS = 3;
const NAMESPACES = ['team-a-prod', 'team-b-prod', 'team-a-b-prod'];
const FAULTS: Record<string, { namespace: string; services: string[] }> = {
  'slow-cart-redis': {
    namespace: 'team-a-prod',
    services: ['cart', 'cart-redis', 'checkout', 'frontend'],
  },
  'errors-orders': {
    namespace: 'team-b-prod',
    services: ['orders', 'checkout', 'orders-db'],
  },
  'oom-checkout': {
    namespace: 'team-a-prod',
    services: ['checkout', 'frontend'],
  },
};

const [seed = 1, healthyHours = 2] = process.argv.slice(2).map(Number);
const print = (text: string) => process.stdout.write(`${text}\n`);

async function measure(options: {
  fault?: string;
  scans: number;
  namespaces: string[];
}) {
  const durationMs = options.scans * INTERVAL_MS;
  const sandbox = await startSandbox({
    seed,
    historyMs: HISTORY_MS,
    lagMs: durationMs,
    replaced: { git: true, oidc: true },
  });
  try {
    const injectedAt = sandbox.world.clock.now();
    if (options.fault) sandbox.world.inject(options.fault);
    const observability = DefaultObservabilityService.fromConfig(
      new ConfigReader({
        observability: {
          clusters: {
            sandbox: {
              logs: { type: 'victorialogs', url: sandbox.endpoints.logs!.url },
              metrics: {
                type: 'victoriametrics',
                url: sandbox.endpoints.metrics!.url,
              },
            },
          },
        },
      }),
    );
    const open = new Map<string, number>();
    const reports: Array<Sighting & { namespace: string; seenAt: number }> = [];
    for (let scan = 1; scan <= options.scans; scan += 1) {
      const now = injectedAt + scan * INTERVAL_MS;
      await sandbox.advanceTo(now);
      for (const namespace of options.namespaces) {
        for (const sighting of await scanNamespace(
          observability,
          namespace,
          now,
        )) {
          const { service, signal, subject, kind, direction } = sighting;
          const key = [namespace, service, signal, subject, kind, direction];
          const id = key.join(' ');
          if (scan - (open.get(id) ?? -Infinity) > CLEAN_SCANS) {
            reports.push({ ...sighting, namespace, seenAt: now });
          }
          open.set(id, scan);
        }
      }
    }
    return { injectedAt, reports };
  } finally {
    await sandbox.close();
  }
}

async function scanNamespace(
  observability: DefaultObservabilityService,
  namespace: string,
  now: number,
): Promise<Sighting[]> {
  const scope = mockTenantScope({
    cluster: 'sandbox',
    namespaces: [namespace],
  });
  const to = new Date(now);
  const common = {
    observability,
    namespace: { cluster: 'sandbox', namespace },
    scope,
    window: { from: new Date(now - WINDOW_MS), to },
    since: new Date(now - 2 * INTERVAL_MS),
    minConfidence: MIN_CONFIDENCE,
    signal: AbortSignal.timeout(5 * MINUTE_MS),
  };
  const { services } = await findServices({ ...common, at: to });
  const found = await scanLogs(common);
  for (const service of services) {
    const { sightings, problems } = await scanMetrics({ ...common, service });
    if (problems.length > 0) throw new Error(problems[0].message);
    found.push(...sightings);
  }
  return found;
}

function show(report: Sighting & { seenAt: number; namespace: string }) {
  const { namespace, signal, subject, kind, confidence, explanation } = report;
  return `${new Date(
    report.seenAt,
  ).toISOString()} ${namespace} ${signal} ${subject} ${kind} ${confidence}: ${explanation}`;
}

async function main() {
  const scans = Math.round((healthyHours * 60 * MINUTE_MS) / INTERVAL_MS);
  const healthy = await measure({ scans, namespaces: NAMESPACES });
  healthy.reports.forEach(report => print(`false: ${show(report)}`));
  const hours = healthyHours * NAMESPACES.length;
  print(
    `healthy, seed ${seed}: ${
      healthy.reports.length
    } reports in ${hours} namespace-hours (${
      scans * NAMESPACES.length
    } scans), ${(healthy.reports.length / hours).toFixed(
      2,
    )} per namespace-hour`,
  );
  for (const [fault, { namespace, services }] of Object.entries(FAULTS)) {
    const { injectedAt, reports } = await measure({
      fault,
      scans: FAULT_SCANS,
      namespaces: [namespace],
    });
    const about = reports.filter(({ service }) => services.includes(service));
    const first = about[0];
    print(
      first
        ? `${fault}: first reported ${
            (first.seenAt - injectedAt) / MINUTE_MS
          } min after it began (${show(first)}); ${reports.length} reports, ${
            reports.length - about.length
          } of other services`
        : `${fault}: not reported in ${FAULT_SCANS} scans`,
    );
  }
}

main().then(
  () => process.exit(0),
  error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
