import { faultCatalog, faultsFor } from '.';
import { faultExpectations } from '../testing/faultExpectations';
import { MINUTE, TestWorld } from '../testing/TestWorld';

jest.setTimeout(180_000);

/** How long a fault is watched, and how long the company gets to recover. */
const FAULT_MINUTES = 12;
const RECOVERY_MINUTES = 8;

/** The product's closed list of causes. */
const CATEGORIES = [
  'bad-image',
  'bad-config',
  'missing-config',
  'out-of-memory',
  'probe-failure',
  'cpu-saturation',
  'slow-dependency',
  'code-regression',
  'unschedulable',
  'service-selector',
  'node-failure',
  'scaled-to-zero',
  'quota-exceeded',
  'admission-denied',
  'storage',
  'network-policy',
  'dns-policy',
  'certificate-expired',
  'other',
];
const ACTIONS = ['rollback', 'scale', 'restart', 'config-change', 'ask-human'];
/** Controls that the world's own tests watch; the evaluation asks about all. */
const WATCHED_CONTROLS = ['traffic-doubling', 'routine-rollout'];

/** Nothing that the product can read may name the fault or its category. */
function leaks(test: TestWorld): string[] {
  const words = [
    ...faultCatalog.map(fault => fault.name),
    ...CATEGORIES.filter(word => word.includes('-')),
    'fault',
  ];
  const pattern = new RegExp(`\\b(${words.join('|')})\\b`, 'g');
  const texts = [
    ...(
      [
        'namespaces',
        'nodes',
        'deployments',
        'replicasets',
        'pods',
        'services',
        'configmaps',
        'events',
      ] as const
    ).flatMap(resource =>
      test.objects(resource).map(object => JSON.stringify(object)),
    ),
    ...test.lines.map(line => JSON.stringify(line.fields)),
    ...[...test.series.keys()].map(labels => JSON.stringify(labels)),
  ];
  return texts.flatMap(text => text.match(pattern) ?? []);
}

describe('the faults', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'should cover the categories with a truth beside each, with seed %i',
    seed => {
      const faults = faultsFor(seed);
      const real = faults.filter(({ truth }) => truth.category !== 'none');
      const names = faults.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(real.length).toBeGreaterThanOrEqual(40);
      expect(faults.length - real.length).toBeGreaterThanOrEqual(8);
      expect(new Set(real.map(({ truth }) => truth.category))).toEqual(
        new Set(CATEGORIES),
      );
      expect(names).toEqual(
        expect.arrayContaining(Object.keys(faultExpectations)),
      );
      for (const { truth } of real) {
        for (const { cause } of [truth, ...(truth.also ?? [])]) {
          expect(cause?.name).toEqual(expect.any(String));
        }
        expect(ACTIONS).toContain(truth.action ?? ACTIONS[0]);
        expect(truth.symptoms.length).toBeGreaterThan(1);
        expect(truth.not.length).toBeGreaterThan(0);
      }
      // The same seed, the same faults; another one, others.
      expect(faultsFor(seed)).toEqual(faults);
      expect(faultsFor(seed + 1)).not.toEqual(faults);
    },
  );

  it.each(Object.entries(faultExpectations))(
    '%s should be seen everywhere, and healed',
    async (name, expected) => {
      const test = new TestWorld();
      const { namespace, service, errors = 0, slower = 0 } = expected.felt;
      await test.run(10);
      const from = test.clock.now();
      await test.world.inject(name);
      await test.run(FAULT_MINUTES);
      const to = test.clock.now();

      const broken = Object.entries(expected.facts(test, from, to)).filter(
        ([, holds]) => !holds,
      );
      expect(broken.map(([fact]) => fact)).toEqual([]);
      const missing = expected.events.filter(
        ([object, reason, message]) =>
          !test
            .events(object)
            .some(
              event => event.reason === reason && message.test(event.message),
            ),
      );
      expect(missing).toEqual([]);
      const said = expected.logs ? test.logs(...expected.logs) : [];
      expect(said.length > 0).toBe(Boolean(expected.logs));
      expect(said.every(line => line.timeMs >= from)).toBe(true);
      const before = test.meanMs(namespace, service, 0, from);
      expect(test.errorShare(namespace, service, 0, from)).toBeLessThan(0.01);
      expect(
        test.errorShare(namespace, service, from + MINUTE, to),
      ).toBeGreaterThanOrEqual(errors);
      expect(
        test.meanMs(namespace, service, from + MINUTE, to),
      ).toBeGreaterThan(slower * before);
      expect(
        test.world
          .faults()
          .filter(fault => fault.activeSince)
          .map(fault => fault.name),
      ).toEqual([name]);
      expect(leaks(test)).toEqual([]);

      await test.world.heal();
      await test.run(RECOVERY_MINUTES);
      const end = test.clock.now();
      const short = test
        .objects('deployments')
        .filter(({ status, spec }) => status.readyReplicas !== spec.replicas);
      expect(short.map(({ metadata }) => metadata.name)).toEqual([]);
      const unready = test
        .objects('pods')
        .filter(pod => !pod.status.containerStatuses?.[0].ready);
      expect(unready.map(({ metadata }) => metadata.name)).toEqual([]);
      expect(
        test.errorShare('ingress', 'ingress-gateway', end - 3 * MINUTE, end),
      ).toBeLessThan(0.01);
      expect(
        test.errorShare(namespace, service, end - 3 * MINUTE, end),
      ).toBeLessThan(0.01);
      expect(
        test.meanMs(namespace, service, end - 3 * MINUTE, end),
      ).toBeLessThan(1.5 * before);
      expect(test.world.faults().some(fault => fault.activeSince)).toBe(false);
    },
  );

  it.each(WATCHED_CONTROLS)('%s should harm nobody', async name => {
    const test = new TestWorld();
    const requests = (a: number, b: number) =>
      test.increase(
        'http_server_request_duration_seconds_count',
        { service_name: 'frontend', namespace: 'team-a-prod' },
        a,
        b,
      );
    await test.run(10);
    const from = test.clock.now();
    const before = requests(from - 5 * MINUTE, from);
    await test.world.inject(name);
    for (let minute = 0; minute < FAULT_MINUTES; minute++) {
      await test.run(1);
      const unhealthy = test.objects('pods').filter(pod => {
        const { restartCount, state } = pod.status.containerStatuses[0];
        return (
          restartCount > 0 ||
          (state.waiting && state.waiting.reason !== 'ContainerCreating')
        );
      });
      expect(unhealthy.map(({ metadata }) => metadata.name)).toEqual([]);
    }
    const to = test.clock.now();
    for (const service of [
      'frontend',
      'checkout',
      'products',
      'search',
      'cart',
    ]) {
      expect(test.errorShare('team-a-prod', service, from, to)).toBeLessThan(
        0.01,
      );
      expect(test.meanMs('team-a-prod', service, from, to)).toBeLessThan(
        1.5 * test.meanMs('team-a-prod', service, 0, from),
      );
    }
    expect(requests(to - 5 * MINUTE, to) / before > 1.8).toBe(
      name === 'traffic-doubling',
    );
    expect(
      test.deployment('team-a-prod', 'products').status.conditions[1].reason,
    ).toBe('NewReplicaSetAvailable');
    expect(leaks(test)).toEqual([]);
  });

  it('should be refused when unknown or on a taken target, and go through the desired state', async () => {
    const test = new TestWorld();
    expect(() => test.world.inject('nonsense')).toThrow(
      /There is no fault 'nonsense'/,
    );
    const applied: unknown[] = [];
    test.world.useDesiredState({
      apply: (objects, message, author) => {
        applied.push([
          objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`),
          message,
          author.name,
        ]);
      },
    });
    await test.world.inject('crash-config-cart');
    await test.world.inject('readiness-search');
    expect(() => test.world.inject('scaled-to-zero-search')).toThrow(
      /'readiness-search' is active on the same target/,
    );
    await test.world.heal();
    expect(applied).toEqual([
      [
        ['ConfigMap/cart-config', 'Deployment/cart'],
        'Make the cart lifetime readable',
        'Adam Andersson',
      ],
      [
        ['Deployment/search'],
        'Use the common health path for search',
        'Adam Andersson',
      ],
      [
        ['Deployment/search'],
        'Revert "Use the common health path for search"',
        'Adam Andersson',
      ],
      [
        ['ConfigMap/cart-config', 'Deployment/cart'],
        'Revert "Make the cart lifetime readable"',
        'Adam Andersson',
      ],
    ]);
  });

  it('should heal by the restart that its truth asks for', async () => {
    const test = new TestWorld();
    await test.world.inject('slow-cart-redis');
    await test.run(4);
    const slow = test.meanMs(
      'team-a-prod',
      'cart',
      test.clock.now() - 2 * MINUTE,
      test.clock.now(),
    );
    test.edit('deployments', 'team-a-prod', 'cart-redis', draft => {
      draft.spec.template.metadata.annotations = {
        'kubectl.kubernetes.io/restartedAt': '2026-11-20T11:04:00Z',
      };
    });
    await test.run(4);
    expect(
      test.meanMs(
        'team-a-prod',
        'cart',
        test.clock.now() - 2 * MINUTE,
        test.clock.now(),
      ),
    ).toBeLessThan(slow / 20);
  });
});
