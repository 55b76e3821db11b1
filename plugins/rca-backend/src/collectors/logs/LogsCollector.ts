import { estimateOnset } from '@internal/analysis';
import { ObservabilityService } from '@internal/plugin-observability-node';
import {
  CollectedEvidence,
  CollectorContext,
  RcaCollector,
} from '@internal/plugin-rca-node';
import { Unchecked } from '@internal/plugin-rca-common';
import { uncheckedBecause } from '../telemetry/describeFailure';
import {
  foreignUnchecked,
  telemetryTargets,
} from '../telemetry/telemetryTargets';
import { compareSamples } from './compareSamples';
import { judgeVolume } from './judgeVolume';
import { LogEvidence } from './LogEvidence';
import { LogFacts } from './LogFacts';
import { countMentions, signalFacts, templateFacts } from './lineFacts';
import { loadSample, loadVolumes, LogReader, LogSample } from './loadLogs';
import { logQueries } from './logQueries';

/** Wide enough that a few lines a minute fill most buckets. */
const MIN_STEP_SECONDS = 30;
const MAX_STEPS = 480;
const MIN_BASELINE_SECONDS = 1_800;
const MAX_BASELINE_SECONDS = 6 * 3_600;
const ONSET_TOLERANCE_MS = 300_000;
/** Lines shortly before a bucket in which the volume rose belong to the rise. */
const ONSET_MARGIN_SECONDS = 60;
const EMPTY_SAMPLE: LogSample = { lines: [], seconds: 0, truncated: false };

/**
 * Compares what the subject and its dependencies wrote before and after the
 * onset: how much they complain, what they say that they did not say before,
 * and which failures their lines name.
 * @internal
 */
export class LogsCollector implements RcaCollector {
  readonly source = 'logs';
  readonly #observability: ObservabilityService;

  constructor(options: { observability: ObservabilityService }) {
    this.#observability = options.observability;
  }

  async collect(
    context: CollectorContext,
  ): Promise<CollectedEvidence<LogFacts>> {
    const { subject, scope } = context;
    const targets = telemetryTargets({ subject, scope });
    const names = this.#observability.vocabulary(subject.cluster).logs;
    const store = this.#observability.logs(subject.cluster);
    const queries = logQueries(store, names);
    const reader: LogReader = {
      store,
      scope,
      names,
      queries,
      targets: targets.own,
      signal: context.signal,
    };
    const evidence = new LogEvidence({ cluster: subject.cluster, queries });
    const { to } = context.window;
    const baselineFrom = baselineStart(context.window);

    const { stepSeconds, ...volumes } = await this.#volumes(
      reader,
      baselineFrom,
      to,
    );
    const judged = targets.own.flatMap(target => {
      const volume = judgeVolume(target, volumes.volumes, {
        windowFrom: context.window.from.getTime() / 1000,
        stepSeconds,
      });
      return volume ? [{ target, volume }] : [];
    });
    for (const { target, volume } of judged) {
      if (volume.facts.anomalous) {
        evidence.addVolume(target, volume);
      }
    }

    const split = splitOf(
      judged.map(j => j.volume.facts).filter(f => f.anomalous),
      context.window.from,
    );
    const samples = await this.#samples(reader, { baselineFrom, split, to });
    if (volumes.errors.length > 0 && samples.errors.length === 2) {
      throw samples.errors[0];
    }
    const peers = [...targets.own.map(t => t.service), ...targets.foreign];
    const groups = compareSamples(samples.before, samples.after, peers);
    const facts: Omit<LogFacts, 'onset'> = {
      volumes: judged.map(j => j.volume.facts),
      signals: signalFacts(groups.signals, groups.templates, evidence),
      templates: templateFacts(groups.templates, evidence),
      mentions: countMentions(samples.after, peers),
      truncated: samples.before.truncated || samples.after.truncated,
    };
    return {
      evidence: evidence.list,
      facts: { ...onsetOf(facts), ...facts },
      unchecked: [
        ...foreignUnchecked(this.source, targets),
        ...volumes.unchecked,
        ...samples.unchecked,
      ],
      summary: summarize(facts),
    };
  }

  async #volumes(reader: LogReader, from: Date, to: Date) {
    const seconds = (to.getTime() - from.getTime()) / 1000;
    const stepSeconds = Math.max(
      MIN_STEP_SECONDS,
      Math.ceil(seconds / MAX_STEPS),
    );
    const volumes = await loadVolumes(reader, { from, to }, stepSeconds);
    return { ...volumes, stepSeconds };
  }

  async #samples(
    reader: LogReader,
    times: { baselineFrom: Date; split: Date; to: Date },
  ) {
    const unchecked: Unchecked[] = [];
    const errors: unknown[] = [];
    const load = async (what: string, from: Date, to: Date) => {
      try {
        return await loadSample(reader, { from, to });
      } catch (error) {
        reader.signal.throwIfAborted();
        errors.push(error);
        unchecked.push(uncheckedBecause(this.source, what, error));
        return undefined;
      }
    };
    const [before, after] = await Promise.all([
      load('Lines before the onset', times.baselineFrom, times.split),
      load('Lines since the onset', times.split, times.to),
    ]);
    return {
      // Without the one side every line of the other would look new, or gone.
      before: (after && before) || EMPTY_SAMPLE,
      after: (before && after) || EMPTY_SAMPLE,
      unchecked,
      errors,
    };
  }
}

function baselineStart(window: { from: Date; to: Date }): Date {
  const ms = window.to.getTime() - window.from.getTime();
  const baseline = Math.min(
    MAX_BASELINE_SECONDS * 1000,
    Math.max(MIN_BASELINE_SECONDS * 1000, ms),
  );
  return new Date(window.from.getTime() - baseline);
}

function splitOf(anomalous: Array<{ onset?: string }>, fallback: Date): Date {
  const onset = estimateOnset(
    anomalous.map(({ onset: at }) => ({ at: Date.parse(at!), weight: 1 })),
    { tolerance: ONSET_TOLERANCE_MS },
  );
  return onset ? new Date(onset.at - ONSET_MARGIN_SECONDS * 1000) : fallback;
}

function onsetOf(facts: Omit<LogFacts, 'onset'>): { onset?: string } {
  const times = [
    ...facts.volumes.filter(v => v.anomalous).map(v => v.onset),
    ...facts.signals.filter(s => s.significant).map(s => s.firstSeen),
    ...facts.templates.filter(t => t.change === 'new').map(t => t.firstSeen),
  ].filter(time => time !== undefined);
  const onset = estimateOnset(
    times.map(time => ({ at: Date.parse(time), weight: 1 })),
    { tolerance: ONSET_TOLERANCE_MS },
  );
  return onset ? { onset: new Date(onset.at).toISOString() } : {};
}

function summarize(facts: Omit<LogFacts, 'onset'>): string {
  const louder = facts.volumes.filter(v => v.anomalous).map(v => v.service);
  const fresh = facts.templates.filter(t => t.change === 'new').length;
  const parts = [
    louder.length > 0 ? `more errors from ${louder.join(', ')}` : '',
    fresh > 0 ? `${fresh} new kinds of lines` : '',
    facts.signals.length > 0
      ? `${facts.signals.length} failures named in lines`
      : '',
  ].filter(part => part !== '');
  return parts.length > 0 ? parts.join('; ') : 'nothing new in the logs';
}
