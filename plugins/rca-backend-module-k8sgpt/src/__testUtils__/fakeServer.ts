import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { clusterServiceMock } from '@internal/plugin-cluster-node/testUtils';
import { KubeConfig } from '@kubernetes/client-node';

/** What came in, and what to answer: a status and JSON or text, or nothing at all. */
export type Answer = (
  request: IncomingMessage & { text: string },
) => [status: number, body: unknown] | undefined;

/** An HTTP server on a free port of the loopback interface. */
export async function fakeServer(
  answer: Answer,
): Promise<{ url: string; stop: () => void }> {
  const server: Server = createServer(async (req, res) => {
    let text = '';
    for await (const chunk of req) text += chunk;
    const answered = answer(Object.assign(req, { text }));
    if (!answered) return;
    const [status, body] = answered;
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Hands out `token-<namespace>` for the given API server. */
export function tenantsOf(url: string) {
  return clusterServiceMock({
    forTenant: async ({ namespace }) => {
      const kubeConfig = new KubeConfig();
      kubeConfig.loadFromOptions({
        clusters: [{ name: 'c', server: url, skipTLSVerify: true }],
        users: [{ name: 'u', token: `token-${namespace}` }],
        contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
        currentContext: 'x',
      });
      return {
        cluster: 'sandbox',
        namespace,
        kubeConfig,
        token: `token-${namespace}`,
        expiresAt: new Date(),
      };
    },
  });
}
