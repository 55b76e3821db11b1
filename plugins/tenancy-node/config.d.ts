export interface Config {
  /** Which groups own which namespaces. */
  tenancy?: {
    /** Where the owner of a namespace comes from. */
    ownership?: {
      /**
       * Trusted sources: `label`, written by the platform on the namespace,
       * `config`, the list below, or `both`. With both, either alone may name the
       * owner; where both do they must agree, else everybody is denied. Defaults to
       * `label`.
       */
      sources?: 'label' | 'config' | 'both' | Array<'label' | 'config'>;
      /**
       * The namespace label that holds the name of the owning group. Only the
       * platform may be able to write it. A value that is no group closes the
       * namespace. Defaults to `aiops.backstage/team`.
       */
      label?: string;
      /**
       * Owners by configuration. Empty by default. Entries with a whole name are
       * stronger than patterns; several patterns that match must agree.
       */
      config?: Array<{
        /** Name of a cluster; all clusters when left out. */
        cluster?: string;
        /** The whole name of a namespace. */
        namespace?: string;
        /**
         * Instead of `namespace`: a name in which `*` stands for one whole part
         * between dashes. `payments-*` is `payments-prod`, but not `payments`,
         * `payments-eu-prod` or `payments2-prod`.
         */
        pattern?: string;
        /** The owning group: its name, or `group:<namespace>/<name>`. */
        tenant: string;
      }>;
    };
    /**
     * Accepts exact statements only: no shared namespaces, no patterns, and no
     * mention of a cluster that is not configured. The start is refused where one of
     * them is found. Defaults to false, where the last one is a warning.
     */
    strictMode?: boolean;
    /**
     * Namespace of the catalog that the groups live in. Defaults to `default`.
     */
    groupNamespace?: string;
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
