import { createTestDatabases } from './__testUtils__/databases';
import { TestPortal } from './__testUtils__/TestPortal';

jest.setTimeout(60_000);

describe('requests for access', () => {
  const databases = createTestDatabases();
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await TestPortal.start(await databases.init('POSTGRES_18'));
  });

  beforeEach(() => portal.reset());

  const ask: TestPortal['ask'] = (...args) => portal.ask(...args);
  const rows = () => portal.knex('access_requests');

  it('should take requests for access alike, and tell those who can grant it', async () => {
    const body = { cluster: 'one', reason: 'On call\u202e\n this week' };
    const answers = [];
    for (const namespace of ['team-a-b-prod', 'kube-system', 'nosuch']) {
      answers.push(await ask('alice', { ...body, namespace }));
    }
    // The same again is the same request.
    answers.push(await ask('alice', { ...body, namespace: 'team-a-b-prod' }));
    answers.push(await ask('alice', { ...body, cluster: 'x', namespace: 'y' }));
    for (const answer of answers) {
      expect([answer.status, answer.body]).toEqual([
        202,
        { status: 'received' },
      ]);
    }
    for (let i = 0; i < 200; i++) {
      const [{ open }] = await rows().whereNotNull('due_at').count('* as open');
      if (Number(open) === 0) break;
      await new Promise(done => setTimeout(done, 20));
    }
    const sent = portal.notifications.send.mock.calls
      .map(([notification]) => notification)
      .sort((a, b) => (a.payload.link < b.payload.link ? 1 : -1));
    expect(sent).toEqual([
      {
        recipients: {
          type: 'entity',
          entityRef: [
            'group:default/team-a-b',
            'group:default/platform-engineering',
          ],
          excludeEntityRef: 'user:default/alice',
        },
        payload: expect.objectContaining({
          description:
            'Alice (user:default/alice) asks to read one/team-a-b-prod: On call this week',
          link: '/namespaces/one/team-a-b-prod',
          scope: 'access-request:user:default/alice:one/team-a-b-prod',
        }),
      },
      expect.objectContaining({
        recipients: expect.objectContaining({
          entityRef: ['group:default/platform-engineering'],
        }),
      }),
    ]);
    expect(
      (await ask('alice', { ...body, namespace: 'team-a-prod' })).body,
    ).toEqual({ status: 'already-granted' });
    for (const bad of [
      { namespace: '..' },
      { namespace: 'a', reason: ' ' },
      { namespace: 'a', reason: 'x'.repeat(501) },
      { namespace: 'a', more: 1 },
    ]) {
      expect((await ask('alice', { ...body, ...bad })).status).toBe(400);
    }
    // Ten namespaces a day, whether they exist or not.
    const limited = [];
    for (let i = 0; i < 11; i++) {
      const { status, body: answer } = await ask('nina', {
        ...body,
        namespace: `n-${i}`,
      });
      limited.push([status, answer.error?.reason]);
    }
    expect(limited).toEqual([
      ...Array(10).fill([202, undefined]),
      [429, 'too-many-requests'],
    ]);
    expect(portal.auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'access-request',
        severityLevel: 'medium',
      }),
    );
  });

  it('should try again to tell the groups when that fails', async () => {
    await rows().delete();
    portal.notifications.send.mockRejectedValueOnce(new Error('down'));
    await ask('bella', {
      ...{ cluster: 'one', namespace: 'team-a-prod', reason: 'x' },
    });
    const failed = () => rows().where({ namespace: 'team-a-prod' });
    const attempt = async (n: number) => {
      for (let i = 0; i < 500; i++) {
        const row = await failed().first();
        const sent = portal.notifications.send.mock.calls.length === n;
        if (sent && row.attempts === n) return row;
        await new Promise(done => setTimeout(done, 20));
      }
      throw new Error(`no attempt ${n}`);
    };
    // It stays due, for whatever delivers next.
    expect((await attempt(1)).due_at).toEqual(expect.any(Date));
    await failed().update({ due_at: new Date(0) });
    await ask('bella', { cluster: 'x', namespace: 'y', reason: 'x' });
    await attempt(2);
  });
});
