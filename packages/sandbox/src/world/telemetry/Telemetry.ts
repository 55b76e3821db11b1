import type { MetricSink, TraceSink } from '../../types';
import type { Cluster } from '../cluster/Cluster';
import type { Kubelet } from '../cluster/kubelet/Kubelet';
import type { PodRuntime } from '../cluster/kubelet/PodRuntime';
import type { Random } from '../random';
import { RequestTracing } from '../tracing';
import type { TrafficTick } from '../traffic/types';
import { Chatter } from './Chatter';
import { KubeStateMetrics } from './KubeStateMetrics';
import { NodeExporter } from './NodeExporter';
import { PodTelemetry } from './PodTelemetry';
import { RequestTelemetry } from './RequestTelemetry';
import { Scrape } from './Series';

/** Everything that the company's monitoring collects at one scrape. */
export class Telemetry {
  readonly #cluster: Cluster;
  readonly #kubelet: Kubelet;
  readonly #sinks: MetricSink[];
  readonly #random: Random;
  readonly #requests: RequestTelemetry;
  readonly #chatter: Chatter;
  readonly #state: KubeStateMetrics;
  readonly #nodes: NodeExporter[];
  readonly #pods = new Map<string, PodTelemetry>();

  constructor(
    cluster: Cluster,
    kubelet: Kubelet,
    sinks: { metrics: MetricSink[]; traces: TraceSink[] },
  ) {
    this.#cluster = cluster;
    this.#kubelet = kubelet;
    this.#sinks = sinks.metrics;
    this.#random = cluster.random.stream('telemetry');
    this.#requests = new RequestTelemetry(
      cluster.logs,
      new RequestTracing({
        definition: cluster.definition,
        sinks: sinks.traces,
        random: cluster.random.stream('traces'),
      }),
      cluster.random.stream('requests'),
    );
    this.#chatter = new Chatter(
      cluster.logs,
      cluster.environment,
      cluster.random.stream('chatter'),
    );
    this.#state = new KubeStateMetrics(cluster);
    this.#nodes = cluster.definition.nodes.map(
      node => new NodeExporter(node, cluster.random.stream(node.name)),
    );
  }

  /** `collecting` is off while the world warms up: counters run, nobody scrapes. */
  tick(traffic: TrafficTick, tickMs: number, collecting: boolean): void {
    const now = this.#cluster.clock.now();
    const seconds = tickMs / 1000;
    const runtimes = [...this.#kubelet.runtimes()];
    this.#forgetGone();
    const running = runtimes.filter(runtime => runtime.running);
    for (const runtime of running) {
      this.#telemetryOf(runtime).advance(seconds);
      this.#chatter.tick(runtime, now, seconds);
    }
    this.#requests.record(
      traffic,
      now,
      seconds,
      runtime => this.#telemetryOf(runtime),
      collecting,
    );
    const scrape = new Scrape(collecting ? this.#sinks : [], now, tickMs);
    for (const runtime of running) {
      if (!this.#cluster.environment.isSilent(runtime.node)) {
        this.#telemetryOf(runtime).emit(scrape);
      }
    }
    this.#cluster.definition.nodes.forEach(({ name }, index) => {
      const here = running.filter(runtime => runtime.node === name);
      this.#nodes[index].tick(
        scrape,
        here,
        this.#cluster.environment.isSilent(name),
      );
    });
    if (collecting) {
      this.#state.emit(scrape);
    }
  }

  #telemetryOf(runtime: PodRuntime): PodTelemetry {
    let telemetry = this.#pods.get(runtime.uid);
    if (!telemetry) {
      telemetry = new PodTelemetry(runtime, this.#random);
      this.#pods.set(runtime.uid, telemetry);
    }
    return telemetry;
  }

  #forgetGone(): void {
    for (const uid of this.#pods.keys()) {
      if (!this.#kubelet.runtimeOf(uid)) {
        this.#pods.delete(uid);
      }
    }
  }
}
