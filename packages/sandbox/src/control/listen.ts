import { createServer, RequestListener } from 'node:http';
import { AddressInfo } from 'node:net';

/** A server on its port, and the way to end it. */
export type Listening = { url: string; close(): Promise<void> };

/**
 * Serves on `host` and `port` (0 picks a free one). The handler is made once the
 * address is known, for those who have to write it into their answers.
 */
export async function listen(
  address: { host: string; port: number },
  createHandler: (url: string) => RequestListener | Promise<RequestListener>,
): Promise<Listening> {
  let handler: RequestListener = (_req, res) => res.writeHead(503).end();
  const server = createServer((req, res) => handler(req, res));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  const url = `http://${host}:${port}`;
  const close = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  try {
    handler = await createHandler(url);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, close };
}
