import { KubeConfig, User } from '@kubernetes/client-node';
import { ClusterConfig } from './config';

/** The portal's own identity at a cluster. */
export function platformKubeConfig(cluster: ClusterConfig): KubeConfig {
  return kubeConfigFor(
    cluster,
    cluster.token
      ? { name: 'portal', token: cluster.token }
      : {
          name: 'portal',
          authProvider: {
            name: 'tokenFile',
            config: { tokenFile: cluster.tokenFile },
          },
        },
  );
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
