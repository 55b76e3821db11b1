import fc from 'fast-check';
import { fnv1a64 } from './fnv1a64';
import { maskLine } from './maskLine';
import { maskWords } from './maskWords';
import { TemplateGrouper } from './TemplateGrouper';

const NAMES = ['ann', 'bob', 'cleo', 'dirk', 'eve', 'fay', 'gus'];

const grouperOf = (lines: readonly string[]) => {
  const grouper = new TemplateGrouper();
  lines.forEach(line => grouper.add(line));
  return grouper;
};
const groupsOf = (grouper: TemplateGrouper) =>
  grouper.groups.map(({ id, text, count }) => ({ id, text, count }));

/** Few words, so that lines become values of each other. */
const word = fc.constantFrom(
  'mail',
  'for',
  'was',
  'sent',
  'x=1',
  '7',
  ...NAMES,
);
const line = fc.array(word, { maxLength: 6 }).map(words => words.join(' '));
const lines = fc.array(line, { maxLength: 60 });

describe('maskLine', () => {
  it('should give what the rules give, for any text', () => {
    const piece = fc.constantFrom(
      ...['a', 'Z_', '9', '=', '==', '/', '//', ':', '://', '(', '{', '<', '.'],
      ...['..', '-', '"', ' ', '  ', '\t', '\u00a0', '\u2003', '\ufeff', 'é'],
      ...['Mon', 'Jan', 'key', '<*>', '\ud800'],
    );
    const text = fc.array(piece, { maxLength: 24 }).map(all => all.join(''));
    fc.assert(
      fc.property(text, all => {
        const expected = maskWords(all).map(one => one.text);
        expect(maskLine(all)).toBe(expected.join(' '));
      }),
      { numRuns: 2_000 },
    );
    for (const huge of [
      'a '.repeat(2_000),
      `${'x'.repeat(3_000)}9`,
      '= '.repeat(1e5),
    ]) {
      const expected = maskWords(huge).map(one => one.text);
      expect(maskLine(huge)).toBe(expected.join(' '));
    }
  });
});

describe('fnv1a64', () => {
  it.each([
    ['', 'cbf29ce484222325'],
    ['a', 'af63dc4c8601ec8c'],
    ['foobar', '85944171f73967e8'],
  ])('should hash %p as its authors do', (text, hash) => {
    expect(fnv1a64(text)).toBe(hash);
  });
});

describe('state of TemplateGrouper', () => {
  it('should go on after a restart as if there had been none', () => {
    fc.assert(
      fc.property(lines, lines, (first, second) => {
        const whole = grouperOf([...first, ...second]);
        const stopped = grouperOf(first);
        // Asking in between changes nothing.
        expect(stopped.groups.length).toBeLessThanOrEqual(first.length);
        const json = JSON.stringify(stopped.snapshot());
        const restored = TemplateGrouper.restore(JSON.parse(json));
        expect(groupsOf(restored)).toEqual(groupsOf(stopped));
        second.forEach(one => restored.add(one));
        expect(groupsOf(restored)).toEqual(groupsOf(whole));
        expect(restored.lines).toBe(whole.lines);
      }),
    );
  });

  it('should merge miners in any order and any grouping', () => {
    fc.assert(
      fc.property(lines, lines, lines, (...parts) => {
        const [a, b, c] = parts.map(grouperOf);
        const before = a.snapshot();
        const left = a.merge(b).merge(c);
        expect(a.merge(b.merge(c)).snapshot()).toEqual(left.snapshot());
        expect(c.merge(a).merge(b).snapshot()).toEqual(left.snapshot());
        expect(a.snapshot()).toEqual(before);
        // And as one miner would have, which saw all.
        expect(groupsOf(left)).toEqual(groupsOf(grouperOf(parts.flat())));
      }),
    );
  });

  it('should know a group by the ids of what became part of it', () => {
    const grouper = new TemplateGrouper({ maxShapes: 20 });
    const early = grouper.add('mail for ann was sent');
    const { id } = early;
    NAMES.forEach(name => grouper.add(`mail for ${name} was sent`));
    expect(grouper.find(id)?.text).toBe('mail for <*> was sent');
    expect(grouper.find(early.id)).toBe(early.current);
    expect(grouper.find('0000000000000000')).toBeUndefined();
    // Where room had to be made, the template is what is left of its lines.
    for (let i = 0; i < 60; i++) {
      grouper.add('mail for zoe was sent');
      grouper.add(
        `${NAMES[i % 7].repeat(1 + (i % 5))} says ${
          i % 2 ? 'no' : 'so'
        } to all`,
      );
    }
    const restored = TemplateGrouper.restore(grouper.snapshot(), {
      maxShapes: 20,
    });
    expect(groupsOf(restored)).toEqual(groupsOf(grouper));
    expect(restored.find(early.id)?.count).toBe(68);
    const other = { ...grouper.snapshot(), version: 2 as 1 };
    expect(() => TemplateGrouper.restore(other)).toThrow('version 2');
  });

  it('should explain which words vary, why and with which values', () => {
    const grouper = grouperOf([
      ...NAMES.map(
        (name, i) => `mail ${i} for ${name} to=/var/${i}/x was sent`,
      ),
      'nothing varies',
    ]);
    const [mail, other] = grouper.groups;
    const explained = grouper.explain(mail.id)!;
    expect(explained).toMatchObject({ id: mail.id, count: 7, text: mail.text });
    expect(
      explained.words.map(({ text, reason }) =>
        `${text} ${reason ?? ''}`.trim(),
      ),
    ).toEqual([
      'mail',
      '<*> digit',
      'for',
      '<*> many values',
      'to=<*> digit',
      'was',
      'sent',
    ]);
    expect(explained.words[1].values).toEqual(['0', '1', '2', '3', '4']);
    expect(explained.words[3].values).toEqual([
      'ann',
      'bob',
      'cleo',
      'dirk',
      'eve',
    ]);
    expect(explained.words[4].values[0]).toBe('/var/0/x');
    expect(explained.examples).toHaveLength(3);
    expect(grouper.explain(other.id)!.words.every(one => !one.isVariable)).toBe(
      true,
    );
    expect(grouper.explain('unknown')).toBeUndefined();
  });
});
