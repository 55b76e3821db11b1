export interface Config {
  catalog?: {
    providers?: {
      /**
       * Users, groups and memberships from ZITADEL. Nothing is read when it is left
       * out. The keys that sign-in has too (`issuer`, `projectId`, `userNamespace`,
       * `roles`, `groups`) default to those of `auth.providers.zitadel`, in the
       * environment that `auth.environment` names.
       */
      zitadel?: {
        /** A name of your choice: lower case letters, digits and dashes. */
        [id: string]: {
          /** ZITADEL's address, https, or http on loopback. Defaults to that of sign-in. */
          issuer?: string;
          /**
           * ZITADEL's id of the project that grants the roles. Defaults to that of
           * sign-in; it must be given at one of the two.
           */
          projectId?: string;
          /**
           * Personal access token of a service user that may read users and grants.
           * Either this or `serviceUserKey`; with neither, nothing is synchronised and
           * the start says so.
           *
           * @visibility secret
           */
          token?: string;
          /** The service user's key, as ZITADEL hands out the file. */
          serviceUserKey?: {
            /** ZITADEL writes `serviceaccount`. Not used. */
            type?: string;
            keyId: string;
            /**
             * RSA key in PEM.
             *
             * @visibility secret
             */
            key: string;
            userId: string;
            /** ZITADEL writes it to some files. Not used. */
            expirationDate?: string;
          };
          /**
           * Where grants are searched: `v2` is the authorization API, which ZITADEL
           * has since version 4; `v1` is the management API of older versions, and
           * makes every sync a full one. Defaults to `v2`.
           */
          grantsApi?: 'v1' | 'v2';
          /**
           * ZITADEL organisations whose people are read. By default all that the
           * service user may see.
           */
          organizationIds?: string[];
          /** Catalog namespace of the users. Defaults to that of sign-in, then to `default`. */
          userNamespace?: string;
          roles?: {
            /**
             * ZITADEL organisations whose grants count: ids, or the word `all`. Defaults
             * to those of sign-in; it must be given at one of the two.
             */
            organizationIds?: string | string[];
            /** As at sign-in. */
            suffixes?: string[];
            /** People with more roles cannot sign in and are left out. As at sign-in. */
            max?: number;
          };
          groups?: {
            /** As at sign-in. */
            namespace?: string;
            /** As at sign-in. */
            prefix?: string;
            /**
             * Which group is part of which, by name: `team-a: retail`. A parent that no
             * role names is made a group as well. None by default.
             */
            parents?: { [group: string]: string };
          };
          /** Rows asked for at a time, 1 to 1000. Defaults to 200. */
          pageSize?: number;
          /** A ZITADEL with more people is refused. Defaults to 20000. */
          maxUsers?: number;
          /** A project with more grants is refused. Defaults to 50000. */
          maxGrants?: number;
          /**
           * The part of users, groups or memberships that one sync may remove, 0 to 1;
           * one that would remove more changes nothing. Two may always go, and all
           * people never. Defaults to 0.3.
           */
          maxShrink?: number;
          /** Deadline of one request. Defaults to 15 seconds. */
          timeout?: string | object;
          /** How often everything is read; changes are read at the schedule. Defaults to 1 hour. */
          fullSyncInterval?: string | object;
          /** Age of the last sync at which failures are logged as errors. Defaults to 3 hours. */
          staleAfter?: string | object;
          /**
           * When to sync. Defaults to every 5 minutes, with a time limit of 10 minutes,
           * 15 seconds after the start.
           */
          schedule?: {
            frequency: string | object;
            timeout: string | object;
            initialDelay?: string | object;
            scope?: 'global' | 'local';
          };
        };
      };
    };
  };
}
