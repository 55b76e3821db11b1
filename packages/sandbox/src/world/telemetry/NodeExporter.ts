import type { PodRuntime } from '../cluster/kubelet/PodRuntime';
import type { NodeDefinition } from '../definition';
import type { Random } from '../random';
import { LabelSets, type Scrape } from './Series';

const BYTES_PER_MI = 1024 * 1024;
const GIB = 1024 ** 3;
const DISK_GIB = 100;
/** CPU and memory of the node's own processes. */
const SYSTEM_CPU = 0.12;
const SYSTEM_MEMORY_MI = 900;

/** The machine under the pods, as node-exporter sees it: no namespace in its labels. */
export class NodeExporter {
  readonly #node: NodeDefinition;
  readonly #random: Random;
  readonly #labels: LabelSets;
  readonly #up: LabelSets;
  readonly #seconds = { user: 0, system: 0, iowait: 0, idle: 0 };
  #diskUsedGib: number;

  constructor(node: NodeDefinition, random: Random) {
    this.#node = node;
    this.#random = random;
    const target = { node: node.name, instance: `${node.name}:9100` };
    this.#labels = new LabelSets(target);
    this.#up = new LabelSets({ ...target, job: 'node-exporter' });
    this.#diskUsedGib = random.between(28, 41);
  }

  /** A node out of reach is not scraped: only `up` tells of it. */
  tick(scrape: Scrape, runtimes: PodRuntime[], silent: boolean): void {
    scrape.add(this.#up.of('up'), Number(!silent));
    const seconds = scrape.intervalMs / 1000;
    const cpu = runtimes.reduce(
      (sum, runtime) => sum + runtime.cpuUsed,
      SYSTEM_CPU * this.#random.between(0.8, 1.3),
    );
    const busy = Math.min(this.#node.cpu, cpu);
    this.#seconds.user += busy * 0.8 * seconds;
    this.#seconds.system += busy * 0.2 * seconds;
    this.#seconds.iowait += 0.01 * seconds * this.#random.unit();
    this.#seconds.idle += (this.#node.cpu - busy) * seconds;
    this.#diskUsedGib = Math.min(
      DISK_GIB * 0.7,
      this.#diskUsedGib + 0.00002 * seconds,
    );
    if (!silent) {
      this.#emit(scrape, runtimes, busy);
    }
  }

  #emit(scrape: Scrape, runtimes: PodRuntime[], busy: number): void {
    for (const [mode, seconds] of Object.entries(this.#seconds)) {
      for (let cpu = 0; cpu < this.#node.cpu; cpu++) {
        const labels = this.#labels.of(
          'node_cpu_seconds_total',
          '',
          `${cpu}/${mode}`,
          { cpu: String(cpu), mode },
        );
        scrape.add(labels, seconds / this.#node.cpu);
      }
    }
    const used = runtimes.reduce(
      (sum, runtime) => sum + (runtime.running ? runtime.memoryUsedMi : 0),
      SYSTEM_MEMORY_MI,
    );
    const root = { mountpoint: '/', fstype: 'ext4', device: '/dev/vda1' };
    scrape.add(
      this.#labels.of('node_memory_MemTotal_bytes'),
      this.#node.memoryMi * BYTES_PER_MI,
    );
    scrape.add(
      this.#labels.of('node_memory_MemAvailable_bytes'),
      Math.round((this.#node.memoryMi - used) * BYTES_PER_MI),
    );
    scrape.add(
      this.#labels.of('node_filesystem_size_bytes', '', '', root),
      DISK_GIB * GIB,
    );
    scrape.add(
      this.#labels.of('node_filesystem_avail_bytes', '', '', root),
      Math.round((DISK_GIB - this.#diskUsedGib) * GIB),
    );
    scrape.add(
      this.#labels.of('node_load1'),
      busy * this.#random.between(0.9, 1.2),
    );
  }
}
