export interface Config {
  /** Which groups own which namespaces. */
  tenancy?: {
    /**
     * Trusted sources of ownership: `label`, written by the platform on the
     * namespace, and `config`, the list `namespaceOwners` below. Where both name
     * an owner they must agree, else everybody is denied. Defaults to both.
     */
    ownershipSources?: Array<'label' | 'config'>;
    /**
     * The namespace label that holds the name of the owning group. Only the
     * platform may be able to write it. Defaults to `aiops.backstage/team`.
     */
    ownershipLabel?: string;
    /**
     * Namespace of the catalog that the groups live in. Defaults to `default`.
     */
    groupNamespace?: string;
    /**
     * Owners by configuration. Empty by default.
     */
    namespaceOwners?: Array<{
      /** Name of a cluster; all clusters when left out. */
      cluster?: string;
      /**
       * The whole name of a namespace, or the beginning of one followed by `*`. A
       * whole name is stronger; several beginnings that match must agree.
       */
      namespace: string;
      /** A group: its name, or `group:<namespace>/<name>`. */
      group: string;
    }>;
    /**
     * Groups that may read every owned or shared namespace. Defaults to
     * `[platform-engineering]`.
     */
    platformGroups?: string[];
    /**
     * Namespaces that every signed-in user may read, by name for all clusters or
     * as `{ cluster, namespace }`. None by default.
     */
    sharedNamespaces?: Array<string | { cluster?: string; namespace: string }>;
    /**
     * How old the portal's view of a cluster's namespaces may be before every
     * decision about that cluster is a denial, 15 seconds to 1 hour. Defaults to
     * 1 minute.
     */
    maxIndexAge?: string | object;
  };
}
