import type { KubeObject } from '../../types';
import type { AnswerForm } from '../http/negotiate';
import type { ServedResource } from '../http/servedResources';
import { apiVersionOf } from '../resourceTypes';
import type { ListPage } from './listPage';
import { renderTable } from './renderTable';

/** What a renderer must know of a request. */
export type RenderOptions = {
  form: AnswerForm;
  query: URLSearchParams;
  nowMs: number;
};

/** Stored objects never change, so that the text of an item is made once. */
const itemTexts = new WeakMap<KubeObject, string>();

/** The answer to a GET of one object. */
export function renderObject(
  object: KubeObject,
  served: ServedResource,
  options: RenderOptions,
): unknown {
  const shown = served.toServed
    ? served.toServed(object)
    : withKindFirst(object);
  switch (options.form.as) {
    case 'Table':
      return renderTable(
        served.type,
        [shown],
        { resourceVersion: object.metadata.resourceVersion },
        options,
      );
    case 'PartialObjectMetadata':
      return partial(shown);
    default:
      return shown;
  }
}

/** The answer to a list; a string is the finished JSON text. */
export function renderList(
  page: ListPage,
  served: ServedResource,
  options: RenderOptions,
): unknown {
  const shown = served.toServed
    ? page.objects.map(served.toServed)
    : page.objects;
  switch (options.form.as) {
    case 'Table':
      return renderTable(served.type, shown, page.metadata, options);
    case 'PartialObjectMetadataList':
      return {
        kind: 'PartialObjectMetadataList',
        apiVersion: 'meta.k8s.io/v1',
        metadata: page.metadata,
        items: shown.map(partial),
      };
    default:
  }
  const head = {
    kind: `${served.type.kind}List`,
    apiVersion: apiVersionOf(served.type),
    metadata: page.metadata,
  };
  if (options.form.encoding === 'yaml' || served.toServed) {
    return {
      ...head,
      items: shown.map(object => ({
        ...object,
        kind: undefined,
        apiVersion: undefined,
      })),
    };
  }
  return `${JSON.stringify(head).slice(0, -1)},"items":[${page.objects
    .map(itemText)
    .join(',')}]}\n`;
}

/** The object of a watch event, with kind and version. */
export function renderWatchObject(
  object: KubeObject,
  served: ServedResource,
  options: RenderOptions & { first: boolean },
): unknown {
  const rendered = renderObject(object, served, options);
  if (options.form.as === 'Table' && !options.first) {
    // The columns come once, with the first event.
    return {
      ...(rendered as Record<string, unknown>),
      columnDefinitions: null,
    };
  }
  return rendered;
}

/** Items of a list carry neither kind nor apiVersion. */
function itemText(object: KubeObject): string {
  let text = itemTexts.get(object);
  if (text === undefined) {
    text = JSON.stringify({
      ...object,
      kind: undefined,
      apiVersion: undefined,
    });
    itemTexts.set(object, text);
  }
  return text;
}

function withKindFirst(object: KubeObject): KubeObject {
  const { kind, apiVersion, metadata, ...rest } = object;
  return { kind, apiVersion, metadata, ...rest } as KubeObject;
}

function partial(object: KubeObject): unknown {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: object.metadata,
  };
}
