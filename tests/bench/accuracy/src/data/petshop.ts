import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from './parseCsv';

const HEADER_ROWS = 3;
const MS = 1_000;

export type PetShopSeries = {
  node: string;
  metric: string;
  statistic: string;
  points: Array<[time: number, value: number]>;
};

export type PetShopTarget = { node: string; metric: string; onset: number };

export type PetShopCase = {
  name: string;
  target: PetShopTarget;
  current: PetShopSeries[];
  truth: string;
};

export type PetShopScenario = {
  scenario: string;
  /** Row calls column. */
  edges: Array<{ from: string; to: string }>;
  normal: PetShopSeries[];
  /** Nodes with a column in the fault-free metrics. */
  candidates: string[];
  cases: PetShopCase[];
};

/** Finds every scenario below `petshop/`, by listing. */
export function listPetShopScenarios(root: string): PetShopScenario[] {
  const folder = join(root, 'petshop');
  const scenarios = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
    : [];
  return scenarios
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
    .map(scenario => readScenario(join(folder, scenario), scenario));
}

function readScenario(folder: string, scenario: string): PetShopScenario {
  const normal = readMetrics(join(folder, 'noissue', 'metrics.csv'));
  return {
    scenario,
    edges: readGraph(join(folder, 'graph.csv')),
    normal,
    candidates: [...new Set(normal.map(series => series.node))],
    cases: ['train', 'test'].flatMap(part => {
      const issues = existsSync(join(folder, part))
        ? readdirSync(join(folder, part)).sort()
        : [];
      return issues.map(issue =>
        readCase(
          join(folder, part, issue),
          `petshop ${scenario} ${part}/${issue}`,
        ),
      );
    }),
  };
}

/** The command in `metadata` names the truth: only `target` and `root_cause` are read. */
function readCase(folder: string, name: string): PetShopCase {
  const { target, root_cause: truth } = JSON.parse(
    readFileSync(join(folder, 'target.json'), 'utf8'),
  );
  return {
    name: `${name} ${target.metric} ${truth.node}`,
    target: {
      node: target.node,
      metric: target.metric,
      onset: target.timestamp * MS,
    },
    current: readMetrics(join(folder, 'metrics.csv')),
    truth: truth.node,
  };
}

function readGraph(path: string): Array<{ from: string; to: string }> {
  const [header, ...rows] = parseCsv(readFileSync(path, 'utf8'));
  return rows.flatMap(([from, ...cells]) =>
    cells.flatMap((cell, i) =>
      Number(cell) > 0 ? [{ from, to: header[i + 1] }] : [],
    ),
  );
}

function readMetrics(path: string): PetShopSeries[] {
  const rows = parseCsv(readFileSync(path, 'utf8'));
  const [nodes, metrics, statistics] = rows;
  const values = rows.slice(HEADER_ROWS + 1);
  return nodes.slice(1).map((node, i) => ({
    node,
    metric: metrics[i + 1],
    statistic: statistics[i + 1],
    points: values
      .filter(row => row[i + 1] !== undefined && row[i + 1] !== '')
      .map((row): [number, number] => [
        Number(row[0]) * MS,
        Number(row[i + 1]),
      ]),
  }));
}
