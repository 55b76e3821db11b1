import { ConflictError } from '@backstage/errors';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Company } from './control/Company';
import { createControlApi } from './control/createControlApi';
import { Cleanup } from './control/Cleanup';
import { listen } from './control/listen';
import { LiveClock } from './control/LiveClock';
import { serveKubernetes } from './control/serveKubernetes';
import { BreakableStore, Telemetry } from './control/Telemetry';
import type {
  SandboxEndpoints,
  SandboxOptions,
  SandboxPart,
} from './control/types';
import {
  commitCompanyCatalog,
  commitReportsReadme,
  GitOps,
  GitOpsHistory,
  GitServer,
  startGitServer,
} from './git';
import { Directory, startIdentityServer } from './identity';
import { firstCluster, people, SandboxWorld, secondCluster } from './world';

const DEFAULT_HOST = '127.0.0.1';
const DEFAULT_SEED = 1;
const DEFAULT_HISTORY_MS = 2 * 3_600_000;
/** The second cluster has no stores: its past is only what its pods have logged. */
const SECOND_HISTORY_MS = 10 * 60_000;
const DEFAULT_PORTAL_URL = 'http://localhost:7007';

/** A running sandbox. */
export interface Sandbox {
  /** The current world; `reset` replaces it. */
  readonly world: SandboxWorld;
  readonly endpoints: SandboxEndpoints;
  /** Undefined while the world does not follow the wall clock. */
  readonly lagMs: number | undefined;
  /** Who has which role; undefined where the identity provider was replaced. */
  readonly directory: Directory | undefined;
  /** A telemetry store by its name; undefined where it was replaced. */
  store(name: string): BreakableStore | undefined;
  /** Runs the world forward; when it follows the wall clock, at most up to that. */
  advanceTo(timeMs: number): Promise<void>;
  /** Starts the company afresh; addresses and credentials stay. */
  reset(seed?: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the whole sandbox: the company, and every part that is not replaced by a
 * real server. Nothing is left behind when it fails.
 */
export async function startSandbox(
  options: SandboxOptions = {},
): Promise<Sandbox> {
  const cleanup = new Cleanup();
  try {
    return await start(options, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function start(
  options: SandboxOptions,
  cleanup: Cleanup,
): Promise<Sandbox> {
  const { lagMs = 0, historyMs = DEFAULT_HISTORY_MS, replaced = {} } = options;
  const { host = DEFAULT_HOST, live = false } = options;
  const at = (part: SandboxPart) => ({
    host,
    port: options.ports?.[part] ?? 0,
  });

  const telemetry = new Telemetry({
    pushTo: { metrics: replaced.metrics, logs: replaced.logs },
    withoutTraces: replaced.traces,
    onWarning: options.onWarning ?? (() => {}),
  });
  cleanup.add(() => telemetry.close());
  const firstSeed = options.seed ?? DEFAULT_SEED;
  const company = new Company({
    definition: firstCluster,
    seed: firstSeed,
    telemetry,
  });
  const second =
    options.secondCluster && !replaced.kubernetes
      ? new Company({ definition: secondCluster, seed: firstSeed })
      : undefined;

  let git: GitServer | undefined;
  if (!replaced.git) {
    git = await startGitServer({
      ...at('git'),
      dataDir: options.dataDir ?? (await temporaryFolder(cleanup)),
    });
    cleanup.add(() => git!.close());
  }

  let gitOps: GitOps | undefined;
  cleanup.add(async () => gitOps?.stop());
  const open = async (seed: number, nowMs: number) => {
    await gitOps?.stop();
    const world = company.open({ seed, startMs: nowMs - historyMs });
    const history = git && GitOpsHistory.record(world.store, world.clock);
    await company.advanceTo(nowMs);
    second?.open({ seed, startMs: nowMs - SECOND_HISTORY_MS });
    await second?.advanceTo(nowMs);
    await telemetry.settle();
    gitOps =
      git && (await GitOps.start({ server: git, world, history: history! }));
  };
  await open(firstSeed, Date.now() - lagMs);

  const { clock } = company;
  const endpoints: Partial<SandboxEndpoints> = {};
  if (git) {
    await commitCompanyCatalog(git.repositories.catalog, clock.now());
    await commitReportsReadme(git.repositories.reports, clock.now());
    endpoints.git = {
      url: git.url,
      ...git.credentialsOf('admin'),
      portal: {
        catalog: git.credentialsOf('portal-catalog'),
        gitops: git.credentialsOf('portal-gitops'),
        reports: git.credentialsOf('portal-reports'),
      },
    };
  }
  endpoints.metrics = await telemetry.serveMetrics({ ...at('metrics'), clock });
  endpoints.logs = await telemetry.serveLogs({ ...at('logs'), clock });
  endpoints.traces = await telemetry.serveTraces({ ...at('traces'), clock });
  if (!replaced.kubernetes) {
    const { endpoint, api } = await serveKubernetes({
      ...at('kubernetes'),
      company,
    });
    cleanup.add(() => api.close());
    endpoints.kubernetes = endpoint;
    endpoints.clusters = [{ name: firstCluster.name, ...endpoint }];
  }
  if (second) {
    const { endpoint, api } = await serveKubernetes({
      ...at('kubernetes-2'),
      company: second,
    });
    cleanup.add(() => api.close());
    endpoints.clusters?.push({ name: secondCluster.name, ...endpoint });
  }
  let directory: Directory | undefined;
  if (!replaced.oidc) {
    const identity = await startIdentityServer({
      ...at('oidc'),
      people,
      portalUrls: options.portalUrls ?? [DEFAULT_PORTAL_URL],
    });
    cleanup.add(() => identity.close());
    directory = identity.directory;
    const { issuer, clientId, clientSecret } = identity;
    const { serviceToken, organizationId, projectId } = identity;
    endpoints.oidc = {
      issuer,
      clientId,
      clientSecret,
      serviceToken,
      organizationId,
      projectId,
    };
  }

  const liveClock = new LiveClock({
    now: () => clock.now(),
    async advanceTo(timeMs) {
      await company.advanceTo(timeMs);
      await second?.advanceTo(timeMs);
    },
    onError: options.onError ?? (() => {}),
  });
  cleanup.add(() => liveClock.stop());
  const sandbox: Sandbox = {
    get world() {
      return company.world;
    },
    get lagMs() {
      return liveClock.lagMs;
    },
    endpoints: endpoints as SandboxEndpoints,
    directory,
    store: name => telemetry.store(name),
    async advanceTo(timeMs) {
      await liveClock.advanceTo(timeMs);
      await telemetry.settle();
    },
    reset: seed =>
      liveClock.exclusive(async () => {
        if (telemetry.isPushed) {
          throw new ConflictError(
            'The sandbox cannot start afresh: its telemetry is in a server of yours',
          );
        }
        telemetry.reset();
        await open(seed ?? company.world.seed, clock.now());
      }),
    close: () => cleanup.run(),
  };
  const control = await listen(at('control'), () => createControlApi(sandbox));
  cleanup.add(() => control.close());
  endpoints.control = { url: control.url };
  if (live) {
    liveClock.start(lagMs);
  }
  return sandbox;
}

async function temporaryFolder(cleanup: Cleanup): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  cleanup.add(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
