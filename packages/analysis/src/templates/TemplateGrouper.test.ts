import fc from 'fast-check';
import { maskWords } from './maskWords';
import { TemplateGrouper } from './TemplateGrouper';

const textsOf = (lines: readonly string[], maxShapes?: number) => {
  const grouper = new TemplateGrouper({ maxShapes });
  lines.forEach(line => grouper.add(line));
  return grouper.groups.map(({ text, count }) => [text, count]);
};

describe('maskWords', () => {
  it.each([
    ['took 12ms for /var/lib/data/x', 'took <*> for <*>'],
    ['state size=7, owner=root ruser=', 'state size=<*> owner=<*> ruser='],
    ['done, ok = true at Mon Jan', 'done, ok = <*> at <*> <*>'],
    ['open(/a/b) dial:10.0.0.1 api.example:80', 'open(<*> dial:<*> <*>'],
    [
      'cache depth......9 and/or https://x.y',
      'cache depth......<*> and/or https:<*>',
    ],
    ['main: a == b', 'main: a == <*>'],
    ['  nothing   varies ', 'nothing varies'],
    ['', ''],
  ])('should mask %p', (line, masked) => {
    expect(
      maskWords(line)
        .map(({ text }) => text)
        .join(' '),
    ).toBe(masked);
  });
});

describe('TemplateGrouper', () => {
  const NAMES = ['ann', 'bob', 'cleo', 'dirk', 'eve', 'fay', 'gus'];

  it('should find values among words by how many there are', () => {
    const logins = NAMES.map(name => `login of user ${name} was refused today`);
    const states = ['started', 'stopped', 'paused'].map(
      state => `the worker was ${state} by an operator`,
    );
    expect(textsOf([...logins, ...states])).toEqual([
      ['login of user <*> was refused today', NAMES.length],
      ['the worker was paused by an operator', 1],
      ['the worker was started by an operator', 1],
      ['the worker was stopped by an operator', 1],
    ]);
    // Two words alone must be sure: more values are needed.
    expect(textsOf(NAMES.map(name => `started ${name} now`))).toHaveLength(7);
  });

  it('should take a word for a value where other lines have one for certain', () => {
    const lines = [
      'lookup of host a1 as b2 has failed',
      'lookup of host here as there has failed',
      'lookup of user here as there has failed',
      'lookup 7',
      'lookup failed',
    ];
    expect(textsOf(lines)).toEqual([
      ['lookup of host <*> as <*> has failed', 2],
      ['lookup <*>', 1],
      ['lookup failed', 1],
      ['lookup of user here as there has failed', 1],
    ]);
  });

  it('should settle the group of a line once all lines are in', () => {
    const grouper = new TemplateGrouper();
    const groups = NAMES.map(name => grouper.add(`mail for ${name} was sent`));
    expect(new Set(groups.map(group => group.id)).size).toBe(NAMES.length);
    expect(grouper.groups).toHaveLength(1);
    expect(new Set(groups.map(group => group.current)).size).toBe(1);
    expect(groups[0]).toMatchObject({
      text: 'mail for <*> was sent',
      count: 7,
    });
    expect(groups[0].id).toMatch(/^[0-9a-f]{16}$/);
    // Lines that come later join, whether merged already or new.
    const late = ['bob', 'zoe'].map(name =>
      grouper.add(`mail for ${name} was sent`),
    );
    expect(grouper.groups).toHaveLength(1);
    expect(late.map(group => group.count)).toEqual([9, 9]);
  });

  it('should stay bounded and still know open sets of values', () => {
    const grouper = new TemplateGrouper({ maxShapes: 50 });
    const letters = (i: number) =>
      String(i).replace(/./g, digit => 'abcdefghij'[Number(digit)]);
    for (let i = 0; i < 5_000; i++) {
      grouper.add(`user ${letters(i)} has come in`);
      grouper.add('steady state of the system');
    }
    expect(grouper.groups.map(({ text, count }) => [text, count])).toEqual([
      ['steady state of the system', 5_000],
      ['user <*> has come in', 5_000],
    ]);
  });

  it('should be deterministic and count every line, whatever the lines', () => {
    const word = fc.constantFrom('get', 'put', 'x=1', '12', 'a', 'b', '<*>');
    const line = fc.array(word, { maxLength: 7 }).map(words => words.join(' '));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 80 }), lines => {
        const groups = textsOf(lines);
        expect(textsOf(lines)).toEqual(groups);
        const total = groups.reduce((sum, [, count]) => sum + Number(count), 0);
        expect(total).toBe(lines.length);
        expect(textsOf(lines, 5).length).toBeLessThanOrEqual(6);
      }),
    );
    const hostile = ['='.repeat(1e6), '_'.repeat(1e6), 'a '.repeat(1e5)];
    expect(textsOf([...hostile, '__proto__ constructor'])).toHaveLength(4);
  });
});
