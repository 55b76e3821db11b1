import { TemplateGrouper } from '@internal/analysis';
import { listLoghubSets, LoghubSet } from '../data/loghub';
import {
  GroupingFigures,
  maskDigits,
  scoreGrouping,
  wrongTemplates,
} from '../scoring/grouping';
import { mean } from '../scoring/ranking';
import { Suite } from '../types';

const DIGITS = 4;

/** GA with expressions and thresholds per set, as published; the README of the data has the source. */
const PUBLISHED_SETS = ['BGL', 'Hadoop', 'HealthApp', 'OpenSSH', 'Zookeeper'];
const PUBLISHED: Array<[name: string, ga: string[], all16: string]> = [
  ['published: Brain', ['.9860', '.9490', '1', '1', '.9875'], '.9831'],
  ['published: Drain', ['.9625', '.9475', '.7800', '.7875', '.9665'], '.8654'],
  ['published: ULP', ['.9300', '.9895', '.9015', '.4340', '.9925'], '.7334'],
  ['published: IPLoM', ['.9390', '.9540', '.8215', '.5400', '.9615'], '.7560'],
  ['published: AEL', ['.9570', '.8690', '.5675', '.5380', '.9210'], '.7912'],
  ['published: Spell', ['.7865', '.7775', '.6390', '.5540', '.9635'], '.7926'],
  ['published: LenMa', ['.6895', '.8850', '.1740', '.9250', '.8405'], '.7664'],
  [
    'published: LogMine',
    ['.7245', '.8695', '.6865', '.4305', '.6875'],
    '.7357',
  ],
  [
    'baseline: Drain, one setting',
    ['.9685', '.9630', '.6960', '.7180', '.9665'],
    '.7546',
  ],
];

type Method = { name: string; group(lines: readonly string[]): string[] };

const METHODS: Method[] = [
  { name: 'this engine, one setting', group: groupLines },
  {
    name: 'floor: masks only (digit)',
    group: lines => lines.map(maskDigits),
  },
  { name: 'floor: identical lines', group: lines => [...lines] },
  { name: 'floor: one group', group: lines => lines.map(() => '') },
];

/** Groups the lines of each loghub set by template. */
export const suite: Suite = {
  name: 'loghub',
  async run(context) {
    const sets = listLoghubSets(context.root);
    if (sets.length === 0) {
      return undefined;
    }
    const results = METHODS.map(({ name, group }) => ({
      name,
      ofSets: sets.map(set => judge(set, group)),
    }));
    const [engine] = results;
    const names = sets.map(set => set.name);
    return {
      tables: [
        table('loghub: grouping accuracy (GA)', names, [
          ...results.map(({ name, ofSets }) =>
            figuresRow(
              name,
              ofSets.map(one => one.figures.ga),
            ),
          ),
          ...PUBLISHED.map(one => publishedRow(one, names)),
        ]),
        table(
          'loghub: F1 of groups (FGA)',
          names,
          results.map(({ name, ofSets }) =>
            figuresRow(
              name,
              ofSets.map(one => one.figures.fga),
            ),
          ),
        ),
      ],
      misses: engine.ofSets.flatMap(({ misses }) => misses),
      notes: [
        'loghub: input is the Content column in file order; group ids are fixed after the last line; published rows have expressions and thresholds per set',
        ...engine.ofSets.map(
          ({ figures: { lines, templates, groups } }, i) =>
            `loghub ${names[i]}: ${lines} lines, ${templates} templates, ${groups} groups found`,
        ),
      ],
      figures: {
        loghub: Object.fromEntries(
          results.map(({ name, ofSets }) => [
            name,
            {
              ga: mean(ofSets.map(one => one.figures.ga)),
              fga: mean(ofSets.map(one => one.figures.fga)),
              sets: ofSets.map(one => one.figures),
            },
          ]),
        ),
      },
    };
  },
};

/** The product's default, for every set. */
function groupLines(lines: readonly string[]): string[] {
  const grouper = new TemplateGrouper();
  const found = lines.map(line => grouper.add(line));
  const ids = new Map(grouper.groups.map((group, i) => [group, String(i)]));
  return found.map(group => ids.get(group.current)!);
}

/** What fails is one group for everything: no line is right. */
function judge(
  { name, lines, truth }: LoghubSet,
  group: Method['group'],
): { figures: GroupingFigures; misses: string[] } {
  try {
    const predicted = group(lines);
    return {
      figures: scoreGrouping(predicted, truth),
      misses: wrongTemplates(predicted, truth).map(
        one =>
          `loghub ${name} ${one.id}: ${one.lines} lines in ${
            one.groups
          } groups${one.shared ? ', with others' : ''}`,
      ),
    };
  } catch (error) {
    return {
      figures: {
        ...scoreGrouping(
          truth.map(() => ''),
          truth,
        ),
        ga: 0,
        fga: 0,
      },
      misses: [`loghub ${name}: failed: ${error}`],
    };
  }
}

function table(title: string, names: string[], rows: string[][]) {
  return { title, header: ['', ...names, 'mean', 'all 16'], rows };
}

function figuresRow(name: string, values: number[]): string[] {
  return [name, ...[...values, mean(values)].map(v => v.toFixed(DIGITS))];
}

function publishedRow(
  [name, values, all16]: (typeof PUBLISHED)[number],
  names: string[],
): string[] {
  const cells = names.map(set => values[PUBLISHED_SETS.indexOf(set)] ?? '');
  const numbers = cells.map(Number);
  const isWhole = cells.every(cell => cell !== '');
  return [name, ...cells, isWhole ? mean(numbers).toFixed(DIGITS) : '', all16];
}
