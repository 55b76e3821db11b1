import { mockServices } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  defaultVocabulary,
  ObservabilityService,
} from '@internal/plugin-observability-node';
import { ScanTenancyService } from '@internal/plugin-tenancy-node';
import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import { Knex } from 'knex';
import { resolve } from 'node:path';
import { createTestDatabases } from '../__testUtils__/databases';
import { readAnomalyConfig } from '../config';
import { AnomalyNotifier } from './AnomalyNotifier';
import { AnomalyScanner } from './AnomalyScanner';
import { DatabaseScanStore } from './DatabaseScanStore';

jest.setTimeout(60_000);

const SHOP = { cluster: 'c', namespace: 'shop', owner: 'group:default/a' };

describe('AnomalyScanner', () => {
  const databases = createTestDatabases();
  const logger = mockServices.logger.mock();
  const queryRange = jest.fn();
  const send = jest.fn();
  const tenancy: jest.Mocked<ScanTenancyService> = {
    list: jest.fn(),
    scope: jest.fn(),
  };
  /** A metric store with two workloads, and no log store. */
  const observability = {
    has: (_cluster: string, kind: string) => kind === 'metrics',
    vocabulary: () => defaultVocabulary,
    metrics: () => ({
      query: async () => ({
        samples: ['cart', 'checkout'].map(service_name => ({
          labels: { service_name },
          value: 1,
        })),
      }),
      queryRange,
    }),
  } as unknown as ObservabilityService;
  let knex: Knex;

  const scannerWith = (deadlineMs = 60_000) => {
    const store = new DatabaseScanStore(knex);
    const config = {
      ...readAnomalyConfig(mockServices.rootConfig()),
      deadlineMs,
    };
    const notifications = { send };
    const notifier = new AnomalyNotifier({
      ...{ store, notifications, logger, minConfidence: 0.9 },
    });
    return new AnomalyScanner({
      ...{ store, tenancy, observability, notifier, config, logger },
    });
  };
  const cursor = () => knex('scan_cursor').first();
  /** Level 1 until ten minutes ago, then 9. */
  const risen = ({ query }: { query: string }) => {
    const now = Math.floor(Date.now() / 1_000);
    const isRate =
      query.includes('sum(rate(http_server') && !query.includes('or');
    return {
      series: isRate
        ? [
            {
              labels: {},
              points: Array.from({ length: 480 }, (_, i) => [
                now - (480 - i) * 15,
                (i < 440 ? 1 : 9) + 0.01 * (i % 3),
              ]),
            },
          ]
        : [],
      truncated: false,
    };
  };

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
    await knex.migrate.latest({
      directory: resolve(__dirname, '../../migrations'),
    });
    jest.clearAllMocks();
    tenancy.list.mockResolvedValue([SHOP]);
    tenancy.scope.mockResolvedValue({
      scope: mockTenantScope({ cluster: 'c', namespaces: ['shop'] }),
      owner: SHOP.owner,
    });
    queryRange.mockImplementation(async options => risen(options));
  });

  it('should scan, tell once, and tell again what could not be told', async () => {
    send.mockRejectedValueOnce(new Error('notifications are down'));
    const scanner = scannerWith();
    await scanner.run(new AbortController().signal);
    expect(await knex('anomalies').pluck('subject')).toEqual([
      'request-rate',
      'request-rate',
    ]);
    expect(await cursor()).toMatchObject({
      problems: [],
      last_scan_at: expect.any(Date),
      notified_at: null,
    });
    for (let i = 0; i < 2; i++) {
      await knex('scan_cursor').update({ next_at: new Date(0) });
      await scanner.run(new AbortController().signal);
    }
    expect(send).toHaveBeenCalledTimes(2);
    expect(send.mock.calls[1][0]).toMatchObject({
      recipients: { entityRef: SHOP.owner },
      payload: { title: '2 unusual things in shop', topic: 'anomalies' },
    });
    // The second message is an update of the first, had that one come through.
    expect(send.mock.calls[1][0].payload.scope).toBe(
      send.mock.calls[0][0].payload.scope,
    );
  });

  it('should not tell what is muted', async () => {
    await knex('anomaly_mutes').insert({
      id: '00000000-0000-4000-8000-000000000001',
      cluster: 'c',
      namespace: 'shop',
      subject: 'request-rate',
      reason: 'a sale',
      created_by: 'user:default/a',
      created_at: new Date(),
      expires_at: new Date(Date.now() + 60_000),
    });
    await scannerWith().run(new AbortController().signal);
    expect(await knex('anomalies').pluck('subject')).toHaveLength(2);
    expect(send).not.toHaveBeenCalled();
  });

  it('should go on after a shutdown, and name what it could not read', async () => {
    const shutdown = new AbortController();
    queryRange.mockImplementation(async ({ query, signal }) => {
      if (query.includes('"checkout"')) {
        shutdown.abort(new Error('the backend stops'));
        signal.throwIfAborted();
      }
      return risen({ query });
    });
    await scannerWith().run(shutdown.signal);
    expect(await cursor()).toMatchObject({
      done: ['metrics/cart'],
      lease_until: null,
      last_scan_at: null,
    });
    await knex('scan_cursor').update({ next_at: new Date(0) });
    queryRange.mockReset();
    queryRange.mockRejectedValue(new ServiceUnavailableError('store is down'));
    await scannerWith().run(new AbortController().signal);
    const asked = queryRange.mock.calls.map(([{ query }]) => query);
    expect(asked.filter(query => query.includes('"cart"'))).toEqual([]);
    const { problems, last_scan_at } = await cursor();
    expect(last_scan_at).toEqual(expect.any(Date));
    expect(problems[0]).toEqual({
      part: 'metrics/checkout',
      message: expect.stringContaining('store is down'),
    });
  });

  it('should give up a part that is too slow, and what may not be scanned any more', async () => {
    queryRange.mockImplementation(
      ({ signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        ),
    );
    const scanner = scannerWith(200);
    await scanner.run(AbortSignal.timeout(700));
    expect((await cursor()).done).toEqual(['metrics/cart']);

    tenancy.scope.mockRejectedValue(new Error('it has no owner'));
    await knex('scan_cursor').update({ next_at: new Date(0) });
    await scanner.run(new AbortController().signal);
    expect(logger.warn).toHaveBeenCalledWith(
      'Scanning c/shop failed',
      expect.objectContaining({ message: 'it has no owner' }),
    );
    expect(await cursor()).toMatchObject({
      done: [],
      problems: [
        { message: 'It could not be scanned: Error: it has no owner' },
      ],
    });
    tenancy.list.mockResolvedValue([{ ...SHOP, namespace: 'other' }]);
    await scanner.run(new AbortController().signal);
    expect(await knex('scan_cursor').pluck('namespace')).toEqual(['other']);
  });
});
