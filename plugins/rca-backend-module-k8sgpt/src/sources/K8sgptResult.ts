import { Unchecked } from '@internal/plugin-rca-common';
import { z } from 'zod/v4';

/** What k8sgpt says about one object of a namespace. @internal */
export type K8sgptResult = {
  kind: string;
  namespace: string;
  name: string;
  texts: string[];
  parent?: { kind: string; name: string };
  /** What reproduces it. */
  query: string;
};

/** The source of our evidence and of what could not be checked. @internal */
export const SOURCE = 'k8sgpt';

/** Results of one answer that are looked at. */
const MAX_RESULTS = 500;
/** Statements about one object. */
const MAX_TEXTS = 10;
const MAX_TEXT_LENGTH = 500;

const KIND = /^[A-Za-z]{1,63}$/;
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/** `Text` in the program's output, `text` in resources and of the server. */
const failure = z
  .object({ text: z.string().optional(), Text: z.string().optional() })
  .transform(({ text, Text }) => text ?? Text ?? '');

/** The three shapes differ in the case of names and in what they add. */
const result = z.object({
  kind: z.string(),
  name: z.string(),
  error: z.array(failure).nullish(),
  parentObject: z.string().nullish(),
  parent_object: z.string().nullish(),
});

/**
 * Results in any of k8sgpt's shapes, as far as they are about objects of the
 * given namespaces. Whoever can make k8sgpt say something can write these texts
 * and names, so that nothing is taken which no Kubernetes object could be called.
 * What k8sgpt's model says (`details`) rests on nothing and is left out.
 * @internal
 */
export function parseResults(options: {
  items: readonly unknown[];
  namespaces: readonly string[];
  queryOf: (item: unknown, namespace: string) => string;
}): { results: K8sgptResult[]; unchecked: Unchecked[] } {
  const { items, namespaces, queryOf } = options;
  const results: K8sgptResult[] = [];
  let unreadable = 0;
  for (const item of items.slice(0, MAX_RESULTS)) {
    const { success, data } = result.safeParse(item);
    if (!success) {
      unreadable++;
      continue;
    }
    // `namespace/name`, and of log lines `namespace/pod/container`.
    const [namespace, name = ''] = data.name.split('/');
    // `Storage/PersistentVolumeClaim` of analyzers that look at several kinds.
    const kind = data.kind.split('/').at(-1)!;
    const texts = (data.error ?? [])
      .map(text => text.trim().slice(0, MAX_TEXT_LENGTH))
      .filter(Boolean)
      .slice(0, MAX_TEXTS);
    if (
      namespaces.includes(namespace) &&
      KIND.test(kind) &&
      NAME.test(name) &&
      texts.length
    ) {
      const parent = parseParent(data.parentObject ?? data.parent_object);
      results.push({
        kind,
        namespace,
        name,
        texts: [...new Set(texts)],
        ...(parent && { parent }),
        query: queryOf(item, namespace),
      });
    }
  }
  return {
    results,
    unchecked: [
      ...(unreadable
        ? [
            {
              source: SOURCE,
              reason: 'malformed',
              message: `${unreadable} results of k8sgpt are not in a shape that is known`,
            },
          ]
        : []),
      ...(items.length > MAX_RESULTS
        ? [
            {
              source: SOURCE,
              reason: 'too-many-objects',
              message: `Only ${MAX_RESULTS} of ${items.length} results of k8sgpt were looked at`,
            },
          ]
        : []),
    ],
  };
}

/** `Deployment/cart`. */
function parseParent(
  text: string | null | undefined,
): K8sgptResult['parent'] | undefined {
  const [kind, name = ''] = (text ?? '').split('/');
  return KIND.test(kind) && NAME.test(name) ? { kind, name } : undefined;
}
