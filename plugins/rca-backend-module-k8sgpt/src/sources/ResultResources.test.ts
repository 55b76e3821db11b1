import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import { Answer, fakeServer, tenantsOf } from '../__testUtils__/fakeServer';
import { hostile, PULL, resource } from '../__testUtils__/results';
import { ResultResources } from './ResultResources';

const PATH = (namespace: string) =>
  `/apis/core.k8sgpt.ai/v1alpha1/namespaces/${namespace}/results`;

describe('ResultResources', () => {
  let answer: Answer;
  let api: Awaited<ReturnType<typeof fakeServer>>;
  const asked: string[] = [];
  beforeAll(async () => {
    api = await fakeServer(request => {
      asked.push(`${request.url} ${request.headers.authorization}`);
      return answer(request);
    });
  });
  afterAll(() => api.stop());
  beforeEach(() => asked.splice(0));

  const namespaces = ['team-a-prod', 'monitoring'];
  const read = (options: { namespace?: string; signal?: AbortSignal } = {}) =>
    new ResultResources({ clusters: tenantsOf(api.url), ...options }).read({
      scope: mockTenantScope({ namespaces }),
      namespaces,
      signal: options.signal ?? new AbortController().signal,
    });

  it("reads each namespace with its tenant's token, page by page", async () => {
    const pod = resource('Pod', 'team-a-prod/cart-1-a', [PULL]);
    // Both are called teamaprodcart.
    const service = resource('Service', 'team-a-prod/cart', ['no endpoints']);
    const deployment = resource('Deployment', 'team-a-prod/cart', ['0 of 2']);
    answer = ({ url = '' }) => {
      if (url.startsWith(PATH('monitoring'))) return [200, { items: [] }];
      return url.includes('continue=')
        ? [200, { items: [service, deployment], metadata: {} }]
        : [200, { items: [pod], metadata: { continue: 'more' } }];
    };
    const { results, unchecked } = await read();
    expect(unchecked).toEqual([]);
    expect(results.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'Pod cart-1-a',
      'Service cart',
      'Deployment cart',
    ]);
    expect(results[0].query).toBe(`${PATH('team-a-prod')}/teamaprodcart1a`);
    expect(asked.sort()).toEqual([
      `${PATH('monitoring')}?limit=250 Bearer token-monitoring`,
      `${PATH('team-a-prod')}?continue=more&limit=250 Bearer token-team-a-prod`,
      `${PATH('team-a-prod')}?limit=250 Bearer token-team-a-prod`,
    ]);
  });

  it('takes of a shared namespace only what is about those of the investigation', async () => {
    answer = () => [
      200,
      {
        items: [
          resource('Pod', 'team-a-prod/x', ['a']),
          resource('Pod', 'team-b-prod/x', ['not for you']),
          ...hostile.map(spec => ({ spec })),
          null,
          { metadata: {} },
        ],
      },
    ];
    const { results } = await read({ namespace: 'k8sgpt' });
    expect(results.map(({ texts }) => texts)).toEqual([['a']]);
    expect(asked).toEqual([
      `${PATH('k8sgpt')}?limit=250 Bearer token-team-a-prod`,
    ]);
  });

  it.each([
    [
      403,
      'forbidden',
      'Listing results of k8sgpt in k8sgpt: results.core.k8sgpt.ai is forbidden',
    ],
    [
      404,
      'not-installed',
      'The cluster has no resources of the k8sgpt operator (results.core.k8sgpt.ai)',
    ],
    [
      500,
      'unreachable',
      'Listing results of k8sgpt in k8sgpt: results.core.k8sgpt.ai is forbidden',
    ],
  ])('calls %s "could not check"', async (status, reason, message) => {
    answer = () => [
      status,
      {
        kind: 'Status',
        code: status,
        message: 'results.core.k8sgpt.ai is forbidden',
      },
    ];
    expect(await read({ namespace: 'k8sgpt' })).toEqual({
      results: [],
      unchecked: [{ source: 'k8sgpt', reason, message }],
    });
  });

  it('stops after four pages, and when it is told to', async () => {
    answer = () => [200, { items: [], metadata: { continue: 'more' } }];
    expect(await read({ namespace: 'k8sgpt' })).toMatchObject({
      unchecked: [{ reason: 'too-many-objects' }],
    });
    expect(asked).toHaveLength(4);

    answer = () => undefined;
    const reason = new Error('cancelled');
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 50);
    await expect(read({ signal: controller.signal })).rejects.toBe(reason);
  });
});
