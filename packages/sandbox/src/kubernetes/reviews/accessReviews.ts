/* eslint-disable @typescript-eslint/no-explicit-any -- bodies are free-form until checked */
import type { AccessAttributes, PolicyRule } from '../access/RbacAuthorizer';
import type { UserInfo } from '../access/types';
import { ApiError } from '../http/ApiError';
import type { ResourceRequestInfo } from '../http/parseRequestInfo';
import { readObject } from '../http/readBody';
import { sendObject } from '../http/respond';
import type { ApiContext, ApiRequest } from '../http/types';

const GROUP = 'authorization.k8s.io';
const API_VERSION = `${GROUP}/v1`;

type Review = ApiRequest<ResourceRequestInfo>;

/** POST of `selfsubjectaccessreviews`, `subjectaccessreviews` or `localsubjectaccessreviews`; a no is a 201 too. */
export async function accessReviewRoute(
  api: ApiContext,
  request: Review,
  kind: string,
): Promise<void> {
  const body = await readObject(request.incoming, kind);
  const spec = body.spec ?? {};
  const user =
    kind === 'SelfSubjectAccessReview' ? request.user : subjectOf(spec);
  const attributes = attributesOf(spec);
  if (
    kind === 'LocalSubjectAccessReview' &&
    spec.resourceAttributes?.namespace !== request.info.namespace
  ) {
    throw invalid(
      'spec.resourceAttributes.namespace',
      spec.resourceAttributes?.namespace,
      'must match metadata.namespace',
    );
  }
  const { allowed, reason } = api.authorizer.authorize(user, attributes);
  sendObject(request.response, 201, {
    kind,
    apiVersion: API_VERSION,
    metadata: { namespace: request.info.namespace },
    spec,
    status: { allowed, reason },
  });
}

/** POST of `selfsubjectrulesreviews`. */
export async function rulesReviewRoute(
  api: ApiContext,
  request: Review,
): Promise<void> {
  const body = await readObject(request.incoming, 'SelfSubjectRulesReview');
  if (!body.spec?.namespace) {
    throw ApiError.badRequest('no namespace on request');
  }
  const rules = api.authorizer.rulesFor(request.user, body.spec.namespace);
  const pick = (rule: PolicyRule, fields: Array<keyof PolicyRule>) =>
    Object.fromEntries(fields.map(field => [field, rule[field]]));
  sendObject(request.response, 201, {
    kind: 'SelfSubjectRulesReview',
    apiVersion: API_VERSION,
    metadata: {},
    spec: {},
    status: {
      resourceRules: rules
        .filter(rule => rule.resources?.length)
        .map(rule =>
          pick(rule, ['verbs', 'apiGroups', 'resources', 'resourceNames']),
        ),
      nonResourceRules: rules
        .filter(rule => rule.nonResourceURLs?.length)
        .map(rule => pick(rule, ['verbs', 'nonResourceURLs'])),
      incomplete: false,
    },
  });
}

function subjectOf(spec: any): UserInfo {
  if (!spec.user && !spec.groups?.length) {
    throw invalid(
      'spec.user',
      '',
      'at least one of user or group must be specified',
    );
  }
  return {
    username: spec.user ?? '',
    uid: spec.uid,
    groups: spec.groups ?? [],
    extra: spec.extra,
  };
}

function attributesOf(spec: any): AccessAttributes {
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (Boolean(resourceAttributes) === Boolean(nonResourceAttributes)) {
    throw invalid(
      'spec.resourceAttributes',
      resourceAttributes ?? null,
      'exactly one of nonResourceAttributes or resourceAttributes must be specified',
    );
  }
  if (nonResourceAttributes) {
    return {
      verb: nonResourceAttributes.verb ?? '',
      path: nonResourceAttributes.path ?? '',
    };
  }
  const {
    verb = '',
    group,
    resource,
    subresource,
    namespace,
    name,
  } = resourceAttributes;
  return {
    verb,
    group,
    resource,
    subresource: subresource || undefined,
    namespace,
    name,
  };
}

function invalid(field: string, value: unknown, rule: string): ApiError {
  return ApiError.invalid({ group: GROUP, kind: '' }, '', [
    {
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${JSON.stringify(value)}: ${rule}`,
      field,
    },
  ]);
}
