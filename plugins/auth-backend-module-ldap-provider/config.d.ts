export interface Config {
  auth?: {
    providers?: {
      /**
       * Sign-in with name and password of an LDAP directory. Off unless configured.
       */
      ldap?: {
        /**
         * `ldaps://` or, with `startTls`, `ldap://`. Plain `ldap://` is refused, except on
         * loopback with `allowPlainOnLoopback`.
         */
        url: string;
        /** Upgrades an `ldap://` connection to TLS. Defaults to false. */
        startTls?: boolean;
        /** For tests on one machine. Defaults to false. */
        allowPlainOnLoopback?: boolean;
        tls?: {
          /** PEM of the authority of the directory. Defaults to those that Node.js knows. */
          ca?: string;
        };
        /** The account that searches. It needs to read users and groups, nothing else. */
        bindDn: string;
        /** @visibility secret */
        bindPassword: string;
        /** Deadline of connecting, and of each request. Defaults to 5 seconds. */
        timeout?: string | object;
        /** How long a sign-in lasts at most. Defaults to 12 hours. */
        sessionDuration?: string | object;
        users: {
          /** Below which entry users are searched. */
          base: string;
          /**
           * Who may sign in, e.g. without disabled accounts. Defaults to
           * `(objectClass=inetOrgPerson)`.
           */
          filter?: string;
          /** The attribute that people type in. Defaults to `uid`. */
          loginAttribute?: string;
          /**
           * The attribute that names the user. It must never change and never be given to
           * somebody else. Defaults to `entryUUID`; `objectGUID` is read as hex.
           */
          idAttribute?: string;
          /** Defaults to `cn`. */
          displayNameAttribute?: string;
          /** Defaults to `mail`. */
          emailAttribute?: string;
        };
        /** Where the groups are whose names are roles. By default nobody has roles. */
        groups?: {
          /** Below which entry groups are searched. */
          base: string;
          /** Defaults to `(objectClass=groupOfNames)`. */
          filter?: string;
          /** The attribute that holds the DNs of members. Defaults to `member`. */
          memberAttribute?: string;
          /** The attribute that is the role. Defaults to `cn`. */
          nameAttribute?: string;
          /** Catalog namespace of the groups. Defaults to `default`. */
          namespace?: string;
          /** Put before the name of each group. Empty by default. */
          prefix?: string;
        };
        roles?: {
          /**
           * What is taken off the end of a role, after a dash, to get the group.
           * Defaults to admin, owner, developer, viewer, member.
           */
          suffixes?: string[];
          /** Sign-ins with more roles are refused. Defaults to 200. */
          max?: number;
        };
        /** Catalog namespace of the users, of no other provider. Defaults to `ldap`. */
        userNamespace?: string;
      };
    };
  };
}
