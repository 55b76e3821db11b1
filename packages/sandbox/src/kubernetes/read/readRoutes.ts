import { ApiError } from '../http/ApiError';
import { AnswerForm, negotiate } from '../http/negotiate';
import type { ResourceRequestInfo } from '../http/parseRequestInfo';
import { notANumber, waitForVersion } from '../http/parseResourceVersion';
import { sendObject, sendText } from '../http/respond';
import type { ServedResource } from '../http/servedResources';
import type { ApiContext, ApiRequest } from '../http/types';
import { parseListOptions } from './listOptions';
import { listPage } from './listPage';
import { renderList, renderObject } from './renderObjects';
import { watchRoute } from './watchRoute';

/** GET of one object; a `watch` parameter is ignored, as the server does. */
export async function getRoute(
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
  served: ServedResource,
): Promise<void> {
  const { incoming, response, url, info, signal } = request;
  const form = negotiate(incoming.headers.accept, { streaming: false });
  const version = url.searchParams.get('resourceVersion');
  if (version) {
    if (!/^\d+$/.test(version)) {
      throw ApiError.badRequest(
        `invalid resource version: resourceVersion: Invalid value: "${version}": ${notANumber(
          version,
        )}`,
      );
    }
    await waitForVersion(api.store, Number(version), signal);
  }
  const object = api.store.get(served.stored, info.namespace, info.name!);
  if (!object) {
    throw ApiError.notFound(served.type, info.name!);
  }
  sendObject(
    response,
    200,
    renderObject(object, served, renderOptions(api, form, url)),
    form,
  );
}

/** GET of a collection: a list or a watch. */
export async function listRoute(
  api: ApiContext,
  request: ApiRequest<ResourceRequestInfo>,
  served: ServedResource,
): Promise<void> {
  const { incoming, response, url, info, signal } = request;
  const form = negotiate(incoming.headers.accept, { streaming: true });
  const watch = info.verb === 'watch';
  const query = new URLSearchParams(url.searchParams);
  if (watch && info.name && !query.get('fieldSelector')) {
    query.set('fieldSelector', `metadata.name=${info.name}`);
  }
  const options = parseListOptions(query, served, { watch });
  if (watch) {
    watchRoute(api, request, served, options, form);
    return;
  }
  const page = await listPage(
    api.store,
    served.stored,
    info.namespace,
    options,
    signal,
  );
  const body = renderList(page, served, renderOptions(api, form, url));
  if (typeof body === 'string') {
    sendText(response, 200, body, 'application/json');
  } else {
    sendObject(response, 200, body, form);
  }
}

function renderOptions(api: ApiContext, form: AnswerForm, url: URL) {
  return { form, query: url.searchParams, nowMs: api.clock.now() };
}
