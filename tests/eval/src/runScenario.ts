import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonObject } from '@backstage/types';
// eslint-disable-next-line @backstage/no-mixed-plugin-imports -- the evaluation runs the engine itself
import {
  createCollectors,
  decideScope,
  investigate,
  readRcaConfig,
  resolveSubject,
} from '@internal/plugin-rca-backend';
import { RcaReport } from '@internal/plugin-rca-common';
import { Sandbox, startSandbox } from '@internal/sandbox';
import { CompanyCatalog } from './CompanyCatalog';
import { startServices, userCredentials } from './startServices';

const CLUSTER = 'sandbox';
const MINUTE_MS = 60_000;
/** The fault is this old when somebody asks. */
const FAULT_AGE_MS = 8 * MINUTE_MS;
/** A whole window of ordinary life before the fault, and a little more. */
const HISTORY_MS = 80 * MINUTE_MS;
/** What is judged is the analysis, not how busy the machine is: the time is reported apart. */
const COLLECTOR_DEADLINE_MS = 30_000;
/** What the person on call looks at. */
const WINDOW_MS = 60 * MINUTE_MS;
const ON_CALL = 'user:default/on-call';

/** @public */
export type ScenarioRun = {
  report: RcaReport;
  /** From the question to the report. */
  seconds: number;
};

/**
 * Lets one fault happen in a fresh company and asks, as the team on call and
 * from where it would look first, what is wrong. Everything is read as in
 * production: over HTTP, with the tenant's tokens. Only `startFrom` and `team`
 * of the fault are used here; its truth stays with whoever judges the report.
 */
export async function runScenario(options: {
  fault: string;
  seed: number;
  /** Who asks and from where; default: the team on call, from where it would look first. */
  from?: { entityRef: string; team: string };
  /** Sources that shall be out of order. */
  without?: string[];
}): Promise<ScenarioRun> {
  const folder = await mkdtemp(join(tmpdir(), 'evaluation-'));
  const sandbox = await startSandbox({
    seed: options.seed,
    historyMs: HISTORY_MS,
    lagMs: FAULT_AGE_MS,
    dataDir: join(folder, 'sandbox'),
    // No collector reads traces here, and making them is half of the work.
    replaced: { traces: true },
  });
  try {
    const fault = sandbox.world
      .faults()
      .find(({ name }) => name === options.fault);
    if (!fault) {
      throw new Error(`There is no fault '${options.fault}'`);
    }
    const from = options.from ?? {
      entityRef: fault.startFrom,
      team: fault.team,
    };
    await sandbox.world.inject(fault.name);
    await sandbox.advanceTo(sandbox.world.clock.now() + FAULT_AGE_MS);
    return await ask({
      sandbox,
      folder,
      without: options.without ?? [],
      ...from,
    });
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function ask(options: {
  sandbox: Sandbox;
  folder: string;
  entityRef: string;
  team: string;
  without: string[];
}): Promise<ScenarioRun> {
  const { sandbox, folder, entityRef, team, without } = options;
  const services = await startServices({
    config: configOf(sandbox, folder),
    groups: { [ON_CALL]: [`group:default/${team}`] },
  });
  try {
    const credentials = userCredentials(ON_CALL);
    const catalog = await CompanyCatalog.load(services.gitOps, 'catalog');
    const { manifests } = readRcaConfig(services.config);
    const to = new Date(sandbox.world.clock.now());
    const started = performance.now();
    const subject = await resolveSubject({
      request: { entityRef },
      catalog: catalog.asService(),
      credentials,
      clusters: services.clusters.list().map(({ name }) => name),
    });
    const scope = await decideScope({
      tenancy: services.tenancy,
      subject,
      credentials,
    });
    const report = await investigate({
      investigationId: randomUUID(),
      requestedBy: ON_CALL,
      subject,
      window: { from: new Date(to.getTime() - WINDOW_MS), to },
      scope,
      credentials,
      collectors: createCollectors({ ...services, manifests }).map(collector =>
        without.includes(collector.source)
          ? { source: collector.source, collect: outOfOrder }
          : {
              ...collector,
              deadlineMs: COLLECTOR_DEADLINE_MS,
              collect: collector.collect.bind(collector),
            },
      ),
      signal: AbortSignal.timeout(4 * COLLECTOR_DEADLINE_MS),
    });
    return { report, seconds: (performance.now() - started) / 1_000 };
  } finally {
    await services.stop();
  }
}

async function outOfOrder(): Promise<never> {
  throw new Error('The source is out of order');
}

function configOf({ endpoints }: Sandbox, folder: string): JsonObject {
  const { kubernetes, logs, metrics, git } = endpoints;
  if (!kubernetes || !logs || !metrics || !git) {
    throw new Error('The evaluation needs every part of the sandbox');
  }
  const repository = (name: string) => ({
    url: `${git.url}/platform/${name}.git`,
    auth: { username: git.username, password: git.password },
  });
  return {
    // A backend listens always; nobody calls this one.
    backend: { baseUrl: 'http://localhost', listen: '127.0.0.1:0' },
    tenancy: {
      sharedNamespaces: ['ingress', 'monitoring'].map(namespace => ({
        cluster: CLUSTER,
        namespace,
      })),
    },
    kubernetes: {
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: [
            {
              name: CLUSTER,
              url: kubernetes.url,
              authProvider: 'serviceAccount',
              serviceAccountToken: kubernetes.token,
            },
          ],
        },
      ],
    },
    observability: {
      clusters: {
        [CLUSTER]: {
          logs: { type: 'victorialogs', url: logs.url },
          metrics: { type: 'victoriametrics', url: metrics.url },
        },
      },
    },
    gitops: {
      workingDirectory: join(folder, 'mirrors'),
      repositories: {
        catalog: repository('catalog'),
        gitops: repository('gitops'),
      },
    },
  };
}
