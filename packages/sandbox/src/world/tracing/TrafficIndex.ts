import type { CallDefinition, EntryLoad } from '../definition';
import type { Random } from '../random';
import type { PodRoute } from '../traffic/types';

/** Somebody who may have made a request. */
export type Caller = {
  podRoute: PodRoute;
  call: CallDefinition;
  /** Calls for each second. */
  ratePerSecond: number;
};

/** A tick's traffic by who serves what, and by who calls whom. */
export class TrafficIndex {
  readonly #routes = new Map<string, PodRoute[]>();
  readonly #callers = new Map<string, Caller[]>();
  readonly #entries: readonly EntryLoad[];

  constructor(podRoutes: PodRoute[], entries: readonly EntryLoad[]) {
    this.#entries = entries;
    for (const podRoute of podRoutes) {
      add(this.#routes, routeKeyOf(podRoute), podRoute);
      for (const { call, reachedShare } of podRoute.calls) {
        add(this.#callers, `${call.to} ${call.route}`, {
          podRoute,
          call,
          ratePerSecond:
            podRoute.ratePerSecond * call.perRequest * reachedShare,
        });
      }
    }
  }

  /** The pods that serve a route, named by its service and itself. */
  pods(service: string, route: string): readonly PodRoute[] {
    return this.#routes.get(`${service} ${route}`) ?? [];
  }

  /** Each route on which requests come from outside, with how many of them do in a second. */
  entries(): Array<{ pods: readonly PodRoute[]; ratePerSecond: number }> {
    return this.#entries
      .map(({ service, route }) => ({
        pods: this.pods(service, route),
        ratePerSecond: this.#outsideRate(`${service} ${route}`),
      }))
      .filter(({ pods }) => pods.length > 0);
  }

  /** One who may have made the request, by how often each does; undefined for somebody outside. */
  pickCaller(served: PodRoute, random: Random): Caller | undefined {
    const key = routeKeyOf(served);
    const callers = this.#callers.get(key) ?? [];
    const isEntry = this.#entries.some(
      ({ service, route }) => `${service} ${route}` === key,
    );
    let left =
      random.unit() *
      (this.#inboundRate(key) + (isEntry ? this.#outsideRate(key) : 0));
    for (const caller of callers) {
      left -= caller.ratePerSecond;
      if (left < 0) {
        return caller;
      }
    }
    return undefined;
  }

  #inboundRate(key: string): number {
    const callers = this.#callers.get(key) ?? [];
    return callers.reduce((sum, caller) => sum + caller.ratePerSecond, 0);
  }

  #outsideRate(key: string): number {
    const served = (this.#routes.get(key) ?? []).reduce(
      (sum, { ratePerSecond }) => sum + ratePerSecond,
      0,
    );
    return Math.max(0, served - this.#inboundRate(key));
  }
}

/** `namespace/service route` */
export function routeKeyOf({ runtime, route }: PodRoute): string {
  return `${runtime.namespace}/${runtime.service} ${route.route}`;
}

function add<T>(map: Map<string, T[]>, key: string, item: T): void {
  const items = map.get(key);
  if (items) {
    items.push(item);
  } else {
    map.set(key, [item]);
  }
}
