import { InputError } from '@backstage/errors';
import { defaultVocabulary, Vocabulary } from '../Vocabulary';

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** What Promtail, Alloy and Loki itself write. */
const DEFAULT_LABELS: Record<keyof Vocabulary['logs'], string> = {
  namespace: 'namespace',
  pod: 'pod',
  container: 'container',
  level: 'level',
  traceId: 'trace_id',
};
/** Loki's own guess, which it makes of the line where no label says a level. */
const DETECTED_LEVEL = 'detected_level';

/**
 * Labels of Loki for the names of the vocabulary.
 *
 * @remarks
 * The vocabulary's defaults have dots, which no label of Loki can have. A name
 * that was left at its default stands for Loki's own; one that was set is taken
 * as it is.
 *
 * @internal
 */
export class LokiNames {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly traceId: string;
  /** The first of these that a line has tells its level. */
  readonly levels: readonly string[];
  readonly #labels: ReadonlyMap<string, string>;
  readonly #level: string;

  constructor(vocabulary: Vocabulary['logs']) {
    const label = (key: keyof Vocabulary['logs']) =>
      vocabulary[key] === defaultVocabulary.logs[key]
        ? DEFAULT_LABELS[key]
        : assertLabel(vocabulary[key]);
    this.namespace = label('namespace');
    this.pod = label('pod');
    this.container = label('container');
    this.traceId = label('traceId');
    this.#level = vocabulary.level;
    this.levels =
      vocabulary.level === defaultVocabulary.logs.level
        ? [DETECTED_LEVEL, DEFAULT_LABELS.level]
        : [label('level')];
    this.#labels = new Map([
      [vocabulary.namespace, this.namespace],
      [vocabulary.pod, this.pod],
      [vocabulary.container, this.container],
      [vocabulary.traceId, this.traceId],
    ]);
  }

  /** The label for a field by its name in the vocabulary or in Loki. @throws InputError */
  label(field: string): string {
    return this.#labels.get(field) ?? assertLabel(field);
  }

  /** As {@link LokiNames.label}; several for the level. The first that is not empty counts. */
  labels(field: string): readonly string[] {
    return field === this.#level ? this.levels : [this.label(field)];
  }

  /** Of the labels that tell streams apart, by which a selector is quick. */
  isStreamLabel(label: string): boolean {
    return [this.namespace, this.pod, this.container].includes(label);
  }
}

function assertLabel(name: string): string {
  if (!LABEL_NAME.test(name)) {
    throw new InputError(
      `Invalid label ${JSON.stringify(name)} for Loki, must match ${
        LABEL_NAME.source
      }`,
    );
  }
  return name;
}
