/**
 * Where in time the reader points, shared by all charts of a page: by mouse,
 * touch or keyboard on one of them, seen on all.
 */
export class CursorBus {
  readonly #listeners = new Set<() => void>();
  #at?: number;

  /** Unix seconds; nothing while nobody points. */
  get at(): number | undefined {
    return this.#at;
  }

  readonly set = (at: number | undefined): void => {
    if (at !== this.#at) {
      this.#at = at;
      this.#listeners.forEach(listener => listener());
    }
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
