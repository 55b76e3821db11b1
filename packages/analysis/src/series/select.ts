/**
 * The value at a place in the order of size; moves the values.
 *
 * @remarks
 * Hoare, "Algorithm 65: Find", CACM 4, 1961, with the middle of three as pivot.
 *
 * @internal
 */
export function selectInPlace(values: Float64Array, place: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = middleOf(
      values[left],
      values[(left + right) >>> 1],
      values[right],
    );
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] < pivot) {
        i++;
      }
      while (values[j] > pivot) {
        j--;
      }
      if (i <= j) {
        const value = values[i];
        values[i] = values[j];
        values[j] = value;
        i++;
        j--;
      }
    }
    if (place <= j) {
      right = j;
    } else if (place >= i) {
      left = i;
    } else {
      return values[place];
    }
  }
  return values[place];
}

/**
 * The median; moves the values. NaN for none.
 *
 * @internal
 */
export function medianInPlace(values: Float64Array): number {
  const n = values.length;
  if (n === 0) {
    return NaN;
  }
  const upper = selectInPlace(values, n >> 1);
  if (n % 2 === 1) {
    return upper;
  }
  // What lies before the place is no larger.
  let lower = -Infinity;
  for (let i = 0; i < n >> 1; i++) {
    lower = Math.max(lower, values[i]);
  }
  return lower + (upper - lower) / 2;
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
