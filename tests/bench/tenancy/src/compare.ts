import { Amount, Load, Request } from './Load';
import { median, medianInterval, quantile } from './statistics';

/** What two portals did with the same request. */
export type Comparison = {
  /** The middle of the ratios of the rounds. */
  ratio: number;
  /** Where the true one lies, with 95 % confidence. */
  interval?: { low: number; high: number };
  /** Between these lies the middle half of the ratios. */
  spread: { from: number; to: number };
  rounds: number;
  /** Medians, in requests per second. */
  ours: number;
  stock: number;
  failed: number;
};

/**
 * Sends the same to both, in short rounds and by turns.
 *
 * @remarks
 * Whatever else the machine does slows both halves of a round alike, as long as it
 * lasts longer than a round; so ratios are taken within rounds, and their median is
 * what counts. Who comes first changes with each round. It goes on until the target
 * is clearly met or clearly missed, or `maxRounds` are over.
 */
export async function compare(
  sides: { ours: Load; stock: Load },
  request: Request,
  options: {
    round: Amount;
    minRounds: number;
    maxRounds: number;
    target: number;
  },
): Promise<Comparison> {
  const rates = { ours: [] as number[], stock: [] as number[] };
  const ratios: number[] = [];
  let failed = 0;
  let interval: Comparison['interval'];
  const isClear = () =>
    interval &&
    (interval.low >= options.target || interval.high < options.target);
  while (
    ratios.length < options.minRounds ||
    (ratios.length < options.maxRounds && !isClear())
  ) {
    const order = ['ours', 'stock'] as const;
    for (const side of ratios.length % 2 ? order.toReversed() : order) {
      const result = await sides[side].run(request, options.round);
      rates[side].push(result.perSecond);
      failed += result.failed;
    }
    ratios.push(rates.ours.at(-1)! / rates.stock.at(-1)!);
    interval = medianInterval(ratios);
  }
  return {
    ratio: median(ratios),
    interval,
    spread: { from: quantile(ratios, 0.25), to: quantile(ratios, 0.75) },
    rounds: ratios.length,
    ours: median(rates.ours),
    stock: median(rates.stock),
    failed,
  };
}
