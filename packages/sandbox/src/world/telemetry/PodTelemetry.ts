import type { PodRuntime } from '../cluster/kubelet/PodRuntime';
import type { Random } from '../random';
import { DurationHistogram } from './DurationHistogram';
import { clientMetric, serverMetric } from './requestMetrics';
import { LabelSets, type Scrape } from './Series';

/** CFS periods in a second: the kernel accounts a container's CPU quota every 100 ms. */
const PERIODS_PER_SECOND = 10;
const BYTES_PER_MI = 1024 * 1024;

/** The series of one container: counters live as long as the container does. */
export class PodTelemetry {
  readonly #runtime: PodRuntime;
  readonly #random: Random;
  readonly #labels: LabelSets;
  #containerId = '';
  #server = new Map<string, DurationHistogram>();
  #client = new Map<string, DurationHistogram>();
  #cpuSeconds = 0;
  #periods = 0;
  #throttledPeriods = 0;
  #throttledSeconds = 0;

  constructor(runtime: PodRuntime, random: Random) {
    this.#runtime = runtime;
    this.#random = random;
    this.#labels = new LabelSets({
      namespace: runtime.namespace,
      pod: runtime.name,
      container: runtime.container,
      node: runtime.node,
    });
  }

  /** Requests that the container answered. */
  served(
    route: string,
    status: number,
    requests: number,
    medianMs: number,
  ): void {
    const key = `${route} ${status}`;
    let histogram = this.#server.get(key);
    if (!histogram) {
      const { metric, labels } = serverMetric(route, status);
      histogram = new DurationHistogram(metric, {
        ...this.#service(),
        ...labels,
      });
      this.#server.set(key, histogram);
    }
    histogram.observe(requests, medianMs, this.#random);
  }

  /** Requests that the container made to another service. */
  called(
    callee: string,
    route: string,
    status: number,
    requests: number,
    medianMs: number,
  ): void {
    const { metric, labels } = clientMetric(callee, route, status);
    // Of HTTP the client knows no route: several have one histogram.
    const key = Object.values(labels).join(' ');
    let histogram = this.#client.get(key);
    if (!histogram) {
      histogram = new DurationHistogram(metric, {
        ...this.#service(),
        ...labels,
      });
      this.#client.set(key, histogram);
    }
    histogram.observe(requests, medianMs, this.#random);
  }

  /** Lets the counters run on for a tick; a restarted container starts from zero. */
  advance(tickSeconds: number): void {
    const runtime = this.#runtime;
    if (this.#containerId !== runtime.containerId) {
      this.#containerId = runtime.containerId;
      this.#server = new Map();
      this.#client = new Map();
      this.#cpuSeconds = 0;
      this.#periods = 0;
      this.#throttledPeriods = 0;
      this.#throttledSeconds = 0;
    }
    const periods = PERIODS_PER_SECOND * tickSeconds;
    const share =
      Math.min(1, Math.max(0, (runtime.pressure - 0.6) / 0.45)) ** 2;
    const throttled = Math.min(
      periods,
      Math.round(periods * share * this.#random.between(0.92, 1)),
    );
    this.#cpuSeconds += runtime.cpuUsed * tickSeconds;
    this.#periods += periods;
    this.#throttledPeriods += throttled;
    this.#throttledSeconds +=
      throttled *
      0.1 *
      Math.min(1, Math.max(0.1, 1 - 1 / Math.max(1, runtime.pressure)));
  }

  emit(scrape: Scrape): void {
    const runtime = this.#runtime;
    const add = (metric: string, value: number) =>
      scrape.add(this.#labels.of(metric), value);
    add('container_cpu_usage_seconds_total', this.#cpuSeconds);
    add('container_cpu_cfs_periods_total', this.#periods);
    add('container_cpu_cfs_throttled_periods_total', this.#throttledPeriods);
    add('container_cpu_cfs_throttled_seconds_total', this.#throttledSeconds);
    add(
      'container_memory_working_set_bytes',
      Math.round(
        Math.min(runtime.memoryUsedMi, runtime.memoryLimitMi) * BYTES_PER_MI,
      ),
    );
    add(
      'container_spec_memory_limit_bytes',
      runtime.memoryLimitMi * BYTES_PER_MI,
    );
    for (const histogram of this.#server.values()) {
      histogram.emit(scrape);
    }
    for (const histogram of this.#client.values()) {
      histogram.emit(scrape);
    }
  }

  #service() {
    const { namespace, name, service } = this.#runtime;
    return { namespace, pod: name, service_name: service };
  }
}
