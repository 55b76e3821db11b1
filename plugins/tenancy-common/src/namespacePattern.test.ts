import fc from 'fast-check';
import {
  matchesNamespacePattern,
  parseNamespacePattern,
} from './namespacePattern';

const matches = (pattern: string, name: string) =>
  matchesNamespacePattern(parseNamespacePattern(pattern)!, name);
const part = fc.stringMatching(/^[a-z0-9]{1,6}$/);
const parts = fc.array(part, { minLength: 1, maxLength: 5 });

describe('namespace patterns', () => {
  it.each([
    ['payments-*', 'payments-prod', true],
    ['payments-*', 'payments', false],
    ['payments-*', 'payments-', false],
    ['payments-*', 'payments2-prod', false],
    ['payments-*', 'xpayments-prod', false],
    ['payments-*', 'payments-eu-prod', false],
    ['payments-*-prod', 'payments-eu-prod', true],
    ['payments-*-*', 'payments-eu-prod', true],
    ['team-a-*', 'team-a-b-prod', false],
    ['team-*-b', 'team-a-b', true],
    ['a-*', 'a-.*', true],
  ])('should tell whether %p is %p: %p', (pattern, name, expected) => {
    expect(matches(pattern, name)).toBe(expected);
  });

  it('should be read from whole parts only, and never bare', () => {
    for (const text of [
      '*',
      '*-a',
      'a*',
      'a-*b',
      'a-**',
      'a-[bc]*',
      'A-*',
      'a--*-',
      '-*',
      'a',
      '',
      `${'a-'.repeat(40)}*`,
    ]) {
      expect([text, parseNamespacePattern(text)]).toEqual([text, undefined]);
    }
  });

  it('should be exactly the names with one part in place of each star', () => {
    fc.assert(
      fc.property(parts, parts, fc.nat(4), (first, name, at) => {
        const position = 1 + (at % first.length);
        const pattern = [...first];
        pattern.splice(position, 0, '*');
        const text = pattern.join('-');
        fc.pre(parseNamespacePattern(text) !== undefined);
        const expected =
          name.length === pattern.length &&
          pattern.every((p, i) => p === '*' || p === name[i]);
        expect(matches(text, name.join('-'))).toBe(expected);
        const fitting = pattern.map(p => (p === '*' ? 'x1' : p)).join('-');
        expect(matches(text, fitting)).toBe(true);
        expect(matches(text, `${fitting}-y`)).toBe(false);
        expect(matches(text, `y${fitting}`)).toBe(false);
      }),
    );
  });
});
