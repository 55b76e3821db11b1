import http from 'node:http';
import { AddressInfo } from 'node:net';
import { quantile, throughput } from './measure';

describe('measure', () => {
  it('should count answers over many connections, and refusals apart', async () => {
    const sockets = new Set<unknown>();
    const bodies: string[] = [];
    const server = http.createServer(async (req, res) => {
      sockets.add(req.socket);
      let body = '';
      for await (const chunk of req) body += chunk;
      bodies.push(body);
      res.statusCode = req.headers.authorization === 'Bearer t' ? 200 : 401;
      setTimeout(() => res.end('{}'), 5);
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', () => resolve());
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const run = (token: string) =>
      throughput({
        url,
        token,
        route: { method: 'POST', path: '/x', body: '{"a":1}' },
        connections: 10,
        seconds: 0.3,
      });
    const allowed = await run('t');
    expect(allowed.perSecond).toBeGreaterThan(10);
    expect(allowed.failed).toBe(0);
    expect(sockets.size).toBe(10);
    expect(new Set(bodies)).toEqual(new Set(['{"a":1}']));
    const refused = await run('wrong');
    expect(refused.perSecond).toBe(0);
    expect(refused.failed).toBeGreaterThan(0);
    server.close();
  });

  it('should find quantiles', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([1, 2], 1)).toBe(2);
    expect(quantile([7], 0.99)).toBe(7);
  });
});
