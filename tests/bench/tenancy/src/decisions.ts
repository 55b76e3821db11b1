import { median, quantile } from './statistics';

const TARGET_US = 50;
/** The groups of a caller are kept for less than this. */
const FORGOTTEN_AFTER_MS = 2_200;

/** What decisions cost inside a portal; see benchPlugin.ts. */
export async function measureDecisions(
  portal: { url: string; token: string },
  coldSamples: number,
): Promise<{ good: boolean; lines: string[] }> {
  const cold: number[] = [];
  const cached: number[] = [];
  for (let i = 0; i < coldSamples; i++) {
    if (i)
      await new Promise(resolve => setTimeout(resolve, FORGOTTEN_AFTER_MS));
    const answer = await fetch(`${portal.url}/api/bench/`, {
      headers: { authorization: `Bearer ${portal.token}` },
    });
    if (!answer.ok) throw new Error(`No decision: ${await answer.text()}`);
    const times = (await answer.json()) as { cold: number; cached: number[] };
    cold.push(times.cold);
    times.cached.forEach(time => cached.push(time));
  }
  const us = (values: number[]) =>
    `p50 ${median(values).toFixed(1)} µs  p99 ${quantile(values, 0.99).toFixed(
      1,
    )} µs`;
  const good = median(cached) <= TARGET_US;
  return {
    good,
    lines: [
      `${good ? '✓' : '✗'} decision, cached    ${us(
        cached,
      )}  (target: p50 ${TARGET_US} µs)`,
      `  decision, cold      ${us(cold)}`,
    ],
  };
}
