import type { KubeObject } from '../../types';
import { ApiError } from '../http/ApiError';
import { notANumber } from '../http/parseResourceVersion';
import { isTrue } from '../http/parseRequestInfo';
import type { ServedResource } from '../http/servedResources';
import { parseFieldSelector } from './parseFieldSelector';
import { parseLabelSelector } from './parseLabelSelector';

/** The query of a list or a watch. */
export type ListOptions = {
  matches: (object: Readonly<KubeObject>) => boolean;
  /** Whether a label or field selector was given. */
  selective: boolean;
  limit: number;
  continue?: string;
  resourceVersion?: number;
  resourceVersionMatch?: 'Exact' | 'NotOlderThan';
  watch: boolean;
  allowWatchBookmarks: boolean;
  sendInitialEvents?: boolean;
  timeoutSeconds?: number;
};

const VERSION_MATCHES = ['Exact', 'NotOlderThan'];

/** Reads and checks the query of a list or a watch. */
export function parseListOptions(
  query: URLSearchParams,
  served: ServedResource,
  options: { watch: boolean },
): ListOptions {
  const labelSelector = query.get('labelSelector') ?? '';
  const fieldSelector = query.get('fieldSelector') ?? '';
  const matchesLabels = parseLabelSelector(labelSelector);
  const matchesFields = parseFieldSelector(served.type, fieldSelector);
  const toServed = served.toServed;
  const version = query.get('resourceVersion') || undefined;
  if (version !== undefined && !/^\d+$/.test(version)) {
    const text = `resourceVersion: Invalid value: "${version}": ${notANumber(
      version,
    )}`;
    throw options.watch
      ? ApiError.internal(text)
      : ApiError.badRequest(`invalid resource version: ${text}`);
  }
  const parsed: ListOptions = {
    matches: object =>
      matchesLabels(object.metadata.labels ?? {}) &&
      (fieldSelector === '' ||
        matchesFields(toServed ? toServed(object) : object)),
    selective: Boolean(labelSelector || fieldSelector),
    limit: Math.max(integer(query, 'limit') ?? 0, 0),
    continue: query.get('continue') || undefined,
    resourceVersion: version === undefined ? undefined : Number(version),
    resourceVersionMatch: (query.get('resourceVersionMatch') ||
      undefined) as ListOptions['resourceVersionMatch'],
    watch: options.watch,
    allowWatchBookmarks: isTrue(query.get('allowWatchBookmarks')),
    sendInitialEvents: query.has('sendInitialEvents')
      ? isTrue(query.get('sendInitialEvents'))
      : undefined,
    timeoutSeconds: integer(query, 'timeoutSeconds'),
  };
  checkVersionMatch(parsed);
  return parsed;
}

function checkVersionMatch(options: ListOptions): void {
  const {
    resourceVersionMatch: match,
    resourceVersion,
    watch,
    sendInitialEvents,
  } = options;
  const refuse = (
    reason: string,
    message: string,
    field = 'resourceVersionMatch',
  ) => ApiError.invalidOptions('ListOptions', { reason, message, field });
  const forbid = (why: string, field?: string) =>
    refuse('FieldValueForbidden', `Forbidden: ${why}`, field);
  if (sendInitialEvents !== undefined) {
    if (!watch) {
      throw forbid(
        'sendInitialEvents is forbidden for list',
        'sendInitialEvents',
      );
    }
    if (match !== 'NotOlderThan') {
      throw forbid(
        'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
      );
    }
    return;
  }
  if (match === undefined) {
    return;
  }
  if (watch) {
    throw forbid(
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    );
  }
  if (resourceVersion === undefined) {
    throw forbid(
      'resourceVersionMatch is forbidden unless resourceVersion is provided',
    );
  }
  if (options.continue) {
    throw forbid('resourceVersionMatch is forbidden when continue is provided');
  }
  if (!VERSION_MATCHES.includes(match)) {
    throw refuse(
      'FieldValueNotSupported',
      `Unsupported value: "${match}": supported values: "Exact", "NotOlderThan", ""`,
    );
  }
  if (match === 'Exact' && resourceVersion === 0) {
    throw forbid(
      'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    );
  }
}

function integer(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === '') {
    return undefined;
  }
  if (!/^[-+]?\d+$/.test(value)) {
    throw ApiError.badRequest(
      `strconv.ParseInt: parsing "${value}": invalid syntax`,
    );
  }
  return Number(value);
}
