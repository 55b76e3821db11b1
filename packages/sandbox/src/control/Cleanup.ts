/** Ends what was started, the youngest first, whatever fails on the way. */
export class Cleanup {
  readonly #steps: Array<() => Promise<unknown> | unknown> = [];

  add(step: () => Promise<unknown> | unknown): void {
    this.#steps.push(step);
  }

  /** Runs each step once; throws the first failure after all have run. */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length) {
      throw failures[0];
    }
  }
}
