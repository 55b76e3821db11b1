import {
  Evidence,
  MAX_EXCERPT_LENGTH,
  MAX_SERIES_POINTS,
} from '@internal/plugin-rca-common';
import { NewEvidence } from '@internal/plugin-rca-node';
import { redactSecrets } from '../lib/redactSecrets';

const MAX_TITLE_LENGTH = 300;

/** Evidence that a collector brought, by its place in the collector's list. @internal */
export type CollectedRef = { source: string; index: number };

/**
 * Gives evidence its ids. Only what a finding, a hypothesis or the timeline
 * names becomes part of the report, numbered in the order of its first use.
 * @internal
 */
export class EvidenceBook {
  readonly #collected: Map<string, readonly NewEvidence[]>;
  readonly #ids = new Map<string, string>();
  readonly #evidence: Evidence[] = [];

  constructor(collected: Map<string, readonly NewEvidence[]>) {
    this.#collected = collected;
  }

  /** The id of evidence; the same evidence twice has one id. */
  cite(evidence: NewEvidence | CollectedRef): string {
    const resolved = 'index' in evidence ? this.#resolve(evidence) : evidence;
    const key = JSON.stringify([
      resolved.source,
      resolved.title,
      resolved.object,
      resolved.at,
      resolved.query,
      resolved.excerpt,
    ]);
    const known = this.#ids.get(key);
    if (known) {
      return known;
    }
    const id = `ev-${this.#evidence.length + 1}`;
    this.#ids.set(key, id);
    this.#evidence.push(bounded({ id, ...resolved }));
    return id;
  }

  citeAll(evidence: Array<NewEvidence | CollectedRef>): string[] {
    return [...new Set(evidence.map(item => this.cite(item)))];
  }

  get evidence(): Evidence[] {
    return [...this.#evidence];
  }

  #resolve({ source, index }: CollectedRef): NewEvidence {
    const found = this.#collected.get(source)?.[index];
    if (!found) {
      throw new Error(`Collector '${source}' has no evidence ${index}`);
    }
    return found;
  }
}

/** Secrets are taken out before a text is cut, which could leave half of one behind. */
function bounded(evidence: Evidence): Evidence {
  return {
    ...evidence,
    title: redactSecrets(evidence.title).slice(0, MAX_TITLE_LENGTH),
    ...(evidence.query !== undefined && {
      query: redactSecrets(evidence.query).slice(0, MAX_EXCERPT_LENGTH),
    }),
    ...(evidence.excerpt !== undefined && {
      excerpt: redactSecrets(evidence.excerpt).slice(0, MAX_EXCERPT_LENGTH),
    }),
    ...(evidence.series && {
      series: evidence.series.map(({ name, points }) => ({
        name,
        points: points.slice(-MAX_SERIES_POINTS),
      })),
    }),
  };
}
