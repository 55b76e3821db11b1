import type { Evidence } from '../ranking/evidence';
import { total } from './changeEvidence';
import { END, StepChange, StepTable } from './StepTable';
import { isError, LogLine, Statements } from './statementOf';

/** Outcome of a step after which no other entity wrote a line. */
const NO_CALL = '(no call)';
/** Context of lines that belong to no request. */
const NO_REQUEST = '(all lines)';

/** @public */
export type LogComparison = {
  evidence: Evidence[];
  /** Who writes lines between two lines of whom, in the same request. */
  edges: Array<{ from: string; to: string }>;
};

/**
 * Compares how entities log per request, now and in a reference without faults:
 * which statement follows which, where a request stops being logged, and whose
 * lines no longer appear in the middle of a caller's.
 *
 * @remarks
 * Expected and actual event patterns within a trace, as in Nezha (Yu et al.,
 * ESEC/FSE 2023), with a Bayes factor in place of its support thresholds.
 * Everything is conditional on the preceding step of the same request, so more or
 * other traffic changes nothing by itself. Lines without a trace id are compared
 * by the mix of their templates.
 *
 * A callee whose lines vanish while its caller goes on as always is silent itself:
 * the evidence is the callee's.
 *
 * @public
 */
export function compareLogs(
  reference: readonly LogLine[],
  current: readonly LogLine[],
): LogComparison {
  const statements = new Statements();
  const before = readRequests(reference, statements);
  const now = readRequests(current, statements);

  const own = StepTable.compare(before.steps, now.steps);
  const evidence: Evidence[] = own.map(change => ({
    entity: change.entity,
    kind: 'log',
    nats: change.nats,
    summary: describe(change, statements),
  }));
  const ownByStep = new Map(
    own.map(change => [stepKey(change.entity, change.after), change.nats]),
  );
  for (const change of StepTable.compare(before.calls, now.calls)) {
    const explained = ownByStep.get(stepKey(change.entity, change.after)) ?? 0;
    for (const silent of mostVanished(change)) {
      evidence.push({
        entity: silent,
        kind: 'log',
        nats: change.nats - Math.max(0, explained),
        summary: `no longer writes a line after the caller's ${statements.label(
          change.after,
        )}`,
      });
    }
  }
  return { evidence, edges: [...before.edges.values(), ...now.edges.values()] };
}

type Entry = { line: LogLine; statement: string; visit: string };

type Requests = {
  steps: StepTable;
  calls: StepTable;
  edges: Map<string, { from: string; to: string }>;
};

function readRequests(
  lines: readonly LogLine[],
  statements: Statements,
): Requests {
  const result: Requests = {
    steps: new StepTable(),
    calls: new StepTable(),
    edges: new Map(),
  };
  const traces = new Map<string, Entry[]>();
  for (const line of lines) {
    const statement = statements.keyOf(line);
    if (!line.traceId) {
      result.steps.add(line.entity, NO_REQUEST, statement, false);
      continue;
    }
    const entry = {
      line,
      statement,
      visit: `${line.entity}\n${line.spanId ?? ''}`,
    };
    const trace = traces.get(line.traceId);
    if (trace) {
      trace.push(entry);
    } else {
      traces.set(line.traceId, [entry]);
    }
  }
  for (const trace of traces.values()) {
    trace.sort((a, b) => a.line.time - b.line.time);
    readRequest(trace, result);
  }
  return result;
}

function readRequest(trace: readonly Entry[], result: Requests) {
  const failed = trace.some(entry => isError(entry.line));
  const lastOfVisit = new Map<string, number>();
  for (const [index, entry] of trace.entries()) {
    const { entity } = entry.line;
    const previous = lastOfVisit.get(entry.visit);
    if (previous === undefined) {
      // Where the request came from stands for the operation that was called.
      const caller = index > 0 ? trace[index - 1] : undefined;
      const after = caller
        ? `called after ${caller.line.entity} ${caller.statement}`
        : 'first in the request';
      result.steps.add(entity, after, entry.statement, failed);
    } else {
      const { statement } = trace[previous];
      result.steps.add(entity, statement, entry.statement, failed);
      const callee = calleeBetween(trace, previous, index);
      result.calls.add(entity, statement, callee ?? NO_CALL, failed);
      if (callee) {
        result.edges.set(`${entity}\n${callee}`, { from: entity, to: callee });
      }
    }
    lastOfVisit.set(entry.visit, index);
  }
  for (const index of lastOfVisit.values()) {
    const { line, statement } = trace[index];
    result.steps.add(line.entity, statement, END, failed);
  }
}

/** The first other entity that writes between two lines of a visit. */
function calleeBetween(
  trace: readonly Entry[],
  from: number,
  to: number,
): string | undefined {
  const { entity } = trace[from].line;
  for (let i = from + 1; i < to; i++) {
    if (trace[i].line.entity !== entity) {
      return trace[i].line.entity;
    }
  }
  return undefined;
}

/** The callees whose share fell most, if any fell; several if they fell alike. */
function mostVanished({ before, now }: StepChange): string[] {
  const losses = [...before.keys()]
    .filter(callee => callee !== NO_CALL)
    .map(callee => ({
      callee,
      loss:
        (before.get(callee) ?? 0) / total(before) -
        (now.get(callee) ?? 0) / total(now),
    }));
  const most = Math.max(0, ...losses.map(({ loss }) => loss));
  return losses
    .filter(({ loss }) => loss > 0 && loss === most)
    .map(({ callee }) => callee);
}

function describe(change: StepChange, statements: Statements): string {
  const list = (counts: StepChange['now']) =>
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 3)
      .map(([key, count]) => `${statements.label(key)} ×${count}`)
      .join(', ');
  return `after ${statements.label(change.after)}: ${list(
    change.before,
  )} before, ${list(change.now)} now`;
}

function stepKey(entity: string, after: string): string {
  return `${entity}\n${after}`;
}
