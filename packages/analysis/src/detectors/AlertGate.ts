/** @public */
export type AlertGateOptions = {
  /** A score from here on opens an alert. */
  open: number;
  /** A score below this is calm again; at most `open`. Default: half of it. */
  close?: number;
  /** Points in a row that must agree before it opens, or closes. Default 1 and 3. */
  confirm?: number;
  calm?: number;
  /** An alert that opens again within this time of its end is the same. Default 0. */
  cooldown?: number;
};

/** @public */
export type AlertEvent =
  | { type: 'opened'; onset: number; peak: number }
  /** The one that had ended goes on; nobody needs to be told again. */
  | { type: 'reopened'; onset: number; peak: number }
  | { type: 'closed'; onset: number; end: number; peak: number };

/**
 * Turns scores into alerts, one for each event: hysteresis between opening and
 * closing, confirmation, and a time in which what comes back is the same event.
 *
 * @remarks
 * The trigger with two thresholds is Schmitt's ("A thermionic trigger", 1938). Times
 * are in any unit.
 *
 * @public
 */
export class AlertGate {
  readonly #options: Required<AlertGateOptions>;
  #agreeing = 0;
  #firstAgreeing = 0;
  #current: { onset: number; peak: number } | undefined;
  #last: { onset: number; peak: number; end: number } | undefined;
  #waitingPeak = 0;

  constructor(options: AlertGateOptions) {
    const { open } = options;
    this.#options = {
      close: open / 2,
      confirm: 1,
      calm: 3,
      cooldown: 0,
      ...options,
    };
  }

  get isOpen(): boolean {
    return this.#current !== undefined;
  }

  /** Takes the next score; returns what changed by it. A score that is no number changes nothing. */
  add(time: number, score: number): AlertEvent | undefined {
    if (!Number.isFinite(score)) {
      return undefined;
    }
    return this.#current
      ? this.#whileOpen(this.#current, time, score)
      : this.#whileClosed(time, score);
  }

  #whileOpen(
    current: { onset: number; peak: number },
    time: number,
    score: number,
  ): AlertEvent | undefined {
    current.peak = Math.max(current.peak, score);
    if (score >= this.#options.close) {
      this.#agreeing = 0;
      return undefined;
    }
    if (this.#agreeing === 0) {
      this.#firstAgreeing = time;
    }
    this.#agreeing++;
    if (this.#agreeing < this.#options.calm) {
      return undefined;
    }
    this.#agreeing = 0;
    this.#current = undefined;
    this.#last = { ...current, end: this.#firstAgreeing };
    return { type: 'closed', ...this.#last };
  }

  #whileClosed(time: number, score: number): AlertEvent | undefined {
    if (score < this.#options.open) {
      this.#agreeing = 0;
      return undefined;
    }
    if (this.#agreeing === 0) {
      this.#firstAgreeing = time;
      this.#waitingPeak = score;
    }
    this.#agreeing++;
    this.#waitingPeak = Math.max(this.#waitingPeak, score);
    if (this.#agreeing < this.#options.confirm) {
      return undefined;
    }
    this.#agreeing = 0;
    const last = this.#last;
    if (last && this.#firstAgreeing - last.end < this.#options.cooldown) {
      const peak = Math.max(last.peak, this.#waitingPeak);
      this.#current = { onset: last.onset, peak };
      return { type: 'reopened', ...this.#current };
    }
    this.#current = { onset: this.#firstAgreeing, peak: this.#waitingPeak };
    return { type: 'opened', ...this.#current };
  }
}
