import { KubeConfig, User } from '@kubernetes/client-node';
import { ClusterConfig } from './config';
import { PortalIdentity } from './portalIdentity';

type Authenticator = Parameters<KubeConfig['addAuthenticator']>[0];

const PORTAL = 'portal-identity';

/** The portal's own identity at a cluster, asked for its token with each request. */
export function platformKubeConfig(
  cluster: ClusterConfig,
  identity: PortalIdentity,
): KubeConfig {
  const kubeConfig = kubeConfigFor(cluster, {
    name: 'portal',
    authProvider: { name: PORTAL, config: {} },
  });
  const authenticator: Authenticator = {
    isAuthProvider: user => user.authProvider?.name === PORTAL,
    applyAuthentication: async (_user, options) => {
      const headers = (options.headers ??= {}) as Record<string, string>;
      headers.Authorization = `Bearer ${await identity.token()}`;
    },
  };
  kubeConfig.addAuthenticator(authenticator);
  return kubeConfig;
}

/** A tenant's identity: nothing of the portal's own is in it. */
export function tenantKubeConfig(
  cluster: ClusterConfig,
  token: string,
): KubeConfig {
  return kubeConfigFor(cluster, { name: 'tenant', token });
}

function kubeConfigFor(cluster: ClusterConfig, user: User): KubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromClusterAndUser(
    {
      name: cluster.name,
      server: cluster.url,
      caData: cluster.caData,
      caFile: cluster.caFile,
      skipTLSVerify: cluster.skipTLSVerify,
    },
    user,
  );
  return kubeConfig;
}
