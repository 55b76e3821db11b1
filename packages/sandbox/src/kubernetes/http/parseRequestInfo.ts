/** What a request asks for, in the words of RBAC. */
export type RequestInfo = PathRequestInfo | ResourceRequestInfo;

/** A path that is no resource, e.g. `/version` or `/apis/apps/v1`. */
export type PathRequestInfo = { kind: 'path'; verb: string; path: string };

/** A resource or one of its objects or subresources. */
export type ResourceRequestInfo = {
  kind: 'resource';
  verb:
    | 'get'
    | 'list'
    | 'watch'
    | 'create'
    | 'update'
    | 'patch'
    | 'delete'
    | 'deletecollection';
  path: string;
  group: string;
  version: string;
  resource: string;
  subresource?: string;
  namespace?: string;
  name?: string;
};

const NAMESPACE_SUBRESOURCES = ['status', 'finalize'];
const FIELD_SELECTOR_NAME = /^metadata\.name==?([^,]+)$/;

/**
 * Reads a request's verb, resource and name from its method and URL, as the
 * RequestInfoFactory of kube-apiserver does.
 *
 * @returns `undefined` for a method that has no verb
 */
export function parseRequestInfo(
  method: string,
  url: URL,
): RequestInfo | undefined {
  const path = url.pathname;
  const segments = path.split('/').filter(Boolean).map(decodeURIComponent);
  const root = segments.shift();
  const group = root === 'apis' ? segments.shift() ?? '' : '';
  if ((root !== 'api' && root !== 'apis') || segments.length < 2) {
    return { kind: 'path', verb: method.toLocaleLowerCase('en-US'), path };
  }
  const version = segments.shift()!;
  // The deprecated form of a watch: /api/v1/watch/namespaces/…
  const watchPrefix = segments[0] === 'watch' && segments.length > 1;
  if (watchPrefix) {
    segments.shift();
  }
  const isNamespaced =
    segments[0] === 'namespaces' &&
    segments.length > 2 &&
    !NAMESPACE_SUBRESOURCES.includes(segments[2]);
  const namespace = isNamespaced ? segments[1] : undefined;
  const [resource, objectName, subresource] = isNamespaced
    ? segments.slice(2)
    : segments;
  let name: string | undefined = objectName;
  const verb = verbOf(method, name !== undefined, url, watchPrefix);
  if (!verb) {
    return undefined;
  }
  if (name === undefined && (verb === 'list' || verb === 'watch')) {
    // A list of one name is authorised as that name, for rules with resourceNames.
    name = FIELD_SELECTOR_NAME.exec(
      url.searchParams.get('fieldSelector') ?? '',
    )?.[1];
  }
  return {
    kind: 'resource',
    verb,
    path,
    group,
    version,
    resource,
    subresource,
    namespace,
    name,
  };
}

function verbOf(
  method: string,
  named: boolean,
  url: URL,
  watchPrefix: boolean,
): ResourceRequestInfo['verb'] | undefined {
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (watchPrefix) {
        return 'watch';
      }
      if (named) {
        return 'get';
      }
      return isTrue(url.searchParams.get('watch')) ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return named ? 'delete' : 'deletecollection';
    default:
      return undefined;
  }
}

/** A boolean of a query string as the API reads it: present and neither `false` nor `0`. */
export function isTrue(value: string | null): boolean {
  return value !== null && value !== 'false' && value !== '0';
}
