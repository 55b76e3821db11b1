import http from 'node:http';

/** A request that is sent again and again. */
export type Route = { method: string; path: string; body?: string };

/** Sends one request after the other over each of `connections`; resolves to requests per second. */
export async function throughput(options: {
  url: string;
  route: Route;
  token: string;
  connections: number;
  seconds: number;
}): Promise<{ perSecond: number; failed: number }> {
  const { url, route, token, connections, seconds } = options;
  const { hostname, port } = new URL(url);
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const until = Date.now() + seconds * 1_000;
  const counts = { done: 0, failed: 0 };
  const once = () =>
    new Promise<void>(resolve => {
      const fail = () => {
        counts.failed++;
        resolve();
      };
      const request = http.request(
        {
          agent,
          host: hostname === 'localhost' ? '127.0.0.1' : hostname,
          port,
          method: route.method,
          path: route.path,
          headers: {
            authorization: `Bearer ${token}`,
            ...(route.body && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(route.body),
            }),
          },
        },
        answer => {
          answer.resume();
          answer.once('end', () => {
            if (answer.statusCode === 200) counts.done++;
            else counts.failed++;
            resolve();
          });
          answer.once('error', fail);
        },
      );
      request.once('error', fail);
      request.end(route.body);
    });
  const begun = Date.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (Date.now() < until) await once();
    }),
  );
  agent.destroy();
  const elapsed = (Date.now() - begun) / 1_000;
  return { perSecond: counts.done / elapsed, failed: counts.failed };
}

/** The value below which this share of the values lies. */
export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
