export interface Config {
  auth?: {
    providers?: {
      // That a way in is switched on is all the sign-in page may know of it.
      /** @visibility frontend */
      zitadel?: object;
      /** @visibility frontend */
      saml?: object;
      /** @visibility frontend */
      ldap?: object;
      /** @visibility frontend */
      microsoft?: object;
      /** @visibility frontend */
      github?: object;
      /** @visibility frontend */
      google?: object;
    };
  };
}
