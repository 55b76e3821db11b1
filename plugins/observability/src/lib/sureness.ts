const SURE = 0.9;
const LIKELY = 0.7;

/** How sure a detector is, in a word and a number: `Likely (74 %)`. */
export function sureness(confidence: number): string {
  const percent = `(${Math.round(100 * confidence)} %)`;
  if (confidence >= SURE) {
    return `Sure ${percent}`;
  }
  return confidence >= LIKELY ? `Likely ${percent}` : `Perhaps ${percent}`;
}
