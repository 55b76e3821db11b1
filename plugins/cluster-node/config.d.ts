export interface Config {
  /**
   * How the portal reaches clusters on behalf of tenants. The clusters themselves
   * are those of `kubernetes.clusterLocatorMethods`, entries of type `config`.
   */
  clusters?: {
    /**
     * Name of the ServiceAccount in each tenant namespace whose tokens the portal
     * requests. Its RBAC is what a tenant can see. Defaults to `aiops-reader`.
     */
    tenantServiceAccount?: string;
    /**
     * How long a tenant's token lives, 10 minutes to 1 hour: `{ minutes: 15 }` or
     * `15m`. Defaults to 15 minutes.
     */
    tenantTokenLifetime?: string | object;
    /**
     * How long the portal waits for an answer to a token request, at most 1
     * minute. Defaults to 5 seconds.
     */
    requestTimeout?: string | object;
    /**
     * Files with the portal's own token, by the name of the cluster: for a token
     * that somebody else renews, such as a mounted Secret. Read again at least once
     * a minute. Defaults to `serviceAccountToken` of the cluster, and without that to
     * the token that Kubernetes mounts into the portal's pod.
     */
    portalTokenFiles?: { [cluster: string]: string };
  };
}
