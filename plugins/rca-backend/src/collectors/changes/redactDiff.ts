import {
  looksSecret,
  redactSecrets,
  SECRET_NAME,
} from '../../lib/redactSecrets';

/** What stands in the place of a value. @internal */
export const HIDDEN = '(hidden)';

/** Files of which nothing is shown, whatever is in them. */
const SECRET_FILE =
  /secret|credential|(?:^|\/)\.?env(?:\.[\w-]+)?$|\.env$|\.(?:pem|key|p12|pfx|jks|kdbx)$/i;
const SECRET_CONTENT =
  /(?:^|[\s{,+-])["']?kind["']?\s*:\s*["']?(?:Sealed)?Secret["']?\s*(?:$|[,}#\r])|(?:^|[\s+-])["']?(?:stringData|secretGenerator)["']?\s*:/m;
const KIND_LINE = /^[ +-]\s*["']?kind["']?\s*:\s*\S/m;
/** `key: value` of YAML and JSON, also as an item of a list. */
const ENTRY = /^(\s*(?:- )?["']?([A-Za-z0-9_./-]{1,100})["']?\s*:\s)(.*)$/;
/** A key whose value stands on the lines below. */
const PARENT = /^\s*(?:- )?["']?([A-Za-z0-9_./-]{1,100})["']?\s*:\s*$/;
const ITEM = /^(\s*- )(\S+)(\s*)$/;
const BLOCK = /^[|>][-+0-9]{0,3}$/;
/** Fields of Kubernetes that say where a secret is and not what. */
const REFERENCES =
  /^(?:secretName|secretRef|secretKeyRef|secretProviderClass|imagePullSecrets|passwordSecretRef|automountServiceAccountToken|serviceAccountToken|tokenExpirationSeconds|secrets)$/;

/** Whether the content of a file, as far as it is known, is that of a Secret. @internal */
export function isSecretContent(text: string): boolean {
  return SECRET_CONTENT.test(text);
}

/**
 * A diff of manifests that can be shown: nothing of Secrets, and no value that
 * is named or looks like one.
 *
 * @remarks
 * A hunk shows three lines around a change, which need not be those that say
 * what kind of object it is. So the caller looks at each file as it is now; when
 * neither the diff nor the file tells, nothing of it is shown.
 *
 * @internal
 */
export function redactDiff(
  diff: string,
  contentOf: (file: string) => string | undefined,
): string {
  return redactSecrets(
    sections(diff)
      .map(({ file, lines }) => {
        const body = lines.join('\n');
        const content = contentOf(file);
        if (
          SECRET_FILE.test(file) ||
          isSecretContent(body) ||
          (content !== undefined && isSecretContent(content))
        ) {
          return `${header(lines)}\n(the content of a Secret is not shown)`;
        }
        if (content === undefined && !KIND_LINE.test(body)) {
          return `${header(lines)}\n(not shown: it cannot be told what it is)`;
        }
        return hideValues(lines).join('\n');
      })
      .join('\n'),
  );
}

/** Paths of the files that a diff touches. @internal */
export function filesOf(diff: string): string[] {
  return sections(diff).map(({ file }) => file);
}

type Section = { file: string; lines: string[] };

function sections(diff: string): Section[] {
  // Git begins each file with `diff`; a plain unified diff with two lines of names.
  const begin = /^diff /m.test(diff)
    ? /^(?=diff )/m
    : /^(?=--- [^\n]*\n\+\+\+ )/m;
  return diff
    .split(begin)
    .filter(part => part.trim() !== '')
    .map(part => {
      const lines = part.replace(/\n$/, '').split('\n');
      const names = head(lines)
        .map(line => /^(?:\+\+\+|---) "?(?:[ab]\/)?(.+?)"?\s*$/.exec(line)?.[1])
        .filter(name => name !== undefined && name !== '/dev/null');
      return { file: names.at(-1) ?? '', lines };
    });
}

/** Lines before the first hunk: what follows may imitate them. */
function head(lines: string[]): string[] {
  const end = lines.findIndex(line => line.startsWith('@@'));
  return lines.slice(0, end < 0 ? lines.length : end);
}

function header(lines: string[]): string {
  return head(lines)
    .filter(line => /^(?:diff |--- |\+\+\+ |(?:new|deleted) file)/.test(line))
    .join('\n');
}

function hideValues(lines: string[]): string[] {
  let name = '';
  let inHunk = false;
  /** Indentation of a key whose block of text is hidden. */
  let hiddenBelow: number | undefined;
  return lines.map(line => {
    if (line.startsWith('@@')) {
      inHunk = true;
      name = '';
      hiddenBelow = undefined;
      // Git repeats a line of the file there.
      return line.replace(/^(@@[^@]*@@).*$/, '$1');
    }
    if (!inHunk || !/^[ +-]/.test(line)) {
      return line;
    }
    const [sign, text] = [line[0], line.slice(1)];
    const indentation = text.length - text.trimStart().length;
    if (hiddenBelow !== undefined) {
      if (text.trim() === '' || indentation > hiddenBelow) {
        return `${sign}${' '.repeat(indentation)}${HIDDEN}`;
      }
      hiddenBelow = undefined;
    }
    const parent = PARENT.exec(text)?.[1];
    if (parent && isSecretKey(parent) && parent !== 'secret') {
      hiddenBelow = indentation;
      return line;
    }
    const entry = ENTRY.exec(text);
    if (!entry) {
      const item = ITEM.exec(text);
      return item && looksSecret(item[2]) ? `${sign}${item[1]}${HIDDEN}` : line;
    }
    const [, start, key, rest] = entry;
    const value = rest.trim().replace(/,$/, '');
    const end = rest.trimEnd().endsWith(',') ? ',' : '';
    const isSecret =
      isSecretKey(key) || (key === 'value' && SECRET_NAME.test(name));
    if (key === 'name') {
      name = value;
    }
    if (BLOCK.test(value)) {
      hiddenBelow = isSecret ? indentation : undefined;
      return line;
    }
    return isSecret || looksSecret(value)
      ? `${sign}${start}${HIDDEN}${end}`
      : line;
  });
}

function isSecretKey(key: string): boolean {
  return SECRET_NAME.test(key) && !REFERENCES.test(key);
}
