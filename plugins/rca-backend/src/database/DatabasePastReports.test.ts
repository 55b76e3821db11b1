import { randomUUID } from 'node:crypto';
import { mockServices } from '@backstage/backend-test-utils';
import { Finding, Hypothesis, RcaReport } from '@internal/plugin-rca-common';
import { Knex } from 'knex';
import { createTestDatabases } from '../__testUtils__/databases';
import { createReport } from '../__testUtils__/reports';
import { DatabaseInvestigationStore } from './DatabaseInvestigationStore';
import { DatabasePastReports } from './DatabasePastReports';
import { NewInvestigation } from './InvestigationStore';

jest.setTimeout(60_000);

const OWNER = randomUUID();
const ENTITY = {
  cluster: 'sandbox',
  namespace: 'team-a-prod',
  kind: 'Deployment',
  name: 'cart',
};
const finding = (rule: string, severity: Finding['severity']): Finding => ({
  id: 'f-1',
  rule,
  title: rule,
  severity,
  object: ENTITY,
  evidence: [],
});

describe.each(createTestDatabases().eachSupportedId())(
  'DatabasePastReports, %p',
  databaseId => {
    const databases = createTestDatabases();
    let knex: Knex;
    let store: DatabaseInvestigationStore;
    let past: DatabasePastReports;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      const database = mockServices.database({ knex });
      store = await DatabaseInvestigationStore.create({ database });
      past = await DatabasePastReports.create({ database });
    });

    async function add(
      day: number,
      overrides: Partial<NewInvestigation> = {},
      report?: Partial<RcaReport>,
    ): Promise<string> {
      const id = randomUUID();
      await store.create(
        {
          id,
          entityRef: 'component:default/cart',
          cluster: 'sandbox',
          namespace: 'team-a-prod',
          namespaces: ['team-a-prod', 'monitoring'],
          owners: ['group:default/team-a'],
          window: {
            from: '2026-11-20T10:00:00.000Z',
            to: '2026-11-20T11:00:00.000Z',
          },
          requestedBy: 'user:default/alice',
          author: { name: 'Alice', email: 'alice@shop.example' },
          createdAt: `2026-11-${String(day).padStart(2, '0')}T11:00:00.000Z`,
          progress: [],
          ...overrides,
        },
        OWNER,
      );
      if (report) {
        await store.setRunning(id, OWNER);
        await store.setReport(
          id,
          OWNER,
          createReport({ investigationId: id, ...report }),
        );
      }
      return id;
    }

    it('answers with what reports can be recognised by, the newest first, at most so many', async () => {
      await add(1, {}, {});
      const plain = await add(2, {}, {});
      const caused = await add(
        3,
        {},
        {
          verdict: 'cause-found',
          summary: 'cart was killed.',
          hypotheses: [
            {
              id: 'h-1',
              category: 'out-of-memory',
              entity: ENTITY,
            } as Hypothesis,
          ],
          findings: [
            finding('deployment-unavailable', 'warning'),
            finding('container-oom-killed', 'critical'),
            finding('container-oom-killed', 'critical'),
            finding('cron-job-problem', 'info'),
          ],
        },
      );
      await store.setCommitted(caused, OWNER, { sha: 'a', url: 'https://git' });
      const now = await add(9);
      expect(await past.before(now, 2)).toEqual([
        {
          investigationId: caused,
          createdAt: '2026-11-03T11:00:00.000Z',
          verdict: 'cause-found',
          summary: 'cart was killed.',
          category: 'out-of-memory',
          entity: ENTITY,
          rules: ['container-oom-killed', 'deployment-unavailable'],
          reportUrl: 'https://git',
        },
        {
          investigationId: plain,
          createdAt: '2026-11-02T11:00:00.000Z',
          verdict: 'inconclusive',
          summary: createReport().summary,
          rules: [],
        },
      ]);
      expect(await past.before(now, 20)).toHaveLength(3);
      expect(await past.before(randomUUID(), 20)).toEqual([]);
    });

    it('leaves out what somebody who may see the new report may not see', async () => {
      const readable = await add(1, { namespaces: ['team-a-prod'] }, {});
      await add(2, { namespaces: ['team-a-prod', 'team-b-prod'] }, {});
      await add(3, { owners: ['group:default/former'] }, {});
      const unknown = await add(4, {}, {});
      await knex('investigations')
        .where({ id: unknown })
        .update({ owners: null });
      await add(5, { entityRef: 'component:default/search' }, {});
      await add(5, { cluster: 'edge' }, {});
      await add(5, { namespace: 'team-a-staging' }, {});
      await add(6);
      await add(20, {}, {});
      const now = await add(9);
      expect(
        (await past.before(now, 20)).map(report => report.investigationId),
      ).toEqual([readable]);
    });

    it('finds them by the index of entities', async () => {
      const now = await add(9);
      await knex.raw(
        `INSERT INTO investigations (id, entity_ref, cluster, namespace, namespaces, owners,
           window_from, window_to, state, requested_by, author, created_at, progress, report)
         SELECT gen_random_uuid(), 'component:default/s' || i % 500, cluster, namespace, namespaces,
           owners, window_from, window_to, 'succeeded', requested_by, author,
           created_at - i * interval '1 minute', progress, '{}'::jsonb
         FROM investigations, generate_series(1, 20000) AS i WHERE id = ?`,
        [now],
      );
      await knex.raw('ANALYZE investigations');
      const queries: string[] = [];
      const listen = ({ sql }: { sql: string }) => queries.push(sql);
      knex.on('query', listen);
      await past.before(now, 20);
      knex.off('query', listen);
      // EXPLAIN takes no parameters of a prepared statement as they are.
      const sql = queries[0].replace('$1', `'${now}'`).replace('$2', '20');
      const { rows } = await knex.raw(`EXPLAIN ${sql.replaceAll('?', '\\?')}`);
      const plan = rows
        .map((row: Record<string, string>) => row['QUERY PLAN'])
        .join('\n');
      expect(plan).toContain('investigations_entity_idx');
    });
  },
);
