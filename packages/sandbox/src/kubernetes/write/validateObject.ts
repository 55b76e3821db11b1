/* eslint-disable @typescript-eslint/no-explicit-any -- free-form objects */
import type { ResourceType } from '../../types';
import { ApiError, StatusCause } from '../http/ApiError';
import { equalJson, isRecord } from '../json';
import { isLabelValue, LABEL_VALUE_RULE } from '../read/parseLabelSelector';
import { resourceTypes } from '../resourceTypes';

const SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const MAX_NAME_CHARACTERS = 253;

const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;
const CONFIG_KEY_RULE =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

/** RBAC names are path segments: `system:masters` is one. */
const PATH_SEGMENT_GROUP = 'rbac.authorization.k8s.io';

const WORKLOADS: ResourceType[] = [
  resourceTypes.deployments,
  resourceTypes.replicasets,
  resourceTypes.statefulsets,
  resourceTypes.daemonsets,
];

function invalidValue(
  field: string,
  value: unknown,
  rule: string,
): StatusCause {
  return {
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${JSON.stringify(value ?? null)}: ${rule}`,
    field,
  };
}

/** Keys become files and variables, so they cannot be paths. */
function dataKeyCauses(object: Record<string, any>): StatusCause[] {
  return Object.keys(object.data ?? {})
    .filter(key => !CONFIG_KEY.test(key))
    .map(key => invalidValue(`data[${key}]`, key, CONFIG_KEY_RULE));
}

function required(field: string, more = ''): StatusCause {
  return {
    reason: 'FieldValueRequired',
    message: `Required value${more}`,
    field,
  };
}

/**
 * Refuses an object that the real server would refuse, as far as the sandbox knows its schema: names,
 * labels, ConfigMap data, and the parts of workloads that decide whether a rollout can happen at all.
 *
 * @param previous - the object that is replaced, for fields that may not change
 */
export function validateObject(
  type: ResourceType,
  object: Record<string, any>,
  previous?: Record<string, any>,
): void {
  checkShape(type, object);
  const causes = [...metadataCauses(type, object)];
  if (type === resourceTypes.configmaps || type === resourceTypes.secrets) {
    causes.push(...dataKeyCauses(object));
  }
  if (WORKLOADS.includes(type)) {
    causes.push(...workloadCauses(object, previous));
  }
  if (causes.length) {
    throw ApiError.invalid(type, object.metadata?.name ?? '', causes);
  }
}

/** As for a whole object, but a patch that leads to such an object is Invalid: a 422. */
export function checkPatched(type: ResourceType, object: unknown): void {
  try {
    if (isRecord(object)) checkShape(type, object);
  } catch (error) {
    const { message } = error as Error;
    const mistake = message.slice(message.indexOf('json: '));
    throw ApiError.invalid({ group: '', kind: '' }, '', [
      invalidValue('patch', JSON.stringify(object), mistake),
    ]);
  }
}

/** What Go's decoder refuses before any validation: a 400. */
function checkShape(type: ResourceType, object: Record<string, any>): void {
  const refuse = (found: unknown, field: string, goType: string) =>
    ApiError.badRequest(
      `${type.kind} in version "${type.version}" cannot be handled as a ${
        type.kind
      }: json: cannot unmarshal ${jsonTypeOf(
        found,
      )} into Go struct field ${field} of type ${goType}`,
    );
  const replicas = object.spec?.replicas;
  if (
    WORKLOADS.includes(type) &&
    replicas !== undefined &&
    replicas !== null &&
    !Number.isInteger(replicas)
  ) {
    throw refuse(replicas, `${type.kind}Spec.spec.replicas`, 'int32');
  }
  for (const [field, values] of [
    ['ObjectMeta.metadata.labels', object.metadata?.labels],
    ['ObjectMeta.metadata.annotations', object.metadata?.annotations],
    [
      `${type.kind}.data`,
      type === resourceTypes.configmaps ? object.data : undefined,
    ],
  ] as const) {
    for (const value of Object.values(values ?? {})) {
      if (typeof value !== 'string') {
        throw refuse(value, field, 'string');
      }
    }
  }
}

function* metadataCauses(
  type: ResourceType,
  object: Record<string, any>,
): Generator<StatusCause> {
  const { name, labels } = object.metadata ?? {};
  if (!name) {
    yield required('metadata.name', ': name or generateName is required');
  } else if (
    type.group === PATH_SEGMENT_GROUP
      ? /[/%]/.test(name)
      : !SUBDOMAIN.test(name) || name.length > MAX_NAME_CHARACTERS
  ) {
    yield invalidValue('metadata.name', name, SUBDOMAIN_RULE);
  }
  for (const value of Object.values(labels ?? {})) {
    if (!isLabelValue(value as string)) {
      yield invalidValue('metadata.labels', value, LABEL_VALUE_RULE);
    }
  }
}

function* workloadCauses(
  object: Record<string, any>,
  previous?: Record<string, any>,
): Generator<StatusCause> {
  const { replicas, selector, template } = object.spec ?? {};
  if (replicas < 0) {
    yield invalidValue(
      'spec.replicas',
      replicas,
      'must be greater than or equal to 0',
    );
  }
  const matchLabels: Record<string, string> = selector?.matchLabels ?? {};
  const labels = template?.metadata?.labels;
  if (!selector) {
    yield required('spec.selector');
  }
  if (
    !selector ||
    !Object.entries(matchLabels).every(
      ([key, value]) => labels?.[key] === value,
    )
  ) {
    yield invalidValue(
      'spec.template.metadata.labels',
      labels,
      '`selector` does not match template `labels`',
    );
  }
  const containers = template?.spec?.containers;
  if (!containers?.length) {
    yield required('spec.template.spec.containers');
  }
  for (const [index, container] of (containers ?? []).entries()) {
    if (!container.image) {
      yield required(`spec.template.spec.containers[${index}].image`);
    }
  }
  if (previous && !equalJson(previous.spec?.selector, selector)) {
    yield invalidValue('spec.selector', selector, 'field is immutable');
  }
}

function jsonTypeOf(value: unknown): string {
  if (Array.isArray(value)) {
    return 'array';
  }
  if (value === null || isRecord(value)) {
    return value === null ? 'null' : 'object';
  }
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
