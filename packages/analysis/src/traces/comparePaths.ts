import type { Evidence } from '../ranking/evidence';
import { END, StepChange, StepTable } from '../logShift/StepTable';
import type { SpanNode, Visits } from './buildVisits';

/**
 * Compares what entities do for a request: which operation they perform or call
 * after which, and what no longer happens.
 *
 * @remarks
 * The steps are the children of each span in the order of their start, as in the
 * call-path comparison of TraceAnomaly (Liu et al., ISSRE 2020), reduced to pairs
 * so that a path with one new step is not a wholly new path. A call that fails on
 * the way shows as a client span without its child.
 *
 * @internal
 */
export function comparePaths(
  reference: Visits,
  current: Visits,
  failed: ReadonlySet<string>,
): Evidence[] {
  return StepTable.compare(
    readSteps(reference, failed),
    readSteps(current, failed),
  ).map(change => ({
    entity: change.entity,
    kind: 'path' as const,
    nats: change.nats,
    summary: describe(change),
  }));
}

function readSteps(visits: Visits, failed: ReadonlySet<string>): StepTable {
  const table = new StepTable();
  for (const node of visits.nodes) {
    const { entity, operation, traceId } = node.span;
    let after = `start of ${operation}`;
    for (const child of node.children) {
      const step = stepName(child, entity);
      table.add(entity, after, step, failed.has(traceId));
      after = `${step} in ${operation}`;
    }
    table.add(entity, after, END, failed.has(traceId));
  }
  return table;
}

function stepName({ span }: SpanNode, entity: string): string {
  const name =
    span.entity === entity
      ? span.operation
      : `${span.entity} ${span.operation}`;
  return span.error ? `${name} (error)` : name;
}

function describe(change: StepChange): string {
  const list = (counts: StepChange['now']) =>
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 3)
      .map(([step, count]) => `${step} ×${count}`)
      .join(', ');
  return `after ${change.after}: ${list(change.before)} before, ${list(
    change.now,
  )} now`;
}
