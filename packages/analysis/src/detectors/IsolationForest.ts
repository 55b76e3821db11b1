import { seededRandom } from './random';

const DEFAULT_TREES = 100;
const DEFAULT_SAMPLE = 256;
const EULER_GAMMA = 0.5772156649;

/** @public */
export type IsolationForestOptions = {
  /** Equal seeds and rows give equal forests. */
  seed: number;
  /** Default 100. */
  trees?: number;
  /** Rows that a tree sees. Default 256. */
  sample?: number;
};

/** Inner nodes have two children, leaves the number of rows that ended there. */
type Node =
  | { normal: Float64Array; offset: number; below: Node; above: Node }
  | { size: number };

/**
 * Says how easily a row of several values is told from all others.
 *
 * @remarks
 * Liu, Ting and Zhou, "Isolation Forest", ICDM 2008, with the sloping cuts of
 * Hariri, Carrasco Kind and Brunner, "Extended Isolation Forest", IEEE TKDE 33, 2021,
 * so that a row between two groups is as unusual as one beside them. Columns should be
 * of like size; see `standardize`.
 *
 * @public
 */
export class IsolationForest {
  readonly #trees: Node[];
  readonly #usualDepth: number;

  private constructor(trees: Node[], sample: number) {
    this.#trees = trees;
    this.#usualDepth = usualDepth(sample);
  }

  /** @param rows - All of one length, without missing values. */
  static fit(
    rows: readonly (readonly number[])[],
    options: IsolationForestOptions,
  ): IsolationForest {
    const random = seededRandom(options.seed);
    const sample = Math.min(rows.length, options.sample ?? DEFAULT_SAMPLE);
    const maxDepth = Math.ceil(Math.log2(Math.max(2, sample)));
    const trees = Array.from({ length: options.trees ?? DEFAULT_TREES }, () =>
      grow(draw(rows, sample, random), maxDepth, random),
    );
    return new IsolationForest(trees, sample);
  }

  /** About 0.5 for a usual row, up to 1 for one that is alone; 0 for a forest without rows. */
  score(row: readonly number[]): number {
    if (this.#usualDepth === 0) {
      return 0;
    }
    let sum = 0;
    for (const tree of this.#trees) {
      sum += depthOf(tree, row);
    }
    return 2 ** (-sum / this.#trees.length / this.#usualDepth);
  }
}

/** Without replacement, by a part of Fisher and Yates' shuffle. */
function draw<T>(rows: readonly T[], count: number, random: () => number): T[] {
  const all = [...rows];
  for (let i = 0; i < count; i++) {
    const other = i + Math.floor(random() * (all.length - i));
    [all[i], all[other]] = [all[other], all[i]];
  }
  return all.slice(0, count);
}

function grow(
  rows: readonly (readonly number[])[],
  depthLeft: number,
  random: () => number,
): Node {
  if (rows.length <= 1 || depthLeft === 0) {
    return { size: rows.length };
  }
  const columns = rows[0].length;
  const normal = new Float64Array(columns);
  let offset = 0;
  for (let column = 0; column < columns; column++) {
    let low = Infinity;
    let high = -Infinity;
    for (const row of rows) {
      low = Math.min(low, row[column]);
      high = Math.max(high, row[column]);
    }
    normal[column] = normalNumber(random);
    offset += normal[column] * (low + random() * (high - low));
  }
  const below: (readonly number[])[] = [];
  const above: (readonly number[])[] = [];
  for (const row of rows) {
    (product(normal, row) <= offset ? below : above).push(row);
  }
  return {
    normal,
    offset,
    below: grow(below, depthLeft - 1, random),
    above: grow(above, depthLeft - 1, random),
  };
}

function depthOf(tree: Node, row: readonly number[]): number {
  let node = tree;
  let depth = 0;
  while ('normal' in node) {
    node = product(node.normal, row) <= node.offset ? node.below : node.above;
    depth++;
  }
  return depth + usualDepth(node.size);
}

/** Mean depth of a row in a tree that is grown to the end over so many rows. */
function usualDepth(size: number): number {
  if (size <= 2) {
    return size === 2 ? 1 : 0;
  }
  return 2 * (Math.log(size - 1) + EULER_GAMMA) - (2 * (size - 1)) / size;
}

function product(normal: Float64Array, row: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < normal.length; i++) {
    sum += normal[i] * row[i];
  }
  return sum;
}

/** Box and Muller, Annals of Mathematical Statistics 29, 1958. */
function normalNumber(random: () => number): number {
  return (
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  );
}
