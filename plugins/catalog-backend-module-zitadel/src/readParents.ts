import { isGroupName } from '@internal/plugin-tenancy-common';

/** Levels of groups above each other. */
const MAX_DEPTH = 10;

/**
 * Reads which group is part of which.
 *
 * @param fail - throws with the rule that a bad value breaks
 */
export function readParents(
  value: unknown,
  fail: (rule: string) => never,
): Map<string, string> {
  if (value !== undefined && !isRecord(value)) {
    fail('must be an object of group names');
  }
  const parents = new Map<string, string>();
  for (const [group, parent] of Object.entries(value ?? {})) {
    if (!isGroupName(group) || !isGroupName(parent)) {
      fail(`has '${group}: ${parent}'; both must be names of groups`);
    }
    parents.set(group, parent);
  }
  for (const group of parents.keys()) {
    let above = parents.get(group);
    for (let depth = 1; above !== undefined; depth++) {
      if (depth > MAX_DEPTH) {
        fail(
          `puts '${group}' into itself, or below more than ${MAX_DEPTH} groups`,
        );
      }
      above = parents.get(above);
    }
  }
  return parents;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
