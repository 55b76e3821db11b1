import { Table } from '../types';
import {
  creditAt,
  creditByName,
  figuresOf,
  mean,
  Outcome,
  RankingFigures,
} from './ranking';
import { wilson } from './wilson';

const HEADER = ['', 'n', 'top-1', '95 %', 'top-3', 'top-5', 'Avg@5', 'empty'];

/** Figures as printed: three decimals. */
export function rankingRow(label: string, figures: RankingFigures): string[] {
  const [low, high] = wilson(figures.ac1, figures.n);
  return [
    label,
    String(figures.n),
    share(figures.ac1),
    `${share(low)}-${share(high)}`,
    share(figures.ac3),
    share(figures.ac5),
    share(figures.avg5),
    share(figures.empty),
  ];
}

/** A figure from elsewhere: only what its source states. */
export function publishedRow(label: string, n: string, shares: string[]) {
  const [top1, top3, top5] = shares;
  return [label, n, top1 ?? '', '', top3 ?? '', top5 ?? '', '', ''];
}

export function rankingTable(title: string, rows: string[][]): Table {
  return { title, header: HEADER, rows };
}

/** The total, each type, and the total with ties broken by name, which is only for display. */
export function outcomeRows(
  label: string,
  outcomes: readonly Outcome[],
): { rows: string[][]; figures: Record<string, RankingFigures> } {
  const figures: Record<string, RankingFigures> = {
    [label]: figuresOf(outcomes),
  };
  for (const type of [...new Set(outcomes.map(one => one.type))].sort()) {
    figures[`${label}: ${type}`] = figuresOf(
      outcomes.filter(outcome => outcome.type === type),
    );
  }
  const rows = Object.entries(figures).map(([name, one]) =>
    rankingRow(name, one),
  );
  rows.push(
    rankingRow(`${label}: ties by name`, figuresOf(outcomes, creditByName)),
  );
  return { rows, figures };
}

/** Cases whose truth is not alone on top, with the place it got. */
export function missesOf(
  label: string,
  outcomes: readonly Outcome[],
): string[] {
  return outcomes
    .filter(({ answer, truth }) => creditAt(answer, truth, 1) < 1)
    .map(({ name, answer, truth, error }) => {
      const own = answer.find(one => one.name === truth)?.score;
      const place =
        own === undefined
          ? 'not in the answer'
          : `place ${1 + answer.filter(({ score }) => score > own).length}`;
      return `${label} | ${name} | ${error ? `failed: ${error}` : place}`;
    });
}

/** How often the first is right, by how sure the engine said it was. */
export function reliabilityTable(
  title: string,
  outcomes: readonly Outcome[],
): Table {
  const bins = [0, 0.2, 0.4, 0.6, 0.8, 1.000001];
  const judged = outcomes.map(({ answer, truth, confidence }) => ({
    said: confidence ?? 0,
    right: creditAt(answer, truth, 1),
  }));
  const rows = bins.slice(0, -1).flatMap((low, i) => {
    const inside = judged.filter(
      ({ said }) => said >= low && said < bins[i + 1],
    );
    return inside.length === 0
      ? []
      : [
          [
            `${low.toFixed(1)}-${Math.min(1, bins[i + 1]).toFixed(1)}`,
            String(inside.length),
            share(mean(inside.map(({ said }) => said))),
            share(mean(inside.map(({ right }) => right))),
          ],
        ];
  });
  const brier = mean(judged.map(({ said, right }) => (said - right) ** 2));
  rows.push(['Brier score', String(judged.length), '', share(brier)]);
  return { title, header: ['sure', 'n', 'mean said', 'right'], rows };
}

function share(value: number): string {
  return value.toFixed(3);
}
