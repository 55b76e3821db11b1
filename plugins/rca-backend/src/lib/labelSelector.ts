import { InputError } from '@backstage/errors';

type Requirement = (labels: Record<string, string>) => boolean;

const KEY = '[A-Za-z0-9][A-Za-z0-9._/-]*';
const VALUE = '[A-Za-z0-9._-]*';
const EQUALITY = new RegExp(`^(${KEY})\\s*(=|==|!=)\\s*(${VALUE})$`);
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const EXISTS = new RegExp(`^(!?)\\s*(${KEY})$`);

/**
 * Parses a label selector as `kubectl -l` takes it: `a=b,c!=d,e in (f,g),h,!i`.
 *
 * @throws InputError when it is none.
 * @internal
 */
export function parseLabelSelector(
  selector: string,
): (labels: Record<string, string> | undefined) => boolean {
  const requirements = selector
    // A comma inside parentheses belongs to the set.
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(Boolean)
    .map(parseRequirement);
  if (requirements.length === 0) {
    throw new InputError('The label selector is empty');
  }
  return labels => requirements.every(matches => matches(labels ?? {}));
}

function parseRequirement(text: string): Requirement {
  const equality = EQUALITY.exec(text);
  if (equality) {
    const [, key, operator, value] = equality;
    return operator === '!='
      ? labels => labels[key] !== value
      : labels => labels[key] === value;
  }
  const set = SET.exec(text);
  if (set) {
    const [, key, operator, list] = set;
    const values = new Set(list.split(',').map(value => value.trim()));
    return operator === 'in'
      ? labels => values.has(labels[key])
      : labels => !values.has(labels[key]);
  }
  const exists = EXISTS.exec(text);
  if (exists) {
    const [, not, key] = exists;
    return labels => Object.hasOwn(labels, key) !== (not === '!');
  }
  throw new InputError(`Invalid label selector: '${text}'`);
}

/** Whether labels carry each pair of an equality selector; an empty one selects nothing here. @internal */
export function selects(
  selector: Record<string, string> | undefined,
  labels: Record<string, string> | undefined,
): boolean {
  const pairs = Object.entries(selector ?? {});
  return (
    pairs.length > 0 && pairs.every(([key, value]) => labels?.[key] === value)
  );
}
