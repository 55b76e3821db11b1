import { isMasked, VARIABLE } from './maskWords';
import { Shape } from './Shape';

/** Values at one position that make it a variable, where the rest says enough. */
const MIN_VALUES = 5;
/** The same where only `MIN_LITERALS` words are left. */
const MIN_VALUES_OF_SHORT = 10;
/** Words that shapes must share before they can be the same statement. */
const MIN_LITERALS = 2;
const ENOUGH_LITERALS = 3;
/** Positions that a shape may give up at once to become one that is known. */
const MAX_GIVEN_UP = 2;
/** Shared words for each position given up. */
const LITERALS_PER_POSITION = 2;
/** One merge can make room for another. */
const MAX_ROUNDS = 4;

export type Merge = { from: Shape; into: Shape };

/**
 * Finds shapes that are the same statement with words as values. Returns the
 * merges in order; the result is `into` of the last one for each shape.
 *
 * @remarks
 * Two kinds of evidence. Many shapes that differ at one position only: the values
 * there come from an open set (the idea of the bidirectional trees of Brain: Yu
 * et al., "Brain: Log Parsing with Bidirectional Parallel Tree", IEEE TSC 2023).
 * And a shape that equals one with variables, but for these: what varied for
 * certain in other lines is a value here too.
 */
export function mergeShapes(shapes: Iterable<Shape>): Merge[] {
  const current = new Set(shapes);
  const merges: Merge[] = [];
  const merge = (members: readonly Shape[], into: Shape) => {
    for (const from of members) {
      if (from !== into) {
        current.delete(from);
        into.count += from.count;
        merges.push({ from, into });
      }
    }
    current.add(into);
  };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = merges.length;
    mergeFamilies(current, merge);
    absorb(current, merge);
    if (merges.length === before) {
      break;
    }
  }
  return merges;
}

type MergeFunction = (members: readonly Shape[], into: Shape) => void;
type Family = { position: number; members: Shape[] };

/** Shapes that differ at one position, at which there are many values. */
function mergeFamilies(current: ReadonlySet<Shape>, merge: MergeFunction) {
  const families = new Map<string, Family>();
  for (const shape of current) {
    for (let position = 0; position < shape.words.length; position++) {
      const key = `${position} ${shape.words.length} ${shape.hashWithout([
        position,
      ])}`;
      const family = families.get(key);
      if (!family) {
        families.set(key, { position, members: [shape] });
      } else if (shape.equalsWithout(family.members[0], [position])) {
        family.members.push(shape);
      }
    }
  }
  // Sorting is stable: among equal sizes, the first seen goes first.
  const chosen = [...families.values()]
    .filter(isVariable)
    .sort((a, b) => b.members.length - a.members.length);
  for (const { position, members } of chosen) {
    const left = members.filter(member => current.has(member));
    if (left.length > 1) {
      merge(left, generalized(left, position));
    }
  }
}

function isVariable({ position, members }: Family): boolean {
  if (members.length < 2) {
    return false;
  }
  const literals = members[0].literalsWithout([position]);
  const needed = literals >= ENOUGH_LITERALS ? MIN_VALUES : MIN_VALUES_OF_SHORT;
  return (
    literals >= MIN_LITERALS &&
    (members.length >= needed ||
      members.some(member => member.proven.has(position)))
  );
}

/** The member that has the variable already, or a new shape. */
function generalized(members: readonly Shape[], position: number): Shape {
  const words = [...members[0].words];
  words[position] = VARIABLE;
  const proven = new Set(members.flatMap(member => [...member.proven]));
  proven.add(position);
  return new Shape(words, proven);
}

/** Shapes that equal one with variables, but for these. */
function absorb(current: ReadonlySet<Shape>, merge: MergeFunction) {
  const patterns = new Map<number, Map<string, readonly number[]>>();
  const known = new Map<string, Shape>();
  for (const shape of current) {
    if (shape.masked.length > 0) {
      const ofLength = patterns.get(shape.words.length) ?? new Map();
      patterns.set(shape.words.length, ofLength);
      ofLength.set(shape.masked.join(), shape.masked);
      known.set(keyOf(shape, shape.masked), shape);
    }
  }
  for (const shape of [...current]) {
    for (const positions of patterns.get(shape.words.length)?.values() ?? []) {
      const into = known.get(keyOf(shape, positions));
      if (
        into &&
        into !== shape &&
        current.has(into) &&
        isSameStatement(shape, into, positions)
      ) {
        merge([shape], into);
        break;
      }
    }
  }
}

function isSameStatement(
  shape: Shape,
  known: Shape,
  positions: readonly number[],
): boolean {
  const given = positions.filter(i => !isMasked(shape.words[i])).length;
  const literals = shape.literalsWithout(positions);
  return (
    given > 0 &&
    given <= MAX_GIVEN_UP &&
    literals >= Math.max(ENOUGH_LITERALS, LITERALS_PER_POSITION * given) &&
    shape.equalsWithout(known, positions)
  );
}

function keyOf(shape: Shape, positions: readonly number[]): string {
  return `${positions.join()} ${shape.hashWithout(positions)}`;
}
