import { ALICE, startPortal } from './__testUtils__/startPortal';

jest.setTimeout(120_000);

const CHECKOUT = 'component:default/checkout';

describe('observabilityPlugin', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;
  const about = (more: object = {}) => ({
    entityRef: CHECKOUT,
    window: portal.window,
    ...more,
  });

  beforeAll(async () => {
    portal = await startPortal({ faults: ['slow-cart-redis'] });
    portal.permissions.authorize.mockResolvedValue([
      { result: 'ALLOW' as never },
    ]);
  });
  afterAll(() => portal?.stop());

  it('answers', async () => {
    console.log(ALICE);
    const show = async (path: string, body: object) => {
      const started = Date.now();
      const { status, text } = await portal.post(path, body);
      console.log(path, status, Date.now() - started, text.slice(0, 3500));
    };
    console.log((await portal.get(`target?entityRef=${CHECKOUT}`)).text);
    await show('logs/volume', about({ buckets: 10 }));
    await show('logs/lines', about({ limit: 3 }));
    await show('logs/lines', {
      ...about({ limit: 3 }),
      entityRef: 'component:default/cart',
    });
    await show('logs/fields', about());
    await show('logs/patterns', about());
    await show('metrics/panel', about({ panel: 'latency' }));
    await show('metrics/panel', about({ panel: 'call-latency' }));
    await show('metrics/panel', about({ panel: 'memory' }));
    await show(
      'metrics/query',
      about({ query: 'count(kube_pod_status_phase)' }),
    );
    await show('metrics/names', about());
    await show('marks', about());
    await show('traces/search', about({ limit: 2 }));
  });
});
