import { listAll, Page } from './listAll';
import { readAuthorization, readPerson, readUserGrant } from './rows';

const read = (
  fetchPage: (offset: number, limit: number) => Page,
  options = {},
) => {
  const fetch = jest.fn(async (page: { offset: number; limit: number }) =>
    fetchPage(page.offset, page.limit),
  );
  const result = listAll({
    what: 'users',
    pageSize: 3,
    maxRows: 100,
    fetchPage: fetch,
    readRow: readPerson,
    ...options,
  });
  return { fetch, result };
};
const users = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ userId: `${i}` }));
const slice = (rows: unknown[]) => (offset: number, limit: number) => ({
  rows: rows.slice(offset, offset + limit),
  total: rows.length,
});

describe('listAll', () => {
  it('should read to the end, also when pages are shorter than asked for', async () => {
    for (const count of [0, 1, 3, 7]) {
      const { rows } = await read(slice(users(count))).result;
      expect([...rows.keys()]).toEqual(users(count).map(u => u.userId));
    }
    const short = read(offset => slice(users(7))(offset, 2));
    expect((await short.result).rows.size).toBe(7);
    expect(short.fetch).toHaveBeenCalledTimes(4);
  });

  it('should read afresh a list that changed meanwhile', async () => {
    let requests = 0;
    // Somebody of the first page is deleted, so the fourth is never shown.
    const { fetch, result } = read((offset, limit) =>
      slice(requests++ === 0 ? users(7) : users(7).slice(1))(offset, limit),
    );
    expect([...(await result).rows.keys()]).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
    ]);
    expect(fetch).toHaveBeenCalledTimes(4);
  });

  it('should refuse lists that do not add up, are too long, or do not end', async () => {
    const cases: Array<[RegExp, (offset: number, limit: number) => Page]> = [
      [
        /counts 7 users and listed 3/,
        offset => ({ rows: offset ? [] : users(3), total: 7 }),
      ],
      [/with 1 repeated/, slice([...users(3), { userId: '0' }])],
      [/more than 100 are not read/, () => ({ rows: [], total: 101 })],
      [/sent 4 users where at most 3/, () => ({ rows: users(4), total: 4 })],
      [/counts 0 users and listed 3/, () => ({ rows: users(3), total: 0 })],
      [/more than 44 pages/, o => ({ rows: [{ userId: `${o}` }], total: 100 })],
    ];
    for (const [message, fetchPage] of cases) {
      await expect(read(fetchPage).result).rejects.toThrow(message);
    }
  });

  it('should count rows that are nobody, and make nothing of them', async () => {
    const rows = [
      null,
      7,
      [],
      {},
      { userId: '' },
      { userId: 5 },
      'x',
      { userId: 'x'.repeat(201) },
      { userId: '1' },
    ];
    const listing = await read(slice(rows)).result;
    expect([...listing.rows.keys()]).toEqual(['1']);
    expect(listing.malformed).toBe(8);
  });
});

describe('rows', () => {
  it('should take only verified and plausible mail addresses, and clean names', () => {
    const person = (email: unknown, displayName: unknown = 'Ada') =>
      readPerson({ userId: '1', human: { email, profile: { displayName } } })!;
    expect(person({ email: 'a@b.c', isVerified: true }).email).toBe('a@b.c');
    for (const email of [
      { email: 'a@b.c' },
      { email: 'a@b.c', isVerified: 'true' },
      { email: 'a@b.c\r\nBcc: x@y.z', isVerified: true },
      { email: `${'a'.repeat(300)}@b.c`, isVerified: true },
      { email: 'nobody', isVerified: true },
      { email: ['a@b.c'], isVerified: true },
      'a@b.c',
      null,
    ]) {
      expect(person(email)).not.toHaveProperty('email');
    }
    expect(person(null, ' A\u202eda\n\u0000 ').displayName).toBe('Ada');
    expect(person(null, '😀'.repeat(200)).displayName).toBe('😀'.repeat(128));
    expect(person(null, {}).displayName).toBe('1');
    expect(person(null).active).toBe(false);
    expect(
      readPerson(JSON.parse('{"__proto__": {"userId": "1"}}')),
    ).toBeUndefined();
  });

  it('should read a grant of either version to the same', () => {
    const v2 = readAuthorization({
      id: '9',
      changeDate: '2026-01-01T00:00:00Z',
      project: { id: '200' },
      organization: { id: '100' },
      user: { id: '1' },
      state: 'STATE_ACTIVE',
      roles: [{ key: 'team-a-admin' }, 'odd'],
    });
    const v1 = readUserGrant({
      id: '9',
      details: { changeDate: '2026-01-01T00:00:00Z' },
      projectId: '200',
      orgId: '100',
      userId: '1',
      state: 'USER_GRANT_STATE_ACTIVE',
      roleKeys: ['team-a-admin', undefined],
    });
    expect(v2).toEqual(v1);
    expect(v2).toMatchObject({ active: true, changedAtMs: 1767225600000 });
    expect(readAuthorization({ id: '9', user: { id: '1' } })).toBeUndefined();
    expect(
      readUserGrant({ userId: '1', projectId: '2', orgId: '3' }),
    ).toBeUndefined();
  });
});
