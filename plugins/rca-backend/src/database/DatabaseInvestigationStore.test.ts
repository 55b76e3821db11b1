import { randomUUID } from 'node:crypto';
import { mockServices } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { createTestDatabases } from '../__testUtils__/databases';
import { createReport } from '../__testUtils__/reports';
import { DatabaseInvestigationStore } from './DatabaseInvestigationStore';
import { NewInvestigation } from './InvestigationStore';

jest.setTimeout(60_000);

const OWNER = randomUUID();
const OTHER = randomUUID();
const PROGRESS = [{ source: 'logs', status: 'running' as const }];

function newInvestigation(
  overrides: Partial<NewInvestigation> = {},
): NewInvestigation {
  return {
    id: randomUUID(),
    entityRef: 'component:default/cart',
    cluster: 'sandbox',
    namespace: 'team-a-prod',
    namespaces: ['team-a-prod'],
    owners: ['group:default/team-a'],
    window: {
      from: '2026-11-20T10:00:00.000Z',
      to: '2026-11-20T11:00:00.000Z',
    },
    requestedBy: 'user:default/alice',
    author: { name: 'Alice', email: 'alice@shop.example' },
    createdAt: '2026-11-20T11:00:00.000Z',
    progress: PROGRESS,
    ...overrides,
  };
}

describe.each(createTestDatabases().eachSupportedId())(
  'DatabaseInvestigationStore, %p',
  databaseId => {
    const databases = createTestDatabases();
    let knex: Knex;
    let store: DatabaseInvestigationStore;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      store = await DatabaseInvestigationStore.create({
        database: mockServices.database({ knex }),
      });
    });

    const expireLeases = () =>
      knex('investigations')
        .whereNotNull('lease_expires_at')
        .update({ lease_expires_at: new Date(0) });

    it('keeps an investigation from the question to the committed report', async () => {
      const created = newInvestigation();
      const { id } = created;
      expect(await store.create(created, OWNER)).toEqual({
        id,
        entityRef: created.entityRef,
        cluster: 'sandbox',
        namespace: 'team-a-prod',
        window: created.window,
        state: 'queued',
        requestedBy: 'user:default/alice',
        createdAt: created.createdAt,
        progress: PROGRESS,
      });
      // Nothing but `setRunning` may begin a queued one.
      expect(await store.setProgress(id, OWNER, [])).toBe(false);
      expect(await store.setRunning(id, OWNER)).toBe(true);
      expect(await store.setRunning(id, OWNER)).toBe(false);
      expect(await store.setProgress(id, OWNER, PROGRESS)).toBe(true);
      const report = createReport({ investigationId: id });
      expect(await store.setReport(id, OWNER, report)).toBe(true);
      expect(
        await store.setCommitted(id, OWNER, { sha: 'abc', url: 'https://git' }),
      ).toBe(true);

      expect(await store.get(id)).toMatchObject({
        state: 'succeeded',
        verdict: 'inconclusive',
        confidence: 0.3,
        summary: report.summary,
        report,
        commitSha: 'abc',
        reportUrl: 'https://git',
        namespaces: ['team-a-prod'],
        commitAttempts: 1,
        progress: report.sources,
        finishedAt: expect.any(String),
      });
      expect(await store.setFailed(id, OWNER, 'late')).toBe(false);
      expect(await store.cancel(id)).toBe(false);
    });

    it('lets nobody write who does not hold the lease', async () => {
      const { id } = await store.create(newInvestigation(), OWNER);
      expect(await store.setRunning(id, OTHER)).toBe(false);
      expect(await store.setRunning(id, OWNER)).toBe(true);
      expect(await store.renewLeases(OTHER)).toEqual([]);
      expect(await store.renewLeases(OWNER)).toEqual([id]);
      expect(await store.claimAbandoned(OTHER, 10)).toEqual([]);

      await expireLeases();
      const claims = await Promise.all([
        store.claimAbandoned(OTHER, 10),
        store.claimAbandoned(randomUUID(), 10),
      ]);
      // Two processes at once: one gets it.
      expect(claims.flat().map(row => row.id)).toEqual([id]);
      expect(await store.setReport(id, OWNER, createReport())).toBe(false);
      expect(await store.renewLeases(OWNER)).toEqual([]);
    });

    it('cancels what has no report yet', async () => {
      const { id } = await store.create(newInvestigation(), OWNER);
      expect(await store.cancel(id)).toBe(true);
      expect(await store.cancel(id)).toBe(false);
      expect(await store.setRunning(id, OWNER)).toBe(false);
      expect(await store.get(id)).toMatchObject({ state: 'cancelled' });

      const second = await store.create(newInvestigation(), OWNER);
      await store.setRunning(second.id, OWNER);
      await store.setReport(second.id, OWNER, createReport());
      expect(await store.cancel(second.id)).toBe(false);
    });

    it('offers a failed commit again, and only as long as it shall be tried', async () => {
      const { id } = await store.create(newInvestigation(), OWNER);
      await store.setRunning(id, OWNER);
      await store.setReport(id, OWNER, createReport());
      await store.setCommitted(id, OWNER, { error: 'no route', retryInMs: 1 });
      expect(await store.get(id)).toMatchObject({
        state: 'succeeded',
        commitError: 'no route',
      });
      await expireLeases();
      const [claimed] = await store.claimAbandoned(OTHER, 10);
      expect(claimed).toMatchObject({ id, commitAttempts: 1 });
      await store.setCommitted(id, OTHER, { error: 'still no route' });
      await expireLeases();
      expect(await store.claimAbandoned(OTHER, 10)).toEqual([]);
    });

    it('lists by page, newest first, what the reader may see in full', async () => {
      const at = (second: number) => `2026-11-20T11:00:0${second}.000Z`;
      const mine = [0, 1, 1, 2].map(second =>
        newInvestigation({ createdAt: at(second) }),
      );
      const hidden = [
        newInvestigation({
          namespace: 'team-b-prod',
          namespaces: ['team-b-prod'],
        }),
        // Of a reader's own namespace, but made by somebody who may see more.
        newInvestigation({ namespaces: ['team-a-prod', 'team-b-prod'] }),
        newInvestigation({ cluster: 'other' }),
        // Of who owned the namespace before.
        newInvestigation({ owners: ['group:default/team-z'] }),
        newInvestigation({
          owners: ['group:default/team-a', 'group:default/team-z'],
        }),
      ];
      for (const item of [...mine, ...hidden]) {
        await store.create(item, OWNER);
      }
      const reader = {
        namespaces: [
          { cluster: 'sandbox', namespaces: ['team-a-prod', 'ingress'] },
        ],
        groups: ['group:default/team-a', 'user:default/alice'],
      };
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.list({ reader, limit: 3, cursor });
        seen.push(...page.items.map(item => item.id));
        expect(page.items[0]).not.toHaveProperty('report');
        cursor = page.nextCursor;
      } while (cursor);
      const expected = [...mine]
        .sort(
          (a, b) =>
            b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id),
        )
        .map(item => item.id);
      expect(seen).toEqual(expected);

      expect(
        (await store.list({ reader: { ...reader, namespaces: [] }, limit: 9 }))
          .items,
      ).toEqual([]);
      const filtered = { reader, limit: 9 };
      expect(
        (await store.list({ ...filtered, state: 'failed' })).items,
      ).toEqual([]);
      expect(
        (await store.list({ ...filtered, entityRef: 'component:default/x' }))
          .items,
      ).toEqual([]);
      expect(
        (await store.list({ ...filtered, namespace: 'team-a-prod' })).items,
      ).toHaveLength(4);
      // Shared namespaces ask for no group; of rows from before the column nobody knows.
      await store.create(newInvestigation({ owners: [] }), OWNER);
      const old = await store.create(newInvestigation(), OWNER);
      await knex('investigations')
        .where({ id: old.id })
        .update({ owners: null });
      expect((await store.get(old.id))?.owners).toBeUndefined();
      const seenBy = async (groups: string[] | 'all') =>
        (await store.list({ reader: { ...reader, groups }, limit: 20 })).items
          .length;
      expect(await seenBy(reader.groups)).toBe(mine.length + 1);
      expect(await seenBy([])).toBe(1);
      expect(await seenBy(['group:default/team-z'])).toBe(2);
      expect(await seenBy('all')).toBe(mine.length + 4);
      await expect(
        store.list({ ...filtered, cursor: 'bm9wZQ' }),
      ).rejects.toThrow('Invalid cursor');
    });

    it('removes old ones in batches, and reads its lists by index', async () => {
      for (let i = 0; i < 3; i++) {
        const { id } = await store.create(newInvestigation(), OWNER);
        await store.setFailed(id, OWNER, 'x');
      }
      const open = await store.create(newInvestigation(), OWNER);
      const later = new Date(Date.now() + 60_000);
      expect(await store.deleteFinishedBefore(new Date(0), 10)).toBe(0);
      expect(await store.deleteFinishedBefore(later, 2)).toBe(2);
      expect(await store.deleteFinishedBefore(later, 2)).toBe(1);
      expect(await store.get(open.id)).toBeDefined();

      await knex.raw(`
        INSERT INTO investigations (id, entity_ref, cluster, namespace, namespaces, owners, window_from,
          window_to, state, requested_by, author, created_at, progress, finished_at)
        SELECT gen_random_uuid(), 'component:default/s' || i % 200, 'sandbox', 'ns-' || i % 50,
          ARRAY['ns-' || i % 50], ARRAY['g'], now(), now(), 'succeeded', 'u', '{}', now() - i * interval '1 minute', '[]', now()
        FROM generate_series(1, 20000) AS i`);
      await knex.raw('ANALYZE investigations');
      const explain = async (where: string) =>
        (
          await knex.raw(`EXPLAIN SELECT id FROM investigations WHERE ${where}`)
        ).rows
          .map((row: Record<string, string>) => row['QUERY PLAN'])
          .join('\n');
      expect(
        await explain(
          `cluster = 'sandbox' AND namespace IN ('ns-1') AND namespaces <@ '{ns-1}' AND owners <@ '{g}' ORDER BY created_at DESC, id DESC LIMIT 21`,
        ),
      ).toContain('investigations_namespace_idx');
      expect(
        await explain(
          `entity_ref = 'component:default/s7' ORDER BY created_at DESC, id DESC LIMIT 21`,
        ),
      ).toContain('investigations_entity_idx');
      expect(await explain('lease_expires_at < now()')).toContain(
        'investigations_lease_idx',
      );
    });
  },
);
