import { selects } from '../lib/labelSelector';
import { put } from '../lib/put';

type Labels = Record<string, string>;

/**
 * Finds out whether a selector matches anything, without trying every object:
 * what matches has the selector's first pair.
 * @internal
 */
export class LabelIndex {
  readonly #byPair = new Map<string, Labels[]>();

  static of(
    objects: Array<{ namespace?: string; labels?: Labels } | undefined>,
  ): LabelIndex {
    const index = new LabelIndex();
    for (const { namespace, labels = {} } of objects.filter(o => !!o)) {
      for (const pair of Object.entries(labels)) {
        put(index.#byPair, keyOf(namespace, pair), labels);
      }
    }
    return index;
  }

  private constructor() {}

  matches(namespace: string | undefined, selector: Labels): boolean {
    const [first] = Object.entries(selector);
    const candidates = first && this.#byPair.get(keyOf(namespace, first));
    return (candidates ?? []).some(labels => selects(selector, labels));
  }
}

function keyOf(
  namespace: string | undefined,
  [key, value]: [string, string],
): string {
  return `${namespace}\n${key}\n${value}`;
}
