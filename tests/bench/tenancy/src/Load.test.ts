import http from 'node:http';
import { AddressInfo } from 'node:net';
import { Load } from './Load';

describe('Load', () => {
  it('should count answers over many connections that it keeps, and refusals apart', async () => {
    const sockets = new Set<unknown>();
    const bodies: string[] = [];
    const callers = new Set<unknown>();
    const server = http.createServer(async (req, res) => {
      sockets.add(req.socket);
      let body = '';
      for await (const chunk of req) body += chunk;
      bodies.push(body);
      const { authorization = '' } = req.headers;
      callers.add(authorization);
      res.statusCode = authorization.startsWith('Bearer t') ? 200 : 401;
      setTimeout(() => res.end('{}'), 5);
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', () => resolve());
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const request = { method: 'POST', path: '/x', body: '{"a":1}' };
    const loadWith = (name: string) =>
      new Load({
        url,
        tokens: Array.from({ length: 10 }, (_, i) => `${name}${i}`),
      });

    const allowed = loadWith('t');
    const timed = await allowed.run(request, { seconds: 0.2, requests: 1 });
    expect(timed).toMatchObject({ failed: 0, done: bodies.length });
    expect(timed.perSecond).toBeGreaterThan(10);
    expect(timed.perSecond).toBeLessThanOrEqual(timed.done / 0.2);
    expect(
      await allowed.run(request, { seconds: 0, requests: 25 }),
    ).toMatchObject({
      done: 25,
    });
    expect(sockets.size).toBe(10);
    expect(callers.size).toBe(10);
    expect(new Set(bodies)).toEqual(new Set(['{"a":1}']));

    const refused = loadWith('wrong');
    expect(await refused.run(request, { seconds: 0, requests: 3 })).toEqual({
      perSecond: 0,
      done: 0,
      failed: 3,
    });
    allowed.close();
    refused.close();
    await new Promise(resolve => server.close(resolve));
    const gone = loadWith('t');
    expect((await gone.run(request, { seconds: 0, requests: 1 })).failed).toBe(
      1,
    );
  });
});
