import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  ANNOTATION_KUBERNETES_AUTH_PROVIDER,
  ANNOTATION_KUBERNETES_AWS_ASSUME_ROLE,
  ANNOTATION_KUBERNETES_AWS_EXTERNAL_ID,
} from '@backstage/plugin-kubernetes-common';
import { PortalIdentityConfig } from './types';

/** Where Kubernetes puts the identity of a pod. */
export const POD_TOKEN_FILE =
  '/var/run/secrets/kubernetes.io/serviceaccount/token';

const PERSONAL =
  'uses the token of the person at the browser, and the portal needs an identity of its own';

/** Ways of the stock plugin that are no identity of the portal, and what to use instead. */
const REFUSED: Record<string, string> = {
  localKubectlProxy:
    'sends no credential, so every request would be made as whoever runs the proxy; use serviceAccount',
  google: `${PERSONAL}; use googleServiceAccount or serviceAccount`,
  aks: `${PERSONAL}; use azure or serviceAccount`,
  oidc: `${PERSONAL}; use serviceAccount`,
};

/**
 * Reads how the portal itself gets into a cluster, or says why it cannot: a
 * cluster that the portal would enter as somebody else, or as nobody, must stop
 * the start.
 *
 * @param options - `cluster` is one entry of a locator of type `config`;
 * `tokenFile` is ours, for a token that somebody renews
 */
export function readPortalIdentity(options: {
  name: string;
  cluster: Config;
  tokenFile?: string;
}): PortalIdentityConfig {
  const { name, cluster } = options;
  const metadata = readMetadata(name, cluster);
  // As in the stock plugin, the annotation wins: both must mean the same way.
  const provider =
    metadata[ANNOTATION_KUBERNETES_AUTH_PROVIDER] ??
    cluster.getOptionalString('authProvider') ??
    'serviceAccount';
  const token =
    metadata.serviceAccountToken ??
    cluster.getOptionalString('serviceAccountToken');
  if (provider !== 'serviceAccount' && (token || options.tokenFile)) {
    throw new InputError(
      `Cluster '${name}' has a ServiceAccount's token and authProvider '${provider}'; remove one of them`,
    );
  }
  switch (provider) {
    case 'serviceAccount':
      if (token && options.tokenFile) {
        throw new InputError(
          `Cluster '${name}' has a serviceAccountToken and an entry in clusters.portalTokenFiles; remove one of them`,
        );
      }
      return token
        ? { provider, token }
        : { provider, tokenFile: options.tokenFile ?? POD_TOKEN_FILE };
    case 'aws':
    case 'azure':
    case 'googleServiceAccount':
      return {
        provider,
        authMetadata: {
          [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: provider,
          ...optional(
            ANNOTATION_KUBERNETES_AWS_ASSUME_ROLE,
            cluster.getOptionalString('assumeRole'),
          ),
          ...optional(
            ANNOTATION_KUBERNETES_AWS_EXTERNAL_ID,
            cluster.getOptionalString('externalId'),
          ),
          ...metadata,
        },
      };
    default:
      throw new InputError(
        `Cluster '${name}' has authProvider '${provider}', which ${
          REFUSED[provider] ??
          'is unknown; use serviceAccount, aws, azure or googleServiceAccount'
        }`,
      );
  }
}

function readMetadata(name: string, cluster: Config): Record<string, string> {
  const metadata = cluster.getOptional<unknown>('authMetadata') ?? {};
  if (
    typeof metadata !== 'object' ||
    Object.values(metadata).some(value => typeof value !== 'string')
  ) {
    throw new InputError(
      `Cluster '${name}' has an authMetadata that is not a list of names with texts`,
    );
  }
  return metadata as Record<string, string>;
}

function optional(key: string, value: string | undefined) {
  return value === undefined ? {} : { [key]: value };
}
