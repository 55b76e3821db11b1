import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import { Answer, fakeServer } from '../__testUtils__/fakeServer';
import { served } from '../__testUtils__/results';
import { K8sgptServer } from './K8sgptServer';

describe('K8sgptServer', () => {
  let answer: Answer;
  let server: Awaited<ReturnType<typeof fakeServer>>;
  beforeAll(async () => {
    server = await fakeServer(request => answer(request));
  });
  afterAll(() => server.stop());

  const read = (signal = new AbortController().signal) =>
    new K8sgptServer({ url: server.url, filters: ['Pod', 'Service'] }).read({
      scope: mockTenantScope(),
      namespaces: ['team-a-prod'],
      signal,
    });

  it('asks about one namespace, without the model', async () => {
    const asked: unknown[] = [];
    answer = ({ method, url, text }) => {
      asked.push([method, url, JSON.parse(text)]);
      return [200, served];
    };
    const { results, unchecked } = await read();
    expect(asked).toEqual([
      [
        'POST',
        '/v1/analyze',
        {
          namespace: 'team-a-prod',
          filters: ['Pod', 'Service'],
          explain: false,
          output: 'json',
        },
      ],
    ]);
    expect(results).toMatchObject([{ kind: 'Pod', name: 'cart-1-a' }]);
    expect(unchecked).toEqual([]);
  });

  it('takes nothing of a namespace that it did not ask about', async () => {
    answer = () => [
      200,
      {
        results: [{ ...served.results[0], name: 'team-b-prod/ledger' }],
      },
    ];
    expect(await read()).toEqual({ results: [], unchecked: [] });
  });

  it('fails for an error, a redirect, an answer without end and none at all', async () => {
    answer = () => [500, { code: 2, message: 'no AI provider' }];
    await expect(read()).rejects.toThrow('500');
    answer = () => [200, 'x'.repeat(4 * 1024 * 1024 + 1)];
    await expect(read()).rejects.toThrow('more than 4 MiB');
    answer = () => [200, '<html>'];
    await expect(read()).rejects.toThrow('something else than its results');
    answer = () => undefined;
    await expect(read(AbortSignal.timeout(50))).rejects.toThrow('timeout');
  });
});
