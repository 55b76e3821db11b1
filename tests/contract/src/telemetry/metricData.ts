import { BASE_MS } from './targets';

const SCRAPE_MS = 15_000;
const SCRAPES = 240;
const BOUNDS = ['0.1', '0.5', '1', '+Inf'];

/**
 * An hour of samples in the Prometheus text format: a counter with a reset, a
 * gauge, a histogram and an info metric of three pods, one of which is scraped
 * three seconds later and has a gap.
 */
export function metricData(run: string): string {
  let seed = 7;
  const random = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  const lines: string[] = [];
  for (const [ns, pod] of [
    ['a', 'p1'],
    ['a', 'p2'],
    ['b', 'p3'],
  ]) {
    const labels = `run="${run}",ns="${ns}",pod="${pod}"`;
    let counter = 1000 * random();
    const counts = BOUNDS.map(() => 0);
    for (let i = 0; i < SCRAPES; i++) {
      if (pod === 'p2' && i > 100 && i < 130) continue;
      counter = pod === 'p3' && i === 120 ? 2 : counter + random() * 3;
      const gauge = 50 + 20 * Math.sin(i / 10) + random();
      const time = BASE_MS + i * SCRAPE_MS + (pod === 'p2' ? 3000 : 0);
      lines.push(`cpu{${labels}} ${counter.toFixed(4)} ${time}`);
      lines.push(`mem{${labels},container="app"} ${gauge.toFixed(4)} ${time}`);
      BOUNDS.forEach((bound, b) => {
        for (let k = b; k < BOUNDS.length; k++)
          counts[k] += Math.floor(random() * 3);
        lines.push(`lat_bucket{${labels},le="${bound}"} ${counts[b]} ${time}`);
      });
    }
    lines.push(`info{${labels},node="n-${pod}"} 1 ${BASE_MS + 3_000_000}`);
  }
  return lines.join('\n');
}
