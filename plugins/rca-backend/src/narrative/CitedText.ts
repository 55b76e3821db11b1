import {
  describeObject,
  Evidence,
  Finding,
  Hypothesis,
  ObjectRef,
} from '@internal/plugin-rca-common';
import { NarratorAnalysis } from '@internal/plugin-rca-node';
import { bearsOut, Quantity, readQuantities } from './numbers';
import {
  fallingWords,
  negations,
  ordinaryWords,
  risingWords,
  stemOf,
} from './vocabulary';

const WORD = /[\p{L}\p{N}]+/gu;

/**
 * What the evidence that a sentence names says, in the senses in which the
 * sentence is held against it.
 *
 * @remarks
 * Numbers count only where the evidence itself has them. For words and names the
 * findings that rest on the evidence and the causes that it speaks for count as
 * well, because code wrote those.
 *
 * @internal
 */
export class CitedText {
  readonly #names: Set<string>;
  readonly #text: string;
  readonly #stems: Set<string>;
  readonly #quantities: Quantity[];
  readonly #instants: string;
  readonly #rises: boolean;
  readonly #falls: boolean;

  constructor(analysis: NarratorAnalysis, ids: readonly string[]) {
    const cited = new Set(ids);
    const evidence = analysis.evidence.filter(({ id }) => cited.has(id));
    const findings = analysis.findings.filter(item =>
      item.evidence.some(id => cited.has(id)),
    );
    const causes = analysis.hypotheses.filter(item =>
      item.evidenceFor.some(id => cited.has(id)),
    );
    const objects = [
      ...evidence.flatMap(({ object }) => object ?? []),
      ...findings.map(({ object }) => object),
      ...causes.map(({ entity }) => entity),
    ];
    this.#names = new Set(objects.map(({ name }) => name.toLowerCase()));
    this.#text = [
      analysis.cluster,
      analysis.namespace,
      ...objects.map(describeObject),
      ...evidence.map(textOf),
      ...findings.map(textOfFinding),
      ...causes.map(textOfCause),
    ]
      .join('\n')
      .normalize('NFKC')
      .toLowerCase();
    this.#stems = new Set(
      [...this.#text.matchAll(WORD)].map(([w]) => stemOf(w)),
    );
    this.#quantities = evidence.flatMap(quantitiesOf);
    this.#instants = [
      ...evidence.map(item => `${item.at ?? ''} ${textOf(item)}`),
      ...[...findings, ...causes].map(({ onset }) => onset ?? ''),
    ].join('\n');
    const ratios = evidence.flatMap(({ measurement }) =>
      measurement?.baseline === undefined
        ? []
        : [measurement.value - measurement.baseline],
    );
    this.#rises = ratios.some(change => change > 0);
    this.#falls = ratios.some(change => change < 0);
  }

  /** An object by this name is what the evidence is about, or stands in it as a word of its own. */
  namesEntity(name: string): boolean {
    const wanted = name.toLowerCase();
    return this.#names.has(wanted) || this.holdsLiterally(wanted);
  }

  /** As a whole: `orders` does not stand in `orders-db`. */
  holdsLiterally(token: string): boolean {
    const wanted = token.toLowerCase();
    for (
      let at = this.#text.indexOf(wanted);
      at >= 0;
      at = this.#text.indexOf(wanted, at + 1)
    ) {
      if (
        !/[\p{L}\p{N}_.-]$/u.test(this.#text.slice(0, at).slice(-2)) &&
        !/^(?:[\p{L}\p{N}_-]|[.:@]\p{L})/u.test(
          this.#text.slice(at + wanted.length, at + wanted.length + 3),
        )
      ) {
        return true;
      }
    }
    return false;
  }

  bearsOutNumber(claim: Quantity): boolean {
    return this.#quantities.some(item => bearsOut(item, claim));
  }

  bearsOutInstant(instant: string): boolean {
    // From the begin of a time: `10:52` is not the minutes and seconds of another.
    return new RegExp(`(?<![\\d:])${instant.replace(/[.+]/g, '\\$&')}`).test(
      this.#instants,
    );
  }

  /** Whether the evidence says the word, or it says nothing by itself. */
  supportsWord(word: string): boolean {
    if (ordinaryWords.has(word) || this.#stems.has(stemOf(word))) {
      return true;
    }
    if (negations.has(word)) {
      return [...negations].some(other => this.#stems.has(stemOf(other)));
    }
    return (
      (risingWords.has(word) && this.#rises) ||
      (fallingWords.has(word) && this.#falls)
    );
  }
}

/** Every object that the analysis speaks of, by name in lower case. @internal */
export function knownNames(analysis: NarratorAnalysis): Set<string> {
  const objects: ObjectRef[] = [
    ...analysis.evidence.flatMap(({ object }) => object ?? []),
    ...analysis.findings.map(({ object }) => object),
    ...analysis.hypotheses.flatMap(({ entity, propagation }) => [
      entity,
      ...propagation,
    ]),
  ];
  const subject = analysis.entityRef.split('/').pop() ?? '';
  return new Set(
    [subject, ...objects.map(({ name }) => name)]
      .filter(Boolean)
      .map(name => name.toLowerCase()),
  );
}

function textOf({ title, excerpt, measurement, at }: Evidence): string {
  return [title, excerpt, measurement?.unit, at].filter(Boolean).join('\n');
}

function textOfFinding({ rule, title, severity }: Finding): string {
  return `${title}\n${rule.replace(/-/g, ' ')}\n${severity}`;
}

function textOfCause({ category, statement }: Hypothesis): string {
  return `${statement}\n${category}\n${category.replace(/-/g, ' ')}`;
}

function quantitiesOf({ title, excerpt, measurement }: Evidence): Quantity[] {
  const read = [title, excerpt ?? ''].flatMap(
    text => readQuantities(text.normalize('NFKC')).quantities,
  );
  if (!measurement) {
    return read;
  }
  const { value, baseline, windowSeconds } = measurement;
  const unit = measurement.unit.toLowerCase();
  return [
    ...read,
    ...[value, baseline]
      .filter(item => item !== undefined)
      .map(item => ({ value: item, decimals: 0, unit })),
    { value: windowSeconds, decimals: 0, unit: 's' },
  ];
}
