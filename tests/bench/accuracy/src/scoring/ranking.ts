export type Answer = Array<{ name: string; score: number }>;

/** One case with its answer; a failed one has an empty answer and an error. */
export type Outcome = {
  name: string;
  type: string;
  truth: string;
  answer: Answer;
  error?: string;
  /** What the engine says how sure it is of its first. */
  confidence?: number;
};

export type RankingFigures = {
  n: number;
  ac1: number;
  ac3: number;
  ac5: number;
  avg5: number;
  empty: number;
};

/** Expected credit over all orders of tied names; 0 if the truth is not in the answer. */
export function creditAt(answer: Answer, truth: string, k: number): number {
  const best = new Map<string, number>();
  for (const { name, score } of answer) {
    best.set(name, Math.max(score, best.get(name) ?? -Infinity));
  }
  const own = best.get(truth);
  if (own === undefined) {
    return 0;
  }
  const scores = [...best.values()];
  const above = scores.filter(score => score > own).length;
  const equal = scores.filter(score => score === own).length;
  return Math.min(1, Math.max(0, (k - above) / equal));
}

/** The same with ties broken by ascending name in byte order. */
export function creditByName(answer: Answer, truth: string, k: number): number {
  const sorted = [...answer].sort(
    (a, b) => b.score - a.score || (a.name < b.name ? -1 : 1),
  );
  const index = sorted.findIndex(({ name }) => name === truth);
  return index >= 0 && index < k ? 1 : 0;
}

export function figuresOf(
  outcomes: ReadonlyArray<Pick<Outcome, 'answer' | 'truth'>>,
  credit = creditAt,
): RankingFigures {
  const n = outcomes.length;
  const ac = (k: number) =>
    mean(outcomes.map(({ answer, truth }) => credit(answer, truth, k)));
  return {
    n,
    ac1: ac(1),
    ac3: ac(3),
    ac5: ac(5),
    avg5: mean([1, 2, 3, 4, 5].map(ac)),
    empty: mean(outcomes.map(({ answer }) => (answer.length === 0 ? 1 : 0))),
  };
}

/** Every candidate with the same score. */
export function randomFloor(
  cases: ReadonlyArray<{ truth: string; candidates: readonly string[] }>,
): RankingFigures {
  return figuresOf(
    cases.map(({ truth, candidates }) => ({
      truth,
      answer: candidates.map(name => ({ name, score: 0 })),
    })),
  );
}

/** Names ranked by how often they are the truth: in-sample, so above any honest prior. */
export function priorFloor(truths: readonly string[]): RankingFigures {
  const counts = new Map<string, number>();
  for (const truth of truths) {
    counts.set(truth, (counts.get(truth) ?? 0) + 1);
  }
  const answer = [...counts].map(([name, score]) => ({ name, score }));
  return figuresOf(truths.map(truth => ({ truth, answer })));
}

export function mean(values: readonly number[]): number {
  return values.length === 0
    ? 0
    : values.reduce((sum, value) => sum + value, 0) / values.length;
}
