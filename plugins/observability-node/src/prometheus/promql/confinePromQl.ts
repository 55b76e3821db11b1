import { InputError } from '@backstage/errors';
import { parsePromQl, PromQlTree } from './parsePromQl';

/** Each selector grows by the matcher, so their number bounds the text. */
const MAX_SELECTORS = 100;

type SyntaxNode = PromQlTree['topNode'];

/** Replaces `text[from..to]`. */
type Edit = { from: number; to: number; insert: string };

/**
 * Adds a label matcher to every selector of a PromQL expression.
 *
 * @remarks
 * Prometheus has no argument for filters, so the text itself has to carry the
 * confinement. All positions come from the tree of the official grammar; the text
 * is never searched. What is sent must mean the same to the server as to us, so
 * comments go, and a text that the grammar does not fully cover is refused. A
 * matcher that the user wrote stays: all matchers of a selector hold together.
 *
 * The result is parsed again, and each of its selectors must hold the matcher.
 *
 * @param text - the user's expression
 * @param matcher - for example `namespace=~"^(?:a|b)$"`
 * @throws InputError
 * @internal
 */
export function confinePromQl(text: string, matcher: string): string {
  const tree = parsePromQl(text);
  const selectors = selectorsOf(tree);
  if (selectors.length > MAX_SELECTORS) {
    throw new InputError(
      `The query has ${selectors.length} selectors, at most ${MAX_SELECTORS} are allowed`,
    );
  }
  const edits = [
    ...selectors.map(selector => injection(selector, matcher)),
    ...nodesOf(tree, 'LineComment').map(comment => ({
      from: comment.from,
      to: comment.to,
      insert: ' ',
    })),
  ];
  const confined = applyEdits(text, edits);
  assertConfined(confined, matcher, selectors.length);
  return confined;
}

/** As {@link confinePromQl} for a text that must be one selector and nothing else. @internal */
export function confineSelector(text: string, matcher: string): string {
  const children = childrenOf(parsePromQl(text).topNode).filter(
    node => node.name !== 'LineComment',
  );
  if (children.length !== 1 || children[0].name !== 'VectorSelector') {
    throw new InputError(
      'The selector must be the name of a metric, label matchers in braces, or both',
    );
  }
  return confinePromQl(text, matcher);
}

function injection(selector: SyntaxNode, matcher: string): Edit {
  const matchers = selector.getChild('LabelMatchers');
  if (!matchers) {
    return { from: selector.to, to: selector.to, insert: `{${matcher}}` };
  }
  const inside = matchers.from + 1;
  const isEmpty = childrenOf(matchers).every(n => n.name === 'LineComment');
  return {
    from: inside,
    to: inside,
    insert: isEmpty ? matcher : `${matcher},`,
  };
}

/** The second lock: what will be sent, read as the server reads it. */
function assertConfined(text: string, matcher: string, selectors: number) {
  const tree = parsePromQl(text);
  const found = selectorsOf(tree);
  const confined = found.filter(selector => {
    const first = selector.getChild('LabelMatchers')?.firstChild;
    return first && text.slice(first.from, first.to) === matcher;
  });
  if (
    found.length !== selectors ||
    confined.length !== selectors ||
    nodesOf(tree, 'LineComment').length > 0
  ) {
    throw new InputError('The query cannot be confined to your namespaces');
  }
}

function applyEdits(text: string, edits: Edit[]): string {
  let result = '';
  let done = 0;
  for (const { from, to, insert } of edits.sort((a, b) => a.from - b.from)) {
    result += text.slice(done, from) + insert;
    done = to;
  }
  return result + text.slice(done);
}

function selectorsOf(tree: PromQlTree): SyntaxNode[] {
  return nodesOf(tree, 'VectorSelector');
}

function nodesOf(tree: PromQlTree, name: string): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  tree.iterate({
    enter(node) {
      if (node.name === name) {
        nodes.push(node.node);
      }
    },
  });
  return nodes;
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    children.push(child);
  }
  return children;
}
