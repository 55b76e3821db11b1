export interface Config {
  /** Adjusts the permission policy; the policy itself is a table in code. */
  tenancyPolicy?: {
    /**
     * Entity kinds that members of any group may read whoever owns them. Defaults
     * to Group, User, Domain and Template.
     */
    sharedKinds?: string[];
    /**
     * Whether members of any group may read the entities that a platform group
     * owns. Defaults to true.
     */
    sharePlatformEntities?: boolean;
    /**
     * Labels that make an entity public: members of any group may read one that
     * carries a label of this list with this value. The owner of the entity
     * decides, in its descriptor; its namespaces stay closed. Defaults to none.
     */
    publicLabels?: Array<{
      /** Key of the label, such as `example.com/visibility`. */
      label: string;
      /** Value of the label, such as `public`. */
      value: string;
    }>;
    /**
     * Ids of the template actions that members of any group may run. Each must
     * check the caller itself or be harmless. Defaults to the actions of rca,
     * `debug:log` and `catalog:fetch`.
     */
    safeActions?: string[];
    /**
     * Permissions of plugins that the policy does not know. Without an entry here
     * they are denied to everybody.
     */
    permissions?: Array<{
      /** Name of the permission. */
      name: string;
      /** For members of a platform group. Defaults to what teams get. */
      platform?: 'allow' | 'deny';
      /** For members of any other group. Defaults to deny. */
      team?: 'allow' | 'deny';
    }>;
  };
}
