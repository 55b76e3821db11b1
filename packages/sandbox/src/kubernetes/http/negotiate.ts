import { ApiError } from './ApiError';

/** The form in which an answer is wanted. */
export type AnswerForm = {
  encoding: 'json' | 'yaml';
  as?:
    | 'Table'
    | 'PartialObjectMetadata'
    | 'PartialObjectMetadataList'
    | 'APIGroupDiscoveryList';
};

const FORMS_OF_GROUP: Record<string, { group: string; version: string }> = {
  Table: { group: 'meta.k8s.io', version: 'v1' },
  PartialObjectMetadata: { group: 'meta.k8s.io', version: 'v1' },
  PartialObjectMetadataList: { group: 'meta.k8s.io', version: 'v1' },
  APIGroupDiscoveryList: { group: 'apidiscovery.k8s.io', version: 'v2' },
};
const AVAILABLE =
  'application/json, application/yaml, application/vnd.kubernetes.protobuf';

/**
 * Picks the first form of an `Accept` header that the server has.
 *
 * @remarks
 * Protobuf is not served: a client that accepts nothing else gets 406.
 */
export function negotiate(
  accept: string | undefined,
  options: { streaming: boolean },
): AnswerForm {
  let unknownForm = false;
  for (const range of (accept || '*/*').split(',')) {
    const [mediaType, ...rest] = range.split(';').map(part => part.trim());
    const parameters = Object.fromEntries(rest.map(part => part.split('=', 2)));
    if (
      ![
        'application/json',
        'application/yaml',
        'application/*',
        '*/*',
      ].includes(mediaType)
    ) {
      continue;
    }
    const encoding = mediaType === 'application/yaml' ? 'yaml' : 'json';
    if (!parameters.as) {
      return { encoding };
    }
    const form = FORMS_OF_GROUP[parameters.as];
    if (form && form.group === parameters.g && form.version === parameters.v) {
      return { encoding, as: parameters.as as AnswerForm['as'] };
    }
    unknownForm = true;
  }
  if (unknownForm) {
    throw new ApiError(
      406,
      'NotAcceptable',
      `only the following media types are accepted: ${AVAILABLE}`,
    );
  }
  const streams =
    ', application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch';
  throw new ApiError(
    406,
    'NotAcceptable',
    `406: Not Acceptable\n\nAvailable representations: ${AVAILABLE}${
      options.streaming ? streams : ''
    }`,
    {},
  );
}
