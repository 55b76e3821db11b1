import { SourceOutcome } from '@internal/plugin-rca-common';
import { NewEvidence } from '@internal/plugin-rca-node';
import { analyse } from '../engine/analyse';
import { EvidenceBook } from '../engine/EvidenceBook';
import { RuleFinding, rules, Snapshot } from '../rules';
import { SnapshotOptions } from './say';
import { snapshotOf } from './snapshot';

const SOURCES = ['kubernetes', 'logs', 'metrics', 'changes'];

/** How the sources ended, when they all answered. */
export const OUTCOMES: SourceOutcome[] = SOURCES.map(source => ({
  source,
  status: 'ok',
  durationMs: 1,
  evidenceCount: 0,
  summary: '',
}));

const collected = new Map<string, NewEvidence[]>(
  SOURCES.map(source => [
    source,
    [{ source, title: `What ${source} brought` }],
  ]),
);

export function findingsOf(snapshot: Snapshot): RuleFinding[] {
  return rules.flatMap(rule => rule.evaluate(snapshot));
}

export function analyseFindings(
  snapshot: Snapshot,
  findings: RuleFinding[],
  outcomes: SourceOutcome[] = OUTCOMES,
) {
  const book = new EvidenceBook(collected);
  return analyse({ snapshot, findings, outcomes, book });
}

/** All rules together, from what is there to the verdict. */
export function analysisOf(
  options: SnapshotOptions,
  outcomes?: SourceOutcome[],
) {
  const snapshot = snapshotOf(options);
  return analyseFindings(snapshot, findingsOf(snapshot), outcomes);
}
