export interface Config {
  tenancy?: {
    /**
     * Annotations of catalog entities that hold the name of a namespace, such as
     * those of custom resources, and are checked against the owner of the entity like
     * `backstage.io/kubernetes-namespace`. None by default.
     */
    namespaceAnnotations?: string[];
  };
}
