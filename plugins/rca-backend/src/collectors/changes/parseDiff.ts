import { SECRET_NAME } from '../../lib/redactSecrets';
import { FieldChange } from './ChangeFacts';
import { HIDDEN } from './redactDiff';

const MAX_FIELDS = 40;
const MAX_VALUE_LENGTH = 200;
/** `key: value`, also as an item of a list. */
const ENTRY = /^\s*(?:- )?(?:"?)([A-Za-z0-9_./-]{1,100})(?:"?):\s*(.*)$/;

/**
 * The YAML keys whose values a unified diff changes, as far as they stand on
 * one line. For diffs that `redactDiff` has been over. Good enough to say what a commit did; the diff itself is the proof.
 * @internal
 */
export function parseDiff(diff: string): Array<FieldChange & { file: string }> {
  const changes = new Map<string, FieldChange & { file: string }>();
  let file = '';
  for (const line of diff.split('\n')) {
    const header = /^(?:\+\+\+|---) (?:[ab]\/)?(.+)$/.exec(line);
    if (header) {
      file = header[1] === '/dev/null' ? file : header[1].trim();
      continue;
    }
    const sign = line[0];
    const entry =
      sign === '+' || sign === '-' ? ENTRY.exec(line.slice(1)) : undefined;
    if (!entry || changes.size >= MAX_FIELDS) {
      continue;
    }
    const [, key, raw] = entry;
    const id = `${file}\n${key}`;
    const change = changes.get(id) ?? {
      kind: kindOf(file, key),
      path: key,
      file,
    };
    const value = SECRET_NAME.test(key)
      ? HIDDEN
      : unquote(raw).slice(0, MAX_VALUE_LENGTH);
    changes.set(id, { ...change, [sign === '+' ? 'after' : 'before']: value });
  }
  return [...changes.values()].filter(
    change => change.before !== change.after || change.before === HIDDEN,
  );
}

function kindOf(file: string, key: string): FieldChange['kind'] {
  if (/configmap|secret|values|\.env/i.test(file)) {
    return 'env';
  }
  if (key === 'image') {
    return 'image';
  }
  if (/^(cpu|memory|limits|requests)$/.test(key)) {
    return 'resources';
  }
  if (
    /probe|^(path|port|periodSeconds|failureThreshold|initialDelaySeconds|timeoutSeconds)$/i.test(
      key,
    )
  ) {
    return 'probe';
  }
  return 'other';
}

function unquote(text: string): string {
  const trimmed = text.trim();
  return /^(".*"|'.*')$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
}
