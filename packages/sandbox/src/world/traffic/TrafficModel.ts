import type { Cluster } from '../cluster/Cluster';
import type { Kubelet } from '../cluster/kubelet/Kubelet';
import type { PodRuntime } from '../cluster/kubelet/PodRuntime';
import {
  type CallDefinition,
  type RouteDefinition,
  type ServiceDefinition,
  entryLoads,
  serviceKey,
} from '../definition';
import type { Random } from '../random';
import { loadContainer, rejectedShare } from './containerLoad';
import { type Targets, findTargets } from './endpoints';
import { queueFactor, shareWithin } from './latency';
import { dailyLoad } from './loadCurve';
import { callersFirst } from './topology';
import type {
  CallOutcome,
  Ending,
  PodRoute,
  RouteOutcome,
  TrafficTick,
} from './types';

/** Requests that a dying container takes with it, as a share of a tick. */
const CRASH_LOSS = 0.25;
const NOBODY: Targets = { alive: [], dead: 0 };
const HEALTHY: RouteOutcome = {
  refusedShare: 0,
  deadShare: 0,
  errorShare: 0,
  medianMs: 1,
};

/**
 * How requests flow through the company. Load goes down the call graph, from the
 * customers to the databases; latency and errors come back up.
 */
export class TrafficModel {
  readonly #cluster: Cluster;
  readonly #kubelet: Kubelet;
  readonly #random: Random;
  readonly #services = callersFirst();

  constructor(cluster: Cluster, kubelet: Kubelet) {
    this.#cluster = cluster;
    this.#kubelet = kubelet;
    this.#random = cluster.random.stream('traffic');
  }

  /** The traffic of the tick that ends now. */
  tick(tickSeconds: number): TrafficTick {
    const targets = findTargets(this.#cluster, this.#kubelet);
    const rates = this.#flowDown(targets);
    this.#loadContainers(targets, rates, tickSeconds);
    const outcomes = new Map<string, RouteOutcome>();
    const podRoutes: PodRoute[] = [];
    for (const service of [...this.#services].reverse()) {
      const here = targets.get(serviceKey(service)) ?? NOBODY;
      for (const route of service.routes) {
        const rate = rates.get(routeKey(serviceKey(service), route.route)) ?? 0;
        podRoutes.push(
          ...this.#serve(service, route, rate, here, outcomes, tickSeconds),
        );
      }
    }
    const totals = new Map<string, number>();
    for (const service of this.#services) {
      const key = serviceKey(service);
      totals.set(
        key,
        service.routes.reduce(
          (sum, r) => sum + (rates.get(routeKey(key, r.route)) ?? 0),
          0,
        ),
      );
    }
    return { podRoutes, rates: totals };
  }

  #flowDown(targets: Map<string, Targets>): Map<string, number> {
    const now = this.#cluster.clock.now();
    const rates = new Map<string, number>();
    const add = (key: string, rate: number) =>
      rates.set(key, (rates.get(key) ?? 0) + rate);
    for (const load of entryLoads) {
      const level = load.daily
        ? dailyLoad(now) * this.#cluster.environment.trafficFactor(now)
        : 1;
      add(
        routeKey(load.service, load.route),
        load.peakPerSecond * level * (1 + 0.04 * this.#random.gauss()),
      );
    }
    for (const service of this.#services) {
      const key = serviceKey(service);
      const { alive, dead } = targets.get(key) ?? NOBODY;
      const reached =
        alive.length === 0 ? 0 : alive.length / (alive.length + dead);
      for (const route of service.routes) {
        const rate = (rates.get(routeKey(key, route.route)) ?? 0) * reached;
        for (const call of route.calls ?? []) {
          add(routeKey(call.to, call.route), rate * call.perRequest);
        }
      }
    }
    return rates;
  }

  #loadContainers(
    targets: Map<string, Targets>,
    rates: Map<string, number>,
    tickSeconds: number,
  ): void {
    const perPod = new Map<PodRuntime, number>();
    for (const service of this.#services) {
      const key = serviceKey(service);
      const { alive, dead } = targets.get(key) ?? NOBODY;
      const total = service.routes.reduce(
        (sum, r) => sum + (rates.get(routeKey(key, r.route)) ?? 0),
        0,
      );
      for (const runtime of alive) {
        perPod.set(runtime, total / (alive.length + dead));
      }
    }
    for (const runtime of this.#kubelet.runtimes()) {
      loadContainer(
        runtime,
        perPod.get(runtime) ?? 0,
        tickSeconds,
        this.#random,
      );
    }
  }

  #serve(
    service: ServiceDefinition,
    route: RouteDefinition,
    rate: number,
    { alive, dead }: Targets,
    outcomes: Map<string, RouteOutcome>,
    tickSeconds: number,
  ): PodRoute[] {
    const total = alive.length + dead;
    const calls = (route.calls ?? []).map(call => callOutcome(call, outcomes));
    const podRoutes = alive.map(runtime => ({
      runtime,
      route,
      ratePerSecond: rate / total,
      endings: this.#endings(runtime, route, calls),
      calls,
    }));
    const crashed = this.#crashShare(service, total, tickSeconds);
    outcomes.set(routeKey(serviceKey(service), route.route), {
      refusedShare: alive.length === 0 && dead === 0 ? 1 : crashed,
      deadShare: total === 0 ? 0 : dead / total,
      errorShare: average(
        podRoutes.map(pod =>
          sumShares(pod.endings, ending => ending.status >= 500),
        ),
      ),
      medianMs: average(podRoutes.map(pod => pod.endings[0].medianMs)) || 1,
    });
    return podRoutes;
  }

  /** What callers lost on containers that ended within the tick. */
  #crashShare(
    service: ServiceDefinition,
    total: number,
    tickSeconds: number,
  ): number {
    const since = this.#cluster.clock.now() - tickSeconds * 1000;
    let crashes = 0;
    for (const runtime of this.#kubelet.runtimes()) {
      const ended =
        (runtime.terminated ?? runtime.lastTerminated)?.finishedAtMs ?? 0;
      if (
        runtime.service === service.name &&
        runtime.namespace === service.namespace &&
        ended > since
      ) {
        crashes += 1;
      }
    }
    return crashes === 0 ? 0 : (CRASH_LOSS * crashes) / (total + crashes);
  }

  /** How one pod's requests end; the good ending comes first. */
  #endings(
    runtime: PodRuntime,
    route: RouteDefinition,
    calls: CallOutcome[],
  ): Ending[] {
    const behaviour = runtime.behaviour!;
    const delay = this.#cluster.environment.volumeDelayMs(
      runtime.namespace,
      runtime.service,
      runtime.createdAtMs,
    );
    const ownMs =
      route.latencyMs *
        behaviour.latencyFactor *
        queueFactor(runtime.pressure) +
      runtime.backlogSeconds * 1000 +
      delay;
    const endings: Ending[] = [];
    const rejected = rejectedShare(runtime);
    let left = 1;
    const take = (share: number, ending: Omit<Ending, 'share'>) => {
      const taken = Math.min(left, left * share);
      if (taken > 1e-7) {
        endings.push({ ...ending, share: taken });
        left -= taken;
      }
    };
    take(rejected, { status: 503, medianMs: 3 });
    let waitedMs = ownMs;
    for (const { call, endings: results } of calls) {
      const [good] = results;
      if (!call.optional) {
        for (const bad of results.slice(1)) {
          // Several calls in a row: one bad one is enough.
          const share = 1 - (1 - bad.share) ** call.perRequest;
          const status =
            bad.status === 503 || bad.status === 504 ? bad.status : 502;
          take(share, {
            status,
            medianMs: waitedMs + bad.medianMs,
            failedCall: call,
          });
        }
      }
      waitedMs += good.medianMs * call.perRequest;
    }
    const applies =
      !behaviour.errorRoutes || behaviour.errorRoutes.includes(route.route);
    take(applies ? behaviour.errorRate : 0, {
      status: 500,
      medianMs: ownMs * 0.7,
      ownError: true,
    });
    take(route.notFound ?? 0, { status: 404, medianMs: ownMs * 0.5 });
    const status = route.route.startsWith('POST') ? 201 : 200;
    return [{ status, share: left, medianMs: waitedMs }, ...endings];
  }
}

/** How calls to a route end from the caller's side; the good ending comes first. */
function callOutcome(
  call: CallDefinition,
  outcomes: Map<string, RouteOutcome>,
): CallOutcome {
  const callee = outcomes.get(routeKey(call.to, call.route)) ?? HEALTHY;
  const late = 1 - shareWithin(call.timeoutMs, callee.medianMs);
  const answered = 1 - callee.refusedShare - callee.deadShare;
  const bad: Ending[] = [
    { status: 503, share: callee.refusedShare, medianMs: 2 },
    {
      status: 504,
      share: callee.deadShare + Math.max(0, answered) * late,
      medianMs: call.timeoutMs,
    },
    {
      status: 500,
      share: Math.max(0, answered) * (1 - late) * callee.errorShare,
      medianMs: callee.medianMs * 0.7,
    },
  ];
  const left = Math.max(
    0,
    1 - bad.reduce((sum, ending) => sum + ending.share, 0),
  );
  const status = call.route.startsWith('POST') ? 201 : 200;
  return {
    call,
    endings: [
      {
        status,
        share: left,
        medianMs: Math.min(callee.medianMs, call.timeoutMs),
      },
      ...bad.filter(ending => ending.share > 1e-7),
    ],
  };
}

function routeKey(service: string, route: string): string {
  return `${service} ${route}`;
}

function sumShares(
  endings: Ending[],
  wanted: (ending: Ending) => boolean,
): number {
  return endings.reduce(
    (sum, ending) => (wanted(ending) ? sum + ending.share : sum),
    0,
  );
}

function average(values: number[]): number {
  return values.length === 0
    ? 0
    : values.reduce((sum, value) => sum + value, 0) / values.length;
}
