import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { InvestigationWithReport } from '@internal/plugin-rca-common';
import { Knex } from 'knex';
import request from 'supertest';
import { createTestDatabases } from './__testUtils__/databases';
import { GROUPS, startRcaBackend, stub } from './__testUtils__/rcaBackend';

jest.setTimeout(60_000);

const ALICE = mockCredentials.user.header('user:default/alice');
const BOB = mockCredentials.user.header('user:default/bob');
const BODY = {
  entityRef: 'component:default/cart',
  timeRange: { last: '30m' },
};
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

describe('rcaPlugin', () => {
  const databases = createTestDatabases();
  let knex: Knex;
  let rca: Awaited<ReturnType<typeof startRcaBackend>>;

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    rca = await startRcaBackend(knex);
  });
  afterAll(() => rca?.backend.stop());

  beforeEach(() => {
    stub.hang = false;
    stub.stopped = 0;
    rca.permissions.authorize.mockResolvedValue([
      { result: AuthorizeResult.ALLOW },
    ]);
    rca.gitOps.commit.mockResolvedValue({
      sha: 'abc',
      url: 'https://git/1',
      created: true,
    });
  });

  const start = (body: object = BODY, user = ALICE) =>
    request(rca.backend.server)
      .post('/api/rca/investigations')
      .set('Authorization', user)
      .send(body);
  const read = (path: string, user = ALICE) =>
    request(rca.backend.server)
      .get(`/api/rca/investigations${path}`)
      .set('Authorization', user);
  const cancel = (id: string, user = ALICE) =>
    request(rca.backend.server)
      .post(`/api/rca/investigations/${id}/cancel`)
      .set('Authorization', user);

  async function ended(id: string): Promise<InvestigationWithReport> {
    for (;;) {
      const { body } = await read(`/${id}`);
      if (body.state !== 'queued' && body.state !== 'running') {
        return body;
      }
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  it('investigates, reports, commits, lists and exports', async () => {
    const started = await start();
    expect(started.status).toBe(201);
    expect(started.body).toMatchObject({
      entityRef: 'component:default/cart',
      cluster: 'sandbox',
      namespace: 'team-a-prod',
      state: 'queued',
      requestedBy: 'user:default/alice',
    });
    const done = await ended(started.body.id);
    expect(done).toMatchObject({
      state: 'succeeded',
      verdict: 'cause-found',
      reportUrl: 'https://git/1',
      commitSha: 'abc',
    });
    expect(done.report).toMatchObject({
      summary: 'cart reads a bad value.',
      hypotheses: [{ category: 'bad-config', evidenceFor: ['ev-1'] }],
      evidence: [{ id: 'ev-1', source: 'stub' }],
    });
    // Every source that failed is named, and what may not be looked at as well.
    expect(
      done.report?.unchecked.map(
        ({ source, message }) => `${source}: ${message}`,
      ),
    ).toEqual(
      expect.arrayContaining([
        'kubernetes: no cluster here',
        'logs: no logs here',
        'metrics: no metrics here',
        'all: payments is outside your namespaces: only what its callers see was looked at',
      ]),
    );
    expect(rca.gitOps.commit).toHaveBeenCalledWith(
      expect.objectContaining({
        repository: 'reports',
        idempotencyTrailer: 'Investigation-Id',
        author: { name: 'alice', email: 'alice@users.noreply.invalid' },
      }),
    );

    const list = await read('?entityRef=component:default/cart&limit=1');
    expect(list.body.items[0]).toMatchObject({
      id: done.id,
      state: 'succeeded',
    });
    const markdown = await read(`/${done.id}/report.md`);
    expect(markdown.headers['content-type']).toBe(
      'text/markdown; charset=utf-8',
    );
    expect(markdown.headers['x-content-type-options']).toBe('nosniff');
    expect(markdown.text).toContain('**cart reads a bad value.**');
  });

  it('answers 401 without a user, also to services', async () => {
    for (const path of ['', `/${UNKNOWN_ID}`, `/${UNKNOWN_ID}/report.md`]) {
      expect(
        (
          await request(rca.backend.server).get(
            `/api/rca/investigations${path}`,
          )
        ).status,
      ).toBe(401);
    }
    expect(
      (
        await request(rca.backend.server)
          .post('/api/rca/investigations')
          .send(BODY)
      ).status,
    ).toBe(401);
    // A service would pass every permission check.
    const service = mockCredentials.service.header();
    expect((await start(BODY, service)).status).toBe(403);
    expect((await read('', service)).status).toBe(403);
  });

  it("answers 403 without permission, and for a namespace that is not the caller's", async () => {
    rca.permissions.authorize.mockResolvedValue([
      { result: AuthorizeResult.DENY },
    ]);
    expect((await start()).status).toBe(403);
    expect((await read('')).status).toBe(403);
    expect((await cancel(UNKNOWN_ID)).status).toBe(403);
    rca.permissions.authorize.mockResolvedValue([
      { result: AuthorizeResult.ALLOW },
    ]);

    const foreign = await start(BODY, BOB);
    expect(foreign.status).toBe(403);
    expect(foreign.body.error).toMatchObject({ reason: 'namespace-denied' });
    expect((await start({ ...BODY, namespace: 'team-b-prod' })).status).toBe(
      403,
    );
  });

  it('does not let on that a foreign investigation exists', async () => {
    const { body } = await start();
    await ended(body.id);
    for (const path of ['', '/report.md']) {
      const foreign = await read(`/${body.id}${path}`, BOB);
      const unknown = await read(`/${UNKNOWN_ID}${path}`, BOB);
      expect(foreign.status).toBe(404);
      expect(foreign.body.error.message.replace(body.id, UNKNOWN_ID)).toBe(
        unknown.body.error.message,
      );
    }
    expect((await cancel(body.id, BOB)).status).toBe(404);
    expect((await read('', BOB)).body).toEqual({ items: [] });
    expect((await read('/not-an-id')).status).toBe(404);
  });

  it.each([
    [{ ...BODY, entityRef: 'component:default/missing' }, 404, undefined],
    [{ entityRef: 'component:default/nowhere' }, 400, 'no-namespace'],
    [{ ...BODY, timeRange: { last: '25h' } }, 400, 'bad-time-range'],
    [
      {
        ...BODY,
        timeRange: { from: '2026-11-20T11:00:00Z', to: '2026-11-20T10:00:00Z' },
      },
      400,
      'bad-time-range',
    ],
    [{ ...BODY, namespace: '../kube-system' }, 400, undefined],
    [{ ...BODY, namespace: 'a'.repeat(64) }, 400, undefined],
    [{ ...BODY, cluster: 'sandbox\nx' }, 400, undefined],
    [{ ...BODY, entityRef: 'x'.repeat(300) }, 400, undefined],
    [{ ...BODY, extra: true }, 400, undefined],
    [{}, 400, undefined],
  ])('refuses %j', async (body, status, reason) => {
    const response = await start(body);
    expect(response.status).toBe(status);
    expect(response.body.error.reason).toBe(reason);
  });

  it('shows progress and stops when cancelled', async () => {
    stub.hang = true;
    const { body } = await start();
    let progress: Record<string, string>;
    do {
      const current = await read(`/${body.id}`);
      progress = Object.fromEntries(
        current.body.progress.map(
          (item: { source: string; status: string }) => [
            item.source,
            item.status,
          ],
        ),
      );
    } while (progress.kubernetes !== 'failed');
    expect(progress.stub).toBe('running');

    expect((await cancel(body.id)).status).toBe(204);
    expect(await ended(body.id)).toMatchObject({ state: 'cancelled' });
    expect(stub.stopped).toBe(1);
    expect((await cancel(body.id)).status).toBe(204);
    expect((await read(`/${body.id}/report.md`)).status).toBe(404);
  });

  it("lets nobody end another's work in a shared namespace", async () => {
    stub.hang = true;
    const { body } = await start({ entityRef: 'component:default/gateway' });
    expect((await read(`/${body.id}`, BOB)).status).toBe(200);
    const refused = await cancel(body.id, BOB);
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toContain('may cancel it');
    expect((await read(`/${body.id}`)).body.state).not.toBe('cancelled');
    expect((await cancel(body.id)).status).toBe(204);
  });

  it('tells what was seen before, and nothing of a former owner', async () => {
    const first = await ended((await start()).body.id);
    const second = await ended((await start()).body.id);
    expect(second.report?.seenBefore?.[0]).toMatchObject({
      investigationId: first.id,
      similarity: 1,
      category: 'bad-config',
      summary: 'cart reads a bad value.',
      evidence: ['ev-2'],
    });
    expect((await read(`/${second.id}/report.md`)).text).toContain(
      '## Seen before',
    );
    await knex('investigations').update({ owners: ['group:default/team-z'] });
    const third = await ended((await start()).body.id);
    expect(third.report).toBeDefined();
    expect(third.report?.seenBefore).toBeUndefined();
  });

  it('hides reports of former owners of a namespace', async () => {
    const { body } = await start();
    await ended(body.id);
    await knex('investigations')
      .where({ id: body.id })
      .update({ owners: ['group:default/team-z'] });
    expect((await read(`/${body.id}`)).status).toBe(404);
    expect((await cancel(body.id)).status).toBe(404);
    const { items } = (await read('?limit=100')).body;
    expect(items.map((item: { id: string }) => item.id)).not.toContain(body.id);
    await knex('investigations')
      .where({ id: body.id })
      .update({ owners: [GROUPS['user:default/alice']] });
    expect((await read(`/${body.id}`)).status).toBe(200);
  });

  it('keeps errors that nobody foresaw out of the row', async () => {
    stub.findings = [
      {
        rule: `insert into x values ('hunter2') ${'y'.repeat(9_000)}`,
        title: 'x',
        severity: 'critical',
        object: {
          cluster: 'sandbox',
          namespace: 'team-a-prod',
          kind: 'Service',
          name: 'cart',
        },
        // It refers to evidence that it did not bring.
        evidence: [99],
      },
    ];
    const { body } = await start();
    const { state, error } = await ended(body.id);
    stub.findings = undefined;
    expect(state).toBe('failed');
    expect(error).toMatch(
      /^An unexpected error ended it\. The log of the portal has it under [0-9a-f]{8}$/,
    );
  });

  it('keeps the analysis when the commit fails', async () => {
    rca.gitOps.commit.mockRejectedValue(new Error('remote hung up'));
    const { body } = await start();
    expect(await ended(body.id)).toMatchObject({
      state: 'succeeded',
      verdict: 'cause-found',
      commitError: 'remote hung up',
    });
    rca.gitOps.commit.mockResolvedValue({ sha: 'def', created: true });
    await knex('investigations')
      .where({ id: body.id })
      .update({ lease_expires_at: new Date(0) });
    await rca.scheduler.triggerTask('rca-recover-abandoned');
    const again = await ended(body.id);
    expect(again.commitSha).toBe('def');
    expect(again.commitError).toBeUndefined();
  });

  it('marks what a dead process left behind as failed', async () => {
    stub.hang = true;
    const { body } = await start();
    await knex('investigations')
      .where({ id: body.id })
      .update({
        lease_owner: UNKNOWN_ID,
        lease_expires_at: new Date(0),
      });
    await rca.scheduler.triggerTask('rca-recover-abandoned');
    expect(await ended(body.id)).toMatchObject({
      state: 'failed',
      error: 'The portal was restarted while it ran; start it again',
    });
  });

  it('offers the same to tools, with the same boundary', async () => {
    const invoke = (id: string, input: object, user: string) =>
      rca.actions.invoke({
        id,
        input: input as never,
        credentials: mockCredentials.user(user),
      });
    const alice = 'user:default/alice';
    const { output } = await invoke(
      'test:analyze-root-cause',
      { entityRef: BODY.entityRef, last: '30m' },
      alice,
    );
    expect(output).toMatchObject({
      state: 'succeeded',
      verdict: 'cause-found',
      hypotheses: [
        { category: 'bad-config', entity: 'Service team-a-prod/cart' },
      ],
    });
    const { investigationId } = output as { investigationId: string };
    expect(
      (await invoke('test:get-report', { investigationId }, alice)).output,
    ).toEqual(output);
    await expect(
      invoke('test:get-report', { investigationId }, 'user:default/bob'),
    ).rejects.toThrow('not found');
    await expect(
      rca.actions.invoke({
        id: 'test:get-report',
        input: { investigationId },
        credentials: mockCredentials.service(),
      }),
    ).rejects.toThrow('signed-in users only');
    // What the route refuses, the tool refuses as well.
    for (const bad of [
      { entityRef: BODY.entityRef, namespace: '../kube-system' },
      { entityRef: BODY.entityRef, namespace: '' },
      { entityRef: BODY.entityRef, last: '25h' },
      { entityRef: BODY.entityRef, cluster: 'x\ny' },
      { entityRef: '../../x' },
    ]) {
      await expect(
        invoke('test:analyze-root-cause', bad, alice),
      ).rejects.toMatchObject({ name: 'InputError' });
    }
    // The scaffolder has an action `rca:analyze`; ours must not stand in its way.
    expect([...rca.actions.actions.keys()]).toEqual([
      'test:analyze-root-cause',
      'test:get-report',
    ]);
  });
});
