/**
 * For each probability of chance, the expected share of false reports among all
 * that are as unlikely: thousands of templates do not bring a report by their number.
 *
 * @remarks
 * Benjamini and Hochberg, "Controlling the False Discovery Rate", JRSS B 57, 1995.
 *
 * @public
 */
export function falseDiscoveryRates(chances: readonly number[]): number[] {
  const order = chances
    .map((_, i) => i)
    .sort((a, b) => chances[b] - chances[a]);
  const rates = new Array<number>(chances.length);
  let least = 1;
  order.forEach((index, place) => {
    const rank = chances.length - place;
    least = Math.min(least, (chances[index] * chances.length) / rank);
    rates[index] = least;
  });
  return rates;
}
