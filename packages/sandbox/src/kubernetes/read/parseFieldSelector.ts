import type { KubeObject, ResourceType } from '../../types';
import { ApiError } from '../http/ApiError';
import { apiVersionOf } from '../resourceTypes';

/** Whether an object is selected. */
export type ObjectMatcher = (object: Readonly<KubeObject>) => boolean;

const METADATA_FIELDS = ['metadata.name', 'metadata.namespace'];

/** What else can be selected, by `apiVersion` and resource; `source` and the like are not paths of the object. */
const FIELDS: Record<string, string[]> = {
  'v1/pods': [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  'v1/events': [
    ...[
      'kind',
      'namespace',
      'name',
      'uid',
      'apiVersion',
      'resourceVersion',
      'fieldPath',
    ].map(field => `involvedObject.${field}`),
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  'events.k8s.io/v1/events': [
    ...[
      'kind',
      'namespace',
      'name',
      'uid',
      'apiVersion',
      'resourceVersion',
      'fieldPath',
    ].map(field => `regarding.${field}`),
    'reason',
    'reportingController',
    'type',
  ],
  'v1/services': ['spec.clusterIP', 'spec.type'],
  'v1/secrets': ['type'],
  'v1/namespaces': ['name', 'status.phase'],
  'v1/nodes': ['spec.unschedulable'],
  'v1/replicationcontrollers': ['status.replicas'],
  'batch/v1/jobs': ['status.successful'],
};

const DEFAULTS: Record<string, string> = {
  'spec.hostNetwork': 'false',
  'spec.unschedulable': 'false',
  'status.successful': '0',
  'status.replicas': '0',
};

const TERM = /^([^!=]*?)(==|!=|=)(.*)$/;

/**
 * Reads a field selector. Only the fields that the server indexes for the resource are supported; any other
 * one is its 400, and never a selector that silently matches nothing or all.
 */
export function parseFieldSelector(
  type: ResourceType,
  selector: string,
): ObjectMatcher {
  const matchers = selector
    .split(',')
    .map(term => term.trim())
    .filter(Boolean)
    .map(term => parseTerm(type, term, selector));
  return object => matchers.every(matcher => matcher(object));
}

function parseTerm(
  type: ResourceType,
  term: string,
  selector: string,
): ObjectMatcher {
  const match = TERM.exec(term);
  if (!match) {
    throw ApiError.badRequest(
      `invalid selector: '${selector}'; can't understand '${term}'`,
    );
  }
  const [, field, operator, value] = match;
  const special = FIELDS[`${apiVersionOf(type)}/${type.plural}`];
  if (!METADATA_FIELDS.includes(field) && !special?.includes(field)) {
    throw ApiError.badRequest(
      special
        ? `field label not supported: ${field}`
        : `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
    );
  }
  return object => (fieldOf(object, field) === value) === (operator !== '!=');
}

function fieldOf(object: Readonly<KubeObject>, field: string): string {
  if (field === 'name') {
    return object.metadata.name;
  }
  if (field === 'source') {
    const source = object.source as { component?: string } | undefined;
    return source?.component || String(object.reportingComponent ?? '');
  }
  const path = field === 'status.successful' ? 'status.succeeded' : field;
  let value: unknown = object;
  for (const key of path.split('.')) {
    value = (value as Record<string, unknown> | undefined)?.[key];
  }
  return value === undefined || value === null
    ? DEFAULTS[field] ?? ''
    : String(value);
}
