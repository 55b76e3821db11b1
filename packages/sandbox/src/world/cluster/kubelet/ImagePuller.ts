import { REGISTRY } from '../../definition/company';
import type { ImageRegistry } from '../../definition';
import type { Random } from '../../random';
import { backoffMs } from './backoff';
import type { PodReporter } from './PodReporter';
import type { PodRuntime } from './PodRuntime';

/** From ErrImagePull to ImagePullBackOff. */
const GIVE_UP_MS = 4_000;

/** Fetches images to nodes: those that the registry knows arrive, others are tried again and again. */
export class ImagePuller {
  readonly #registry: ImageRegistry;
  readonly #reporter: PodReporter;
  readonly #random: Random;
  /** What nodes have already, as `node image`. */
  readonly #present = new Set<string>();

  constructor(registry: ImageRegistry, reporter: PodReporter, random: Random) {
    this.#registry = registry;
    this.#reporter = reporter;
    this.#random = random;
  }

  begin(runtime: PodRuntime, now: number): void {
    if (this.#present.has(`${runtime.node} ${runtime.image}`)) {
      this.#reporter.event(
        runtime,
        'Normal',
        'Pulled',
        `Container image "${runtime.image}" already present on machine`,
      );
      runtime.moveTo('create', now);
      return;
    }
    this.#reporter.event(
      runtime,
      'Normal',
      'Pulling',
      `Pulling image "${runtime.image}"`,
    );
    runtime.moveTo('pulling', now + this.#random.int(1200, 4500));
  }

  finish(runtime: PodRuntime, now: number): void {
    const { image } = runtime;
    const found = this.#registry.behaviourOf(image);
    if (found?.restricted && runtime.pullSecrets.length > 0) {
      // No Secret of the company holds credentials, so none can be found.
      this.#reporter.event(
        runtime,
        'Warning',
        'FailedToRetrieveImagePullSecret',
        `Unable to retrieve some image pull secrets (${runtime.pullSecrets.join(
          ', ',
        )}); attempting to pull the image may not succeed.`,
      );
    }
    if (found && !found.restricted) {
      const seconds = this.#random.between(1.2, 4.5).toFixed(3);
      const size = 40_000_000 + this.#random.int(0, 90_000_000);
      this.#present.add(`${runtime.node} ${image}`);
      this.#reporter.event(
        runtime,
        'Normal',
        'Pulled',
        `Successfully pulled image "${image}" in ${seconds}s (${seconds}s including waiting). Image size: ${size} bytes.`,
      );
      runtime.moveTo('create', now);
      return;
    }
    const cause = failureOf(image, found !== undefined);
    this.#reporter.event(
      runtime,
      'Warning',
      'Failed',
      `Failed to pull image "${image}": ${cause}`,
    );
    this.#reporter.event(runtime, 'Warning', 'Failed', 'Error: ErrImagePull');
    runtime.pullError = cause;
    runtime.pullAttempts += 1;
    runtime.waiting = { reason: 'ErrImagePull', message: cause };
    runtime.moveTo('pull-backoff', now + GIVE_UP_MS);
    this.#reporter.publish(runtime);
  }

  backOff(runtime: PodRuntime, now: number): void {
    const text = `Back-off pulling image "${runtime.image}"`;
    this.#reporter.event(runtime, 'Normal', 'BackOff', text);
    this.#reporter.event(
      runtime,
      'Warning',
      'Failed',
      'Error: ImagePullBackOff',
    );
    runtime.waiting = {
      reason: 'ImagePullBackOff',
      message: `${text}: ErrImagePull: ${runtime.pullError}`,
    };
    runtime.moveTo('pull', now + backoffMs(runtime.pullAttempts));
    this.#reporter.publish(runtime);
  }
}

/** What containerd says of an image that it does not get. */
function failureOf(image: string, exists: boolean): string {
  const failed = `failed to pull and unpack image "${image}": failed to resolve reference "${image}"`;
  const [host] = image.split('/');
  if (host !== REGISTRY) {
    return `rpc error: code = Unknown desc = ${failed}: failed to do request: Head "https://${host}/v2/": dial tcp: lookup ${host}: no such host`;
  }
  return exists
    ? `rpc error: code = Unknown desc = ${failed}: unexpected status from HEAD request to https://${host}/v2/: 401 Unauthorized`
    : `rpc error: code = NotFound desc = ${failed}: ${image}: not found`;
}
