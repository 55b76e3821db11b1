import { fnv1a64 } from './fnv1a64';
import { maskVariables } from './maskVariables';

/** What a template has where its lines differ. @public */
export const WILDCARD = '<*>';

/** Levels below the one for the number of tokens. */
const TREE_DEPTH = 1;
/** Share of equal tokens that makes a line belong to a template. */
const MIN_SIMILARITY = 0.6;
/** Children of an inner node; further tokens share the wildcard's child. */
const MAX_CHILDREN = 100;
/** Templates in all; the one that has waited longest for a line makes room. */
const DEFAULT_MAX_TEMPLATES = 5_000;
/** The rest of a line does not count. */
const MAX_LINE_CHARS = 2_048;
const MAX_TOKENS = 96;

/** @public */
export class LogTemplate {
  /** Lines that it has taken. */
  count = 0;
  /** @internal */
  tokens: string[];

  /** @internal */
  constructor(tokens: string[]) {
    this.tokens = tokens;
  }

  /** The text, which may become more general as lines come. */
  get text(): string {
    return this.tokens.join(' ');
  }

  /** The same for the same text, on every machine: FNV-1a of the text, 16 hexadecimal digits. */
  get id(): string {
    return fnv1a64(this.text);
  }
}

type Node = { children: Map<string, Node>; templates: LogTemplate[] };

/**
 * Groups log lines by template, one line at a time.
 *
 * @remarks
 * Drain (He, Zhu, Zheng and Lyu, "Drain: An Online Log Parsing Approach with
 * Fixed Depth Tree", ICWS 2017): variables are masked, a tree of fixed depth
 * over the number of tokens and the first token leads to a short list of
 * templates, and the most similar one takes the line. Memory is bounded by the
 * number of templates. The result depends on the lines and their order only.
 *
 * @public
 */
export class TemplateMiner {
  readonly #root: Node = newNode();
  /** In order of use, so that the first is the one to drop. */
  readonly #leaves = new Map<LogTemplate, Node>();
  readonly #maxTemplates: number;

  constructor(options: { maxTemplates?: number } = {}) {
    this.#maxTemplates = options.maxTemplates ?? DEFAULT_MAX_TEMPLATES;
  }

  /** Takes a line and returns its template. */
  add(line: string): LogTemplate {
    const tokens = tokenize(line);
    const leaf = this.#leafOf(tokens);
    let template = mostSimilar(leaf.templates, tokens);
    if (template) {
      generalize(template, tokens);
      this.#leaves.delete(template);
    } else {
      template = new LogTemplate(tokens);
      leaf.templates.push(template);
      this.#makeRoom();
    }
    this.#leaves.set(template, leaf);
    template.count++;
    return template;
  }

  /** All templates, most lines first. */
  get templates(): LogTemplate[] {
    return [...this.#leaves.keys()].sort(
      (a, b) => b.count - a.count || (a.text < b.text ? -1 : 1),
    );
  }

  #leafOf(tokens: string[]): Node {
    let node = child(this.#root, String(tokens.length));
    for (let level = 0; level < TREE_DEPTH && level < tokens.length; level++) {
      const key = isVariable(tokens[level]) ? WILDCARD : tokens[level];
      node = child(node, key);
    }
    return node;
  }

  #makeRoom() {
    if (this.#leaves.size < this.#maxTemplates) {
      return;
    }
    const [oldest, leaf] = this.#leaves.entries().next().value!;
    this.#leaves.delete(oldest);
    leaf.templates.splice(leaf.templates.indexOf(oldest), 1);
  }
}

function tokenize(line: string): string[] {
  const tokens = maskVariables(line.slice(0, MAX_LINE_CHARS))
    .split(/\s+/, MAX_TOKENS + 1)
    .filter(token => token !== '');
  return tokens.slice(0, MAX_TOKENS);
}

function newNode(): Node {
  return { children: new Map(), templates: [] };
}

function child(node: Node, key: string): Node {
  const known = node.children.get(key);
  if (known) {
    return known;
  }
  const full = node.children.size >= MAX_CHILDREN;
  const usedKey = full ? WILDCARD : key;
  const made = node.children.get(usedKey) ?? newNode();
  node.children.set(usedKey, made);
  return made;
}

/** Masked, or with a digit: unlikely to tell templates apart. */
function isVariable(token: string): boolean {
  return /<\w+>|<\*>|\d/.test(token);
}

function mostSimilar(
  templates: readonly LogTemplate[],
  tokens: readonly string[],
): LogTemplate | undefined {
  let best: LogTemplate | undefined;
  let bestSimilarity = 0;
  for (const template of templates) {
    const similarity = similarityOf(template.tokens, tokens);
    if (similarity >= MIN_SIMILARITY && similarity > bestSimilarity) {
      best = template;
      bestSimilarity = similarity;
    }
  }
  return best;
}

function similarityOf(
  template: readonly string[],
  tokens: readonly string[],
): number {
  if (tokens.length === 0) {
    return 1;
  }
  let equal = 0;
  for (let i = 0; i < tokens.length; i++) {
    equal += template[i] === tokens[i] ? 1 : 0;
  }
  return equal / tokens.length;
}

function generalize(template: LogTemplate, tokens: readonly string[]) {
  for (let i = 0; i < tokens.length; i++) {
    if (template.tokens[i] !== tokens[i]) {
      template.tokens[i] = WILDCARD;
    }
  }
}
