export interface Config {
  auth?: {
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
          /** How long the refresh cookie lives. Defaults to 12 hours. */
          sessionDuration?: string | object;
          /** Deadline of requests to the provider. Defaults to 10 seconds. */
          timeout?: string | object;
          /**
           * Where the provider sends people after they signed out there; must be
           * registered at it. By default it shows a page of its own.
           */
          postLogoutRedirectUri?: string;
          /**
           * The claim that names the user. It must never change and never be given
           * to somebody else. Defaults to `sub`.
           */
          userIdClaim?: string;
          /** Catalog namespace of the users. Defaults to `default`. */
          userNamespace?: string;
          /**
           * ZITADEL's id of the project that grants the roles; the claim of that
           * project is read then. By default the claim of the application's project.
           */
          projectId?: string;
          roles?: {
            /**
             * The userinfo claim that holds the roles, by name or as a path with dots:
             * an object with a key for each role, or a list. Defaults to
             * `urn:zitadel:iam:org:project:roles`, or with `projectId` to
             * `urn:zitadel:iam:org:project:<projectId>:roles`.
             */
            claim?: string;
            /**
             * ZITADEL organisations whose grants count. By default those of all that
             * the project is granted to.
             */
            organizationIds?: string[];
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
