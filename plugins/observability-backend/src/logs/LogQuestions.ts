import { LogFilter } from '@internal/plugin-observability-common';
import { ObservabilityService } from '@internal/plugin-observability-node';
import { ReadableTarget, TelemetryAccess } from '../access/TelemetryAccess';
import { LogQuestion, toLogQuestion } from './LogQuestion';
import { WorkloadLines } from './WorkloadLines';

/** Asks the log store for a caller, in their turn; for routes and actions alike. @internal */
export class LogQuestions {
  readonly #access: TelemetryAccess;
  readonly #observability: ObservabilityService;
  readonly #lines: WorkloadLines;

  constructor(options: {
    access: TelemetryAccess;
    observability: ObservabilityService;
  }) {
    this.#access = options.access;
    this.#observability = options.observability;
    this.#lines = new WorkloadLines(options);
  }

  ask<T>(
    options: {
      target: ReadableTarget;
      request: {
        window: { from: Date; to: Date };
        filter?: LogFilter;
        query?: string;
      };
      signal: AbortSignal;
      /** A tail, which lasts. */
      lasting?: boolean;
    },
    work: (question: LogQuestion) => Promise<T>,
  ): Promise<T> {
    const { target, request, signal, lasting } = options;
    return this.#access.ask({
      target,
      store: 'logs',
      signal,
      lasting,
      work: async () =>
        work(
          await toLogQuestion({
            ...{ target, request, signal },
            observability: this.#observability,
            lines: this.#lines,
          }),
        ),
    });
  }
}
