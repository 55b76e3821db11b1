import { NotFoundError } from '@backstage/errors';
import {
  collect,
  eventually,
  startFakeStore,
} from '../__testUtils__/startFakeStore';
import { StoreConfig } from '../config';
import { StoreClient } from './StoreClient';

type FakeStore = Awaited<ReturnType<typeof startFakeStore>>;
type Handler = Parameters<typeof startFakeStore>[0];

const form = new URLSearchParams({ query: 'a&b=c' });

describe('StoreClient', () => {
  let fake: FakeStore | undefined;

  afterEach(async () => {
    jest.restoreAllMocks();
    await fake?.stop();
    fake = undefined;
  });

  async function clientOf(
    handler: Handler,
    overrides?: Partial<StoreConfig>,
  ): Promise<[StoreClient, FakeStore]> {
    fake = await startFakeStore(handler);
    const client = new StoreClient({
      name: 'The store',
      config: fake.config(overrides),
      timeoutParameter: 'limit_ms',
    });
    return [client, fake];
  }

  it('should ask by POST or by GET, and tell the deadline either way', async () => {
    const [client, server] = await clientOf((res, { path }) => {
      res.writeHead(path.startsWith('/a/x') ? 404 : 200).end('{}');
    });
    await client.json({ path: 'a/b', form });
    await client.json({ path: 'a/b', form, method: 'GET' });
    expect(server.requests.map(r => r.path)).toEqual([
      '/a/b',
      '/a/b?query=a%26b%3Dc&limit_ms=5000ms',
    ]);
    expect(server.requests.map(r => r.form.get('query'))).toEqual([
      'a&b=c',
      'a&b=c',
    ]);
    const missing = { path: 'a/x', form, method: 'GET' as const };
    await expect(client.json(missing)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('check its url'),
    });
    await expect(
      client.json({ ...missing, notFound: () => new NotFoundError('gone') }),
    ).rejects.toMatchObject({ name: 'NotFoundError', message: 'gone' });
  });

  describe('with an answer without an end', () => {
    it('should hold it beyond the deadline, tell the server of none, and let it go', async () => {
      const [client, server] = await clientOf(
        res => {
          res.writeHead(200);
          res.flushHeaders();
          setTimeout(() => res.write('late'), 1_200);
        },
        { deadlineMs: 500 },
      );
      for await (const chunk of client.live({ path: 'tail', form })) {
        expect(Buffer.from(chunk).toString()).toBe('late');
        break;
      }
      expect(server.requests[0].form.has('limit_ms')).toBe(false);
      await eventually(() => server.closedEarly.length === 1);
    });

    it('should wait for its beginning as well, until the caller leaves', async () => {
      const [client, server] = await clientOf(
        (res, _request, attempt) => {
          if (attempt === 1) {
            // A quiet store: not even headers for longer than the deadline.
            setTimeout(() => res.end('late'), 1_200);
          }
        },
        { deadlineMs: 500 },
      );
      await expect(
        collect(client.live({ path: 'tail', form })),
      ).resolves.toHaveLength(1);

      const controller = new AbortController();
      const left = collect(
        client.live({ path: 'tail', form, signal: controller.signal }),
      ).catch(error => error);
      await eventually(() => server.requests.length === 2);
      const reason = new Error('the tab was closed');
      controller.abort(reason);
      expect(await left).toBe(reason);
      await eventually(() => server.closedEarly.length === 1);
    });

    it('should give it slots of its own, and no queue', async () => {
      const [client, server] = await clientOf(
        (res, { path }) => {
          res.writeHead(200);
          res.flushHeaders();
          if (path === '/query') {
            res.end('{}');
          }
        },
        { maxTails: 2 },
      );
      const controller = new AbortController();
      const live = () =>
        collect(client.live({ path: 'tail', form, signal: controller.signal }));
      const followers = [live(), live()];
      const settled = Promise.allSettled(followers);
      await eventually(() => server.requests.length === 2);
      await expect(live()).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining('too many live tails'),
      });
      await expect(client.json({ path: 'query', form })).resolves.toEqual({});
      controller.abort();
      await settled;
      await eventually(() => server.closedEarly.length === 2);
    });
  });

  describe('with a store that fails', () => {
    const ask = (client: StoreClient, signal?: AbortSignal): Promise<any> =>
      client.json({ path: 'query', form, signal }).catch(error => error);

    it('should leave it alone after five failures, and try with one request later', async () => {
      let status = 429;
      let hold: (() => void) | undefined;
      const [client, server] = await clientOf(res => {
        const answer = () => {
          res.writeHead(status).end('{}');
        };
        if (status === 299) {
          hold = () => {
            status = 200;
            answer();
          };
        } else {
          answer();
        }
      });
      const start = Date.now();
      const now = jest.spyOn(Date, 'now').mockImplementation(() => start);
      for (let i = 0; i < 5; i++) {
        expect((await ask(client)).message).toContain('answered 429');
      }
      const refusal = 'failed 5 times in a row and is left alone for 10 s';
      expect(await ask(client)).toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringContaining(refusal),
      });
      expect(server.requests).toHaveLength(5);

      // A probe that fails closes the way again.
      now.mockImplementation(() => start + 11_000);
      expect((await ask(client)).message).toContain('answered 429');
      expect((await ask(client)).message).toContain(refusal);
      expect(server.requests).toHaveLength(6);

      // Whoever comes while a probe runs does not wait for it.
      status = 299;
      now.mockImplementation(() => start + 22_000);
      const probe = ask(client);
      await eventually(() => hold !== undefined);
      expect((await ask(client)).message).toContain(refusal);
      hold!();
      expect(await probe).toEqual({});
      expect(await ask(client)).toEqual({});
      expect(server.requests).toHaveLength(8);
    });

    it.each([
      ['a query that it refuses', 400, 'bad'],
      ['credentials that it refuses', 401, ''],
      ['a query that is too heavy', 503, "couldn't be executed in 1 s"],
      ['a query that it fails at', 500, 'panic'],
    ])('should not hold %s against it', async (_name, status, text) => {
      const [client, server] = await clientOf(res => {
        res.writeHead(status).end(text);
      });
      for (let i = 0; i < 7; i++) {
        await ask(client);
      }
      expect(server.requests).toHaveLength(7);
    });

    it('should forget failures once it answers, also by a refusal', async () => {
      const [client, server] = await clientOf((res, _request, attempt) => {
        res.writeHead(attempt % 5 === 0 ? 400 : 429).end();
      });
      for (let i = 0; i < 12; i++) {
        await ask(client);
      }
      expect(server.requests).toHaveLength(12);
    });

    it('should count neither missed deadlines nor callers that left', async () => {
      const [client, server] = await clientOf(() => {}, { deadlineMs: 250 });
      const controller = new AbortController();
      const left = ask(client, controller.signal);
      await eventually(() => server.requests.length === 1);
      controller.abort();
      await left;
      for (let i = 0; i < 6; i++) {
        expect((await ask(client)).message).toContain('within 250 ms');
      }
      expect(server.requests).toHaveLength(7);
    });
  });
});
