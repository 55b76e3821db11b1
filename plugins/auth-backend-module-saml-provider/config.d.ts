export interface Config {
  auth?: {
    providers?: {
      /**
       * Sign-in at a SAML 2.0 identity provider. Off unless configured. The metadata to
       * register there is at `<backend.baseUrl>/api/auth/saml/metadata`.
       */
      saml?: {
        /**
         * Where people are sent to sign in (HTTP-Redirect binding); https, or http on
         * loopback.
         */
        entryPoint: string;
        /** The entity id of the identity provider, exactly as it writes it. */
        idpIssuer: string;
        /**
         * The certificates whose keys may sign, as PEM: one, or two while the provider
         * changes its key. What a response brings along is never believed.
         */
        idpCertificates: string | string[];
        /**
         * The portal's entity id, which is also the audience that assertions must name.
         * Defaults to the address of the metadata.
         */
        entityId?: string;
        /** Defaults to `<backend.baseUrl>/api/auth/saml/handler/frame`. */
        callbackUrl?: string;
        /**
         * The attribute whose one value names the user. It must never change, never be
         * given to somebody else, and be in lower case. By default the persistent
         * NameID, of which a hash becomes the name.
         */
        userIdAttribute?: string;
        /** The attribute with the name to show. None by default. */
        displayNameAttribute?: string;
        /** The attribute with the mail address to show. None by default. */
        emailAttribute?: string;
        /**
         * Catalog namespace of the users, of no other provider. Defaults to `saml`.
         */
        userNamespace?: string;
        /**
         * How far the clocks of portal and provider may differ; at most 5 minutes.
         * Defaults to 30 seconds.
         */
        clockSkew?: string | object;
        roles?: {
          /** The attribute that holds the roles. Defaults to `roles`. */
          attribute?: string;
          /**
           * What is taken off the end of a role, after a dash, to get the group.
           * Defaults to admin, owner, developer, viewer, member.
           */
          suffixes?: string[];
          /** Sign-ins with more roles are refused. Defaults to 200. */
          max?: number;
        };
        groups?: {
          /** Catalog namespace of the groups. Defaults to `default`. */
          namespace?: string;
          /** Put before the name of each group. Empty by default. */
          prefix?: string;
        };
        /** Signs the requests. By default they are not signed. */
        signing?: {
          /**
           * PEM
           * @visibility secret
           */
          privateKey: string;
          /** PEM, goes into the metadata. */
          certificate: string;
        };
      };
    };
  };
}
