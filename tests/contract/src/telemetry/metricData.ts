import { BASE_MS } from './targets';

const SCRAPE_MS = 15_000;
const SCRAPES = 240;
const BOUNDS = ['0.1', '0.5', '1', '+Inf'];

/**
 * An hour of samples in the Prometheus text format: a counter with a reset, a
 * gauge, a histogram, an info metric and counts of requests of three pods, one of
 * which is scraped three seconds later and has a gap.
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
    lines.push(...requestCounts(labels, pod));
    lines.push(`info{${labels},node="n-${pod}"} 1 ${BASE_MS + 3_000_000}`);
  }
  return lines.join('\n');
}

/** HTTP of p1 and p2, RPC of p2 and p3; `twin` has the same labels in both. */
function requestCounts(labels: string, pod: string): string[] {
  const lines: string[] = [];
  for (let i = 0; i < SCRAPES; i++) {
    const time = BASE_MS + i * SCRAPE_MS;
    if (pod !== 'p3') {
      lines.push(
        `http_requests_count{${labels},http_route="/a"} ${i * 3} ${time}`,
        `http_requests_count{${labels},http_route="/b"} ${i * 2} ${time}`,
        `http_twin_count{${labels}} ${i * 5} ${time}`,
      );
    }
    if (pod !== 'p1') {
      lines.push(
        `rpc_requests_count{${labels},rpc_method="Get"} ${i * 7} ${time}`,
        `rpc_twin_count{${labels}} ${i * 11} ${time}`,
      );
    }
  }
  return lines;
}
