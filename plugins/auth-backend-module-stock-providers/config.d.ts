export interface Config {
  auth?: {
    providers?: {
      /** Sign-in at Microsoft Entra. Off unless configured. */
      microsoft?: {
        [authEnvironment: string]: {
          clientId: string;
          /** @visibility secret */
          clientSecret: string;
          /** The id of the one tenant whose people may sign in; a GUID. */
          tenantId: string;
          domainHint?: string;
          additionalScopes?: string | string[];
          callbackUrl?: string;
          /** How long the refresh cookie lives. Defaults to 12 hours. */
          sessionDuration?: string | object;
          /** Catalog namespace of the users, of no other provider. Defaults to `microsoft`. */
          userNamespace?: string;
          roles?: {
            /** Defaults to admin, owner, developer, viewer, member. */
            suffixes?: string[];
            /** Sign-ins with more roles are refused. Defaults to 200. */
            max?: number;
            /** Roles by the immutable id of the person, besides the app roles of Entra. */
            byUserId?: { [userId: string]: string[] };
          };
          groups?: {
            /** Catalog namespace of the groups. Defaults to `default`. */
            namespace?: string;
            /** Put before the name of each group. Empty by default. */
            prefix?: string;
          };
        };
      };
      /** Sign-in at GitHub. Off unless configured. */
      github?: {
        [authEnvironment: string]: {
          clientId: string;
          /** @visibility secret */
          clientSecret: string;
          /** Address of a GitHub Enterprise Server. Defaults to github.com. */
          enterpriseInstanceUrl?: string;
          additionalScopes?: string | string[];
          callbackUrl?: string;
          /** How long the refresh cookie lives. Defaults to 12 hours. */
          sessionDuration?: string | object;
          /** Catalog namespace of the users, of no other provider. Defaults to `github`. */
          userNamespace?: string;
          roles?: {
            /** Defaults to admin, owner, developer, viewer, member. */
            suffixes?: string[];
            /** Sign-ins with more roles are refused. Defaults to 200. */
            max?: number;
            /** Roles by GitHub's numeric id of the person. Who is not here cannot sign in. */
            byUserId?: { [userId: string]: string[] };
          };
          groups?: {
            /** Catalog namespace of the groups. Defaults to `default`. */
            namespace?: string;
            /** Put before the name of each group. Empty by default. */
            prefix?: string;
          };
        };
      };
      /** Sign-in at Google. Off unless configured. */
      google?: {
        [authEnvironment: string]: {
          clientId: string;
          /** @visibility secret */
          clientSecret: string;
          additionalScopes?: string | string[];
          callbackUrl?: string;
          /** How long the refresh cookie lives. Defaults to 12 hours. */
          sessionDuration?: string | object;
          /** Catalog namespace of the users, of no other provider. Defaults to `google`. */
          userNamespace?: string;
          roles?: {
            /** Defaults to admin, owner, developer, viewer, member. */
            suffixes?: string[];
            /** Sign-ins with more roles are refused. Defaults to 200. */
            max?: number;
            /** Roles by Google's `sub` of the person. Who is not here cannot sign in. */
            byUserId?: { [userId: string]: string[] };
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
