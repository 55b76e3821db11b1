/** Units per second of several rounds. */
export type Rate = { median: number; least: number; most: number };

/** By CPU time of this process, and by the clock. */
export type Measured = { cpu: Rate; clock: Rate };

const MICROSECONDS = 1e6;
const NANOSECONDS = 1e9;

/**
 * Runs each of some works once to warm up, then all by turns, so that whatever else
 * the machine does meets all of them.
 */
export function measureByTurns(
  works: Record<string, () => unknown>,
  units: number,
  rounds: number,
): Record<string, Measured> {
  const names = Object.keys(works);
  const seen = new Map(
    names.map(name => [name, { cpu: [] as number[], clock: [] as number[] }]),
  );
  names.forEach(name => works[name]());
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const cpu = process.cpuUsage();
      const clock = process.hrtime.bigint();
      works[name]();
      const { user, system } = process.cpuUsage(cpu);
      const elapsed = Number(process.hrtime.bigint() - clock) / NANOSECONDS;
      seen.get(name)!.cpu.push((units * MICROSECONDS) / (user + system));
      seen.get(name)!.clock.push(units / elapsed);
    }
  }
  return Object.fromEntries(
    [...seen].map(([name, { cpu, clock }]) => [
      name,
      { cpu: rateOf(cpu), clock: rateOf(clock) },
    ]),
  );
}

/** Median, least and most. */
export function rateOf(values: readonly number[]): Rate {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: sorted[sorted.length >> 1],
    least: sorted[0],
    most: sorted[sorted.length - 1],
  };
}

/** One line of the report, in millions per second. */
export function formatRate(
  name: string,
  { cpu, clock }: Measured,
  unit: string,
): string {
  const million = (value: number) => (value / 1e6).toFixed(2);
  return `${name.padEnd(46)} ${million(cpu.median).padStart(
    7,
  )} M ${unit}/s by CPU (${million(cpu.least)}-${million(cpu.most)}), ${million(
    clock.median,
  )} by the clock`;
}

/** How a figure stands to its target. */
export function verdict(rate: Rate, target: number): string {
  return rate.median >= target
    ? `target ${target / 1e6} M met`
    : `target ${target / 1e6} M MISSED`;
}
