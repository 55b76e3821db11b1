// Runs the proxies before the stores, and says on request what they counted.
import http from 'node:http';
import { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { StoreProxy } from './StoreProxy';

async function main(): Promise<void> {
  const { LOAD_STORES, LOAD_PROXIES_FILE } = process.env;
  const stores = JSON.parse(LOAD_STORES ?? '{}') as Record<string, string>;
  const proxies: Record<string, StoreProxy> = {};
  for (const [name, target] of Object.entries(stores)) {
    proxies[name] = await StoreProxy.start(target);
  }
  const each = <T>(read: (proxy: StoreProxy) => T) =>
    Object.fromEntries(
      Object.entries(proxies).map(([name, proxy]) => [name, read(proxy)]),
    );
  const server = http.createServer((request, response) => {
    if (request.method === 'POST') each(proxy => proxy.reset());
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(each(proxy => proxy.counts)));
  });
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    writeFileSync(
      LOAD_PROXIES_FILE!,
      JSON.stringify({
        counts: `http://127.0.0.1:${port}`,
        stores: each(proxy => proxy.url),
      }),
    );
  });
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(2);
});
