import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { k8sgptConditions } from '../__testUtils__/k8sgptConditions';
import { RuleTable } from '../__testUtils__/ruleTest';
import { say, SnapshotOptions } from '../__testUtils__/say';
import { rules, Rule } from '.';

const DOCUMENT = resolve(__dirname, '../../../../docs/rules.md');
const [BEGIN, END] = ['<!-- tables: begin -->', '<!-- tables: end -->'];
const MIN_CASES = 250;

const tables = new Map<string, RuleTable>();
jest.mock('../__testUtils__/ruleTest', () => ({
  ruleTest: (rule: Rule, table: RuleTable) => tables.set(rule.id, table),
}));

const fileOf = (id: string) =>
  id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** What a rule sees, in the words above it. */
function describeRule(id: string): string {
  const source = readFileSync(resolve(__dirname, `${fileOf(id)}.ts`), 'utf8');
  const [, comment = ''] =
    source.match(
      new RegExp(
        `/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*export const ${fileOf(id)}\\b`,
      ),
    ) ?? [];
  return comment
    .replace(/@remarks[\s\S]*|@internal/g, '')
    .replace(/^\s*\*/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function count(id: string): number {
  const { sees, isSilentOn } = tables.get(id)!;
  return sees.length + isSilentOn.length;
}

function markdownTable(head: string[], rows: string[][]): string {
  const cells = [head, ...rows].map(row =>
    row.map(cell => cell.replaceAll('|', '\\|')),
  );
  const widths = head.map((_, i) =>
    Math.max(3, ...cells.map(row => row[i].length)),
  );
  const line = (row: string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`;
  return [
    line(cells[0]),
    line(widths.map(width => '-'.repeat(width))),
    ...cells.slice(1).map(line),
  ].join('\n');
}

function writeTables(): string {
  const total = rules.reduce((sum, { id }) => sum + count(id), 0);
  const covering = (id: string) => [
    ...new Set(
      k8sgptConditions
        .filter(item => 'rules' in item && item.rules.includes(id))
        .map(({ analyzer }) => analyzer),
    ),
  ];
  return [
    '',
    `## The ${rules.length} rules`,
    '',
    `Their tables hold ${total} cases, each with the words that the rule says of it, or with its silence.`,
    '',
    markdownTable(
      ['rule', 'what it sees', 'analyzer of k8sgpt', 'sees + silent'],
      rules.map(({ id }) => [
        `\`${id}\``,
        describeRule(id),
        covering(id).join(', ') || 'none',
        `${tables.get(id)!.sees.length} + ${tables.get(id)!.isSilentOn.length}`,
      ]),
    ),
    '',
    '## What k8sgpt flags, and who sees it here',
    '',
    markdownTable(
      ['analyzer', 'flags', 'seen by'],
      k8sgptConditions.map(item => [
        `${item.analyzer}${item.optional ? ' (opt-in)' : ''}`,
        item.flags,
        'rules' in item
          ? `${item.rules.map(id => `\`${id}\``).join(', ')}${
              item.note ? `: ${item.note}` : ''
            }`
          : `not reported: ${item.notSeen}`,
      ]),
    ),
    '',
    '',
  ].join('\n');
}

/** The same objects, as an API server would list them that sorts the other way round. */
function reversed(given: SnapshotOptions): SnapshotOptions {
  return {
    ...given,
    kubernetes: [...(given.kubernetes ?? [])]
      .reverse()
      .map(part =>
        Object.fromEntries(
          Object.entries(part).map(([key, value]) => [
            key,
            Array.isArray(value) ? [...value].reverse() : value,
          ]),
        ),
      ),
  };
}

describe('rules', () => {
  beforeAll(() => {
    for (const { id } of rules) {
      require(`./${fileOf(id)}.test`);
    }
  });

  it('have an id, a file, a description and a table with both kinds of cases', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { id } of rules) {
      expect(describeRule(id)).not.toBe('');
      const { sees, isSilentOn } = tables.get(id)!;
      expect({
        id,
        sees: sees.length > 0,
        isSilentOn: isSilentOn.length > 0,
      }).toEqual({ id, sees: true, isSilentOn: true });
      const names = [...sees, ...isSilentOn].map(([name]) => name);
      expect({ id, names: [...new Set(names)] }).toEqual({ id, names });
    }
  });

  it(`are tried on at least ${MIN_CASES} cases`, () => {
    const total = rules.reduce((sum, { id }) => sum + count(id), 0);
    expect(total).toBeGreaterThanOrEqual(MIN_CASES);
  });

  it('say the same whatever the order of what is there', () => {
    const said = (turn: (given: SnapshotOptions) => SnapshotOptions) =>
      rules.flatMap(rule =>
        tables.get(rule.id)!.sees.map(([name, given]) => ({
          id: rule.id,
          name,
          says: say(rule, turn(given)).sort(),
        })),
      );
    expect(said(reversed)).toEqual(said(given => given));
  });

  it('cover what k8sgpt flags', () => {
    const known = rules.map(({ id }) => id);
    const named = k8sgptConditions.flatMap(item =>
      'rules' in item ? item.rules : [],
    );
    expect(named.filter(id => !known.includes(id))).toEqual([]);
  });

  it('are listed in docs/rules.md (UPDATE_DOCS=1 writes it)', () => {
    const text = readFileSync(DOCUMENT, 'utf8');
    const [before, , after] = text.split(new RegExp(`${BEGIN}|${END}`));
    const wanted = `${before}${BEGIN}\n${writeTables()}${END}${after}`;
    if (process.env.UPDATE_DOCS) {
      writeFileSync(DOCUMENT, wanted);
    }
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(wanted);
  });
});
