import { changeEvidence, Counts, total } from './changeEvidence';

/** What follows a step at the end of a request's stay in an entity. @internal */
export const END = '(end)';

type Cell = { failed: Map<string, number>; fine: Map<string, number> };

/** A place in an entity's behaviour where what comes next has changed. @internal */
export type StepChange = {
  entity: string;
  after: string;
  /** Logarithm of the Bayes factor for a change. */
  nats: number;
  before: Counts;
  now: Counts;
};

/**
 * Counts, per entity, what comes next after each step of a request: a Markov
 * chain of the first order, kept apart for requests that failed and that did not.
 *
 * @internal
 */
export class StepTable {
  readonly #cells = new Map<string, Map<string, Cell>>();

  add(entity: string, after: string, next: string, failed: boolean) {
    let steps = this.#cells.get(entity);
    if (!steps) {
      steps = new Map();
      this.#cells.set(entity, steps);
    }
    let cell = steps.get(after);
    if (!cell) {
      cell = { failed: new Map(), fine: new Map() };
      steps.set(after, cell);
    }
    const counts = failed ? cell.failed : cell.fine;
    counts.set(next, (counts.get(next) ?? 0) + 1);
  }

  /**
   * Every step that both tables know, with the evidence for a change.
   *
   * @remarks
   * A reference may itself hold failing requests. That fewer fail now is no fault:
   * where the share of failures has not grown, what changes must show among the
   * requests of the same outcome as well.
   */
  static compare(reference: StepTable, current: StepTable): StepChange[] {
    const changes: StepChange[] = [];
    for (const [entity, steps] of current.#cells) {
      for (const [after, now] of steps) {
        const before = reference.#cells.get(entity)?.get(after);
        if (!before) {
          continue;
        }
        const all = { before: merge(before), now: merge(now) };
        let nats = changeEvidence(all.before, all.now);
        if (
          total(now.failed) * total(all.before) <=
          total(before.failed) * total(all.now)
        ) {
          nats = Math.min(
            nats,
            changeEvidence(before.fine, now.fine) +
              changeEvidence(before.failed, now.failed),
          );
        }
        changes.push({ entity, after, nats, ...all });
      }
    }
    return changes;
  }
}

function merge(cell: Cell): Counts {
  const all = new Map(cell.fine);
  for (const [next, count] of cell.failed) {
    all.set(next, (all.get(next) ?? 0) + count);
  }
  return all;
}
