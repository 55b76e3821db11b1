export interface Config {
  auth?: {
    session?: {
      /**
       * Seals the sessions of people who are signed in; at least 32 random
       * characters, the same for every replica. A new one ends every session.
       *
       * @visibility secret
       */
      secret?: string;
    };
    /**
     * How long a portal token lives. Defaults to 1 hour, which is also the longest
     * that the portal starts with: tokens cannot be revoked.
     */
    backstageTokenExpiration?: string | object;
    providers?: {
      /**
       * Sign-in at ZITADEL, or at another OpenID provider that sends roles. The
       * callback to register there is `<backend.baseUrl>/api/auth/zitadel/handler/frame`.
       */
      zitadel?: {
        [authEnvironment: string]: {
          /**
           * The issuer, exactly as the provider writes it in its tokens; https,
           * or http on loopback.
           */
          issuer: string;
          /** Defaults to `<issuer>/.well-known/openid-configuration`. */
          metadataUrl?: string;
          clientId: string;
          /** @visibility secret */
          clientSecret: string;
          /** Defaults to `client_secret_basic`. */
          tokenEndpointAuthMethod?: string;
          /** Defaults to `RS256`. */
          tokenSignedResponseAlg?: string;
          /**
           * What the provider is asked to prompt for: `auto` lets it decide, and is
           * the default.
           */
          prompt?: string;
          /** Scopes besides `openid profile email`. None by default. */
          additionalScopes?: string | string[];
          /** Defaults to the address above. */
          callbackUrl?: string;
          /**
           * How long after signing in somebody has to sign in again, however often
           * the session was refreshed. Defaults to 12 hours, and is 24 at most.
           */
          sessionDuration?: string | object;
          /** How people have to have signed in. Nothing is required by default. */
          requireAuthentication?: {
            /**
             * Methods that the id token's `amr` has to have, all of them. ZITADEL
             * writes `mfa` once there were two factors, or a passkey.
             */
            amr?: string[];
            /**
             * Classes of which the id token's `acr` has to be one; they are asked for
             * as well. ZITADEL writes none.
             */
            acr?: string[];
          };
          /** Deadline of requests to the provider. Defaults to 10 seconds. */
          timeout?: string | object;
          /**
           * Where the provider sends people after they signed out there; must be
           * registered at it. By default it shows a page of its own.
           */
          postLogoutRedirectUri?: string;
          /** Catalog namespace of the users. Defaults to `default`. */
          userNamespace?: string;
          /**
           * ZITADEL's id of the project that grants the roles; the claim of that
           * project is read then. By default the claim of the application's project.
           */
          projectId?: string;
          roles: {
            /**
             * ZITADEL organisations whose grants count: a list of ids, a text with
             * commas between them, or the word `all`. There is no default, as an
             * organisation that the project is granted to may hand out any of its roles.
             * With a provider that sends a list of roles it has to be `all`.
             */
            organizationIds: string | string[];
            /**
             * The userinfo claim that holds the roles, by name or as a path with dots:
             * an object with a key for each role, or a list. Defaults to
             * `urn:zitadel:iam:org:project:roles`, or with `projectId` to
             * `urn:zitadel:iam:org:project:<projectId>:roles`.
             */
            claim?: string;
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
        };
      };
    };
  };
}
