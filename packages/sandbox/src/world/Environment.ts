import type { Behaviour } from './definition';

/** A ramp over this time: customers do not all arrive in one second. */
const TRAFFIC_RAMP_MS = 2 * 60 * 1000;

/** A disk that answers slowly to the pods that were on it when it began. */
export type SlowVolume = {
  namespace: string;
  service: string;
  delayMs: number;
};

/** What happens to the company that no manifest describes: hardware and customers. */
export class Environment {
  readonly #silentNodes = new Set<string>();
  readonly #slowVolumes: Array<SlowVolume & { sinceMs: number }> = [];
  readonly #ailments = new Map<string, Partial<Behaviour>>();
  /** What an admission webhook that is down makes the API server say of new pods. */
  webhookFailure: string | undefined;
  #traffic = { from: 1, to: 1, sinceMs: 0 };

  /** A node that lost its network: kubelet, containers and telemetry are out of reach. */
  silenceNode(name: string): void {
    this.#silentNodes.add(name);
  }

  reviveNode(name: string): void {
    this.#silentNodes.delete(name);
  }

  isSilent(node: string | undefined): boolean {
    return node !== undefined && this.#silentNodes.has(node);
  }

  slowVolume(volume: SlowVolume, nowMs: number): void {
    this.#slowVolumes.push({ ...volume, sinceMs: nowMs });
  }

  mendVolume(namespace: string, service: string): void {
    const index = this.#slowVolumes.findIndex(
      v => v.namespace === namespace && v.service === service,
    );
    if (index >= 0) {
      this.#slowVolumes.splice(index, 1);
    }
  }

  /** A pod that started later got another volume, so a restart helps. */
  volumeDelayMs(namespace: string, service: string, startedMs: number): number {
    const slow = this.#slowVolumes.find(
      volume =>
        volume.namespace === namespace &&
        volume.service === service &&
        startedMs < volume.sinceMs,
    );
    return slow?.delayMs ?? 0;
  }

  /** Something outside the cluster changes how a service behaves, whatever it runs. */
  ail(namespace: string, service: string, behaviour: Partial<Behaviour>): void {
    this.#ailments.set(`${namespace}/${service}`, behaviour);
  }

  cure(namespace: string, service: string): void {
    this.#ailments.delete(`${namespace}/${service}`);
  }

  ailmentOf(
    namespace: string,
    service: string,
  ): Partial<Behaviour> | undefined {
    return this.#ailments.get(`${namespace}/${service}`);
  }

  /** How many times the usual number of customers come, reached over two minutes. */
  setTraffic(factor: number, nowMs: number): void {
    this.#traffic = {
      from: this.trafficFactor(nowMs),
      to: factor,
      sinceMs: nowMs,
    };
  }

  trafficFactor(nowMs: number): number {
    const { from, to, sinceMs } = this.#traffic;
    const share = Math.min(1, Math.max(0, (nowMs - sinceMs) / TRAFFIC_RAMP_MS));
    return from + (to - from) * share;
  }
}
