import { SourceProgress } from '@internal/plugin-rca-common';

/**
 * Writes the newest progress, one write at a time; a write that fails is made up
 * for by the next.
 * @internal
 */
export class ProgressWriter {
  readonly #save: (progress: SourceProgress[]) => Promise<unknown>;
  readonly #onError: (error: unknown) => void;
  #latest: SourceProgress[] | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: {
    save: (progress: SourceProgress[]) => Promise<unknown>;
    onError: (error: unknown) => void;
  }) {
    this.#save = options.save;
    this.#onError = options.onError;
  }

  write(progress: SourceProgress[]): void {
    const idle = this.#latest === undefined;
    this.#latest = progress;
    if (idle) {
      this.#writing = this.#writing.then(() => this.#flush());
    }
  }

  settled(): Promise<void> {
    return this.#writing;
  }

  async #flush(): Promise<void> {
    const progress = this.#latest;
    this.#latest = undefined;
    if (progress) {
      await this.#save(progress).catch(this.#onError);
    }
  }
}
