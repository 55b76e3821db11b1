import type { Cluster } from '../cluster/Cluster';
import type { Kubelet } from '../cluster/kubelet/Kubelet';
import type { PodRuntime } from '../cluster/kubelet/PodRuntime';
import {
  type RouteDefinition,
  type ServiceDefinition,
  serviceKey,
} from '../definition';
import type { Random } from '../random';
import { loadContainer } from './containerLoad';
import {
  callOutcome,
  podEndings,
  reachedShares,
  serverErrors,
  UNREACHABLE,
  unresolvedCall,
} from './endings';
import { type Targets, findTargets } from './endpoints';
import { Firewall } from './Firewall';
import { dailyLoad } from './loadCurve';
import { callersFirst } from './topology';
import type { PodRoute, RouteOutcome, TrafficTick } from './types';

/** Requests that a dying container takes with it, as a share of a tick. */
const CRASH_LOSS = 0.25;
const NOBODY: Targets = { alive: [], dead: 0 };

/**
 * How requests flow through the company. Load goes down the call graph, from the
 * customers to the databases; latency and errors come back up.
 */
export class TrafficModel {
  readonly #cluster: Cluster;
  readonly #kubelet: Kubelet;
  readonly #random: Random;
  readonly #services: ServiceDefinition[];
  #firewall = Firewall.none;
  /** By route, for each of its calls: the share of requests that came to make it in the tick before. */
  #reached = new Map<string, number[]>();

  constructor(cluster: Cluster, kubelet: Kubelet) {
    this.#cluster = cluster;
    this.#kubelet = kubelet;
    this.#services = callersFirst(cluster.definition.services);
    this.#random = cluster.random.stream('traffic');
  }

  /** The traffic of the tick that ends now. */
  tick(tickSeconds: number): TrafficTick {
    const targets = findTargets(this.#cluster, this.#kubelet);
    this.#firewall = Firewall.of(this.#cluster);
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
    for (const load of this.#cluster.definition.entryLoads) {
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
        const shares = this.#reached.get(routeKey(key, route.route));
        const finding = shareOf(alive, runtime => runtime.findsServices);
        route.calls?.forEach((call, index) => {
          const arriving = this.#firewall.drops(key, call.to) ? 0 : finding;
          add(
            routeKey(call.to, call.route),
            rate * call.perRequest * (shares?.[index] ?? 1) * arriving,
          );
        });
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
    const calls = (route.calls ?? []).map(call =>
      callOutcome(
        call,
        this.#firewall.drops(serviceKey(service), call.to)
          ? UNREACHABLE
          : outcomes.get(routeKey(call.to, call.route)),
      ),
    );
    const podRoutes = alive.map(runtime => {
      const made = runtime.findsServices ? calls : calls.map(unresolvedCall);
      const endings = podEndings(
        runtime,
        route,
        made,
        this.#cluster.environment.volumeDelayMs(
          runtime.namespace,
          runtime.service,
          runtime.createdAtMs,
        ),
      );
      const shares = reachedShares(route.calls ?? [], endings);
      return {
        runtime,
        route,
        ratePerSecond: rate / total,
        endings,
        calls: made.map((outcome, index) => ({
          ...outcome,
          reachedShare: shares[index],
        })),
      };
    });
    if (podRoutes.length > 0) {
      this.#reached.set(
        routeKey(serviceKey(service), route.route),
        calls.map((_, index) =>
          average(podRoutes.map(pod => pod.calls[index].reachedShare)),
        ),
      );
    }
    const crashed = this.#crashShare(service, total, tickSeconds);
    outcomes.set(routeKey(serviceKey(service), route.route), {
      refusedShare: alive.length === 0 && dead === 0 ? 1 : crashed,
      deadShare: total === 0 ? 0 : dead / total,
      ...serverErrors(podRoutes.map(pod => pod.endings)),
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
}

function shareOf<T>(items: T[], holds: (item: T) => boolean): number {
  return items.length ? items.filter(holds).length / items.length : 1;
}

function routeKey(service: string, route: string): string {
  return `${service} ${route}`;
}

function average(values: number[]): number {
  return values.length === 0
    ? 0
    : values.reduce((sum, value) => sum + value, 0) / values.length;
}
