export interface Config {
  auth?: {
    /**
     * Lets tokens of `backend.auth.externalAccess` be without `accessRestrictions`, which
     * otherwise stops the start. Defaults to false.
     */
    dangerouslyAllowUnrestrictedTokens?: boolean;
    providers?: {
      /**
       * Keys for machines, owned by groups. Off unless this key is present; `{}` takes
       * the defaults.
       */
      accessKeys?: {
        /** The longest life of a key, at most a year. Defaults to 90 days. */
        maxLifetime?: string | object;
        /**
         * How long the old secret works after a rotation, at most 7 days. Defaults to a
         * day.
         */
        rotationOverlap?: string | object;
        /** How many open keys a group may have. Defaults to 20. */
        maxPerOwner?: number;
      };
    };
  };
}
