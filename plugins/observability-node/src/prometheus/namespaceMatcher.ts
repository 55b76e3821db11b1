import { escapeRegExp } from '../queryText';

/**
 * A label matcher for exactly these namespaces. Anchored although the stores
 * anchor patterns themselves: a lost anchor would let in every prefix.
 * @internal
 */
export function namespaceMatcher(
  label: string,
  namespaces: readonly string[],
): string {
  const pattern = namespaces.map(escapeRegExp).join('|');
  return `${label}=~${JSON.stringify(`^(?:${pattern})$`)}`;
}
