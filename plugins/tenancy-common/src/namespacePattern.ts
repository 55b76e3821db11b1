import { isNamespaceName } from './groupRefs';

/** Stands for one whole part of a name. */
const ANY_PART = '*';

/**
 * A pattern of namespace names, read once.
 * @public
 */
export type NamespacePattern = {
  readonly text: string;
  /** Between the dashes: a literal, or `*`. */
  readonly parts: readonly string[];
};

/**
 * Reads a pattern: the parts of a name between its dashes, where `*` stands for
 * one whole part. `payments-*` is `payments-prod`, but neither `payments` nor
 * `payments-eu-prod`.
 *
 * @remarks
 * A `*` never reaches over a dash, so that `team-a-*` is not `team-a-b-prod`, which
 * is how the namespaces of a team called `team-a-b` look. The first part is always
 * literal. No regular expression is made of it: matching compares part by part.
 *
 * @returns undefined when the text is no such pattern
 * @public
 */
export function parseNamespacePattern(
  text: string,
): NamespacePattern | undefined {
  const parts = text.split('-');
  const example = parts.map(part => (part === ANY_PART ? 'x' : part));
  const valid =
    parts[0] !== ANY_PART &&
    parts.includes(ANY_PART) &&
    isNamespaceName(example.join('-'));
  return valid ? { text, parts } : undefined;
}

/**
 * Tells whether the whole name fits the pattern.
 * @public
 */
export function matchesNamespacePattern(
  pattern: NamespacePattern,
  name: string,
): boolean {
  const parts = name.split('-');
  return (
    parts.length === pattern.parts.length &&
    pattern.parts.every((part, i) =>
      part === ANY_PART ? parts[i] !== '' : part === parts[i],
    )
  );
}
