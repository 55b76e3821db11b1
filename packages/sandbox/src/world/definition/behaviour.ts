import type { Behaviour, ServiceDefinition } from './types';
import { REGISTRY } from './company';

const DEFAULT_BEHAVIOUR: Behaviour = {
  cpuSecondsPerRequest: 0.005,
  idleCpu: 0.006,
  memoryBaseMi: 90,
  memoryMiPerRps: 1,
  leakMiPerRequest: 0,
  errorRate: 0.0001,
  errorLines: [
    'unexpected error while handling request: connection reset by peer',
  ],
  latencyFactor: 1,
  startupSeconds: 4,
  readyPath: '/ready',
  livePath: '/live',
};

/** The company's image registry: what exists, and how it behaves once it runs. */
export class ImageRegistry {
  readonly #images = new Map<string, Behaviour>();
  readonly #services = new Map<string, ServiceDefinition>();

  /** What somebody has pushed for these services. */
  static of(services: readonly ServiceDefinition[]): ImageRegistry {
    const registry = new ImageRegistry();
    for (const service of services) {
      for (const { tag, behaviour } of service.tags) {
        registry.push(service, tag, behaviour);
      }
    }
    return registry;
  }

  /** Somebody built another version. */
  push(
    service: ServiceDefinition,
    tag: string,
    behaviour: Partial<Behaviour> = {},
  ): void {
    const name = imageName(service, tag);
    this.#images.set(name, {
      ...DEFAULT_BEHAVIOUR,
      ...service.behaviour,
      ...behaviour,
    });
    this.#services.set(name, service);
  }

  /** Undefined when no such image exists: it cannot be pulled. */
  behaviourOf(image: string): Behaviour | undefined {
    return this.#images.get(image);
  }

  /** What the application in an image needs to know to start. */
  definitionOf(image: string): ServiceDefinition | undefined {
    return this.#services.get(image);
  }
}

/** `registry.shop.example/shop/cart:1.4.2` */
export function imageName(
  service: Pick<ServiceDefinition, 'image'>,
  tag: string,
): string {
  return `${REGISTRY}/${service.image}:${tag}`;
}
