import { NotFoundError } from '@backstage/errors';
import {
  MetricNames,
  MetricPanel,
  MetricQueryAnswer,
} from '@internal/plugin-observability-common';
import { ObservabilityService } from '@internal/plugin-observability-node';
import { ReadableTarget, TelemetryAccess } from '../access/TelemetryAccess';
import { findPanel } from './catalogue';
import { loadNames, loadQuery } from './loadMetrics';
import { loadPanel } from './loadPanel';

type Call = {
  target: ReadableTarget;
  window: { from: Date; to: Date };
  signal: AbortSignal;
};

/** Asks the metric store for a caller, in their turn; for routes and actions alike. @internal */
export class MetricQuestions {
  readonly #access: TelemetryAccess;
  readonly #observability: ObservabilityService;

  constructor(options: {
    access: TelemetryAccess;
    observability: ObservabilityService;
  }) {
    this.#access = options.access;
    this.#observability = options.observability;
  }

  /** @throws NotFoundError for a panel that the catalogue does not have. */
  async panel(call: Call & { panel: string }): Promise<MetricPanel> {
    const panel = findPanel(call.panel);
    if (!panel) {
      throw new NotFoundError(
        `Panel '${call.panel}' not found, GET metrics/panels lists them`,
      );
    }
    const { target, window, signal } = call;
    const observability = this.#observability;
    return this.#ask(call, () =>
      loadPanel({
        ...{ panel, window, observability, signal },
        subject: target,
        scope: target.scope,
      }),
    );
  }

  query(
    call: Call & { query: string; stepSeconds?: number },
  ): Promise<MetricQueryAnswer> {
    const observability = this.#observability;
    return this.#ask(call, () => loadQuery({ ...call, observability }));
  }

  names(call: Call & { label?: string }): Promise<MetricNames> {
    const observability = this.#observability;
    return this.#ask(call, () => loadNames({ ...call, observability }));
  }

  #ask<T>({ target, signal }: Call, work: () => Promise<T>): Promise<T> {
    return this.#access.ask({ target, store: 'metrics', signal, work });
  }
}
