/* eslint-disable jest/no-export -- it declares the tests of each rule for the files beside the rules */
import { Rule, RuleFinding } from '../rules';
import { say, SnapshotOptions } from './say';
import { snapshotOf, TO } from './snapshot';

/** What a rule sees: a name, what is there, and what the rule says of it, word by word. */
export type SeenCase = [
  name: string,
  given: SnapshotOptions,
  says: string[],
  /** What is expected beside the words. */
  check?: (finding: RuleFinding) => void,
];
/** What a rule says nothing about. */
export type SilentCase = [name: string, given: SnapshotOptions];

/** All that a rule is tried on. There is no rule without both. */
export type RuleTable = {
  sees: [SeenCase, ...SeenCase[]];
  isSilentOn: [SilentCase, ...SilentCase[]];
};

/** The table test of one rule; `rules.test.ts` counts the rows of them all. */
export function ruleTest(rule: Rule, table: RuleTable): void {
  describe(`${rule.id}`, () => {
    const seen = table.sees.map(([name, given, says, check]) => ({
      name,
      given,
      says,
      check,
    }));
    it.each(seen)('sees $name', ({ given, says, check }) => {
      expect(say(rule, given)).toEqual(says);
      expect(says.length).toBeGreaterThan(0);
      for (const finding of rule.evaluate(snapshotOf(given))) {
        expect(finding.rule).toBe(rule.id);
        expect(finding.evidence.length).toBeGreaterThan(0);
        const onset = finding.onset ?? TO;
        expect(new Date(onset).toISOString()).toBe(onset);
        check?.(finding);
      }
    });

    it.each(table.isSilentOn)('is silent on %s', (_name, given) => {
      expect(say(rule, given)).toEqual([]);
    });
  });
}
