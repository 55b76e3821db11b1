import { hash32, Random } from '../random';

/** Decides by the seed what a fault is about: the same seed, the same fault. */
export class Dice {
  readonly #random: Random;
  readonly #turn: number;

  constructor(seed: number, name: string) {
    this.#random = new Random(`${seed} ${name}`);
    this.#turn = seed + (hash32(name) >>> 0);
  }

  /** Another option with each seed, so that a few seeds see all of them. */
  target<T>(options: readonly T[]): T {
    return options[this.#turn % options.length];
  }

  /** One of the options, whatever the target. */
  of<T>(options: readonly T[]): T {
    return this.#random.pick(options);
  }

  between(low: number, high: number): number {
    return this.#random.between(low, high);
  }
}
