import {
  Investigation,
  InvestigationState,
  SourceProgress,
} from '@internal/plugin-rca-common';
import { headline } from './headline';
import { sourceLabels, sourceName, stateLabels, verdictLabels } from './words';

/** True until the investigation has ended in one way or another. */
export function isRunning(investigation: {
  state: InvestigationState;
}): boolean {
  return investigation.state === 'queued' || investigation.state === 'running';
}

/** True once the source has nothing more to say. */
export function isFinished(
  progress: SourceProgress,
): progress is Extract<SourceProgress, { durationMs: number }> {
  return progress.status !== 'waiting' && progress.status !== 'running';
}

/** Title of a page or a tab about it, e.g. `checkout`. */
export function entityName(entityRef: string): string {
  return entityRef.slice(entityRef.lastIndexOf('/') + 1);
}

/** How far it is, in one line. */
export function describeProgress(investigation: Investigation): string {
  if (investigation.state === 'queued') {
    return 'Waiting for a free worker.';
  }
  const finished = investigation.progress.filter(isFinished);
  const total = investigation.progress.length;
  if (finished.length === 0) {
    return `Reading ${total} sources.`;
  }
  if (finished.length === total) {
    return 'All sources have answered. Ranking causes.';
  }
  return `${finished.length} of ${total} sources have answered.`;
}

/** What came of it, in a sentence. */
export function outcomeText(investigation: Investigation): string {
  if (isRunning(investigation)) {
    return describeProgress(investigation);
  }
  switch (investigation.state) {
    case 'failed':
      return investigation.error ?? 'The analysis failed.';
    case 'cancelled':
      return 'Cancelled before it had a result.';
    default:
      return headline(investigation.summary ?? 'Finished.').text;
  }
}

/** What a screen reader says; the text changes only when a source or the whole has ended. */
export function announce(investigation: Investigation): string {
  if (!isRunning(investigation)) {
    const outcome = investigation.verdict
      ? verdictLabels[investigation.verdict].word
      : stateLabels[investigation.state].word;
    return `Analysis ended: ${outcome}. ${
      headline(investigation.summary ?? '').text
    }`;
  }
  const finished = investigation.progress
    .filter(isFinished)
    .map(
      ({ source, status }) =>
        `${sourceName(source)}: ${sourceLabels[status].word}.`,
    );
  return [describeProgress(investigation), ...finished].join(' ');
}
