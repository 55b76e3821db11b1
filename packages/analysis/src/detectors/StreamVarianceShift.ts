import { StreamLevelShift, StreamShift } from './StreamLevelShift';

/** Differences are summed up over so many points: their logarithm is then nearly normal. */
const BLOCK = 8;

/**
 * Says at which point of a stream its spread has shifted, whatever its level.
 *
 * @remarks
 * The logarithm of the mean absolute difference between neighbours in blocks of 8, on
 * which a {@link StreamLevelShift} looks; the mean of absolute differences hardly
 * depends on the level (von Neumann et al., "The mean square successive difference",
 * Annals of Mathematical Statistics 12, 1941). `baseline` is in the stream's unit.
 *
 * @public
 */
export class StreamVarianceShift {
  readonly #shifts = new StreamLevelShift();
  #last = NaN;
  #sum = 0;
  #count = 0;
  #smallest = Infinity;

  /** Takes the next value; a value that is no number only separates neighbours. */
  add(value: number): StreamShift | undefined {
    const difference = Math.abs(value - this.#last);
    this.#last = value;
    this.#sum += Number.isFinite(difference) ? difference : 0;
    this.#count++;
    if (this.#count < BLOCK) {
      return undefined;
    }
    const mean = this.#sum / BLOCK;
    this.#sum = 0;
    this.#count = 0;
    if (mean > 0) {
      this.#smallest = Math.min(this.#smallest, mean);
    }
    // No movement at all is as little as was ever seen.
    const least = Number.isFinite(this.#smallest) ? this.#smallest / 2 : 1;
    const shift = this.#shifts.add(Math.log(Math.max(mean, least)));
    return (
      shift && {
        ...shift,
        onset: shift.onset * BLOCK,
        baseline: Math.exp(shift.baseline),
      }
    );
  }
}
