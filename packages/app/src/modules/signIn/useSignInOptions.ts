import {
  BackstageIdentityApi,
  configApiRef,
  githubAuthApiRef,
  googleAuthApiRef,
  microsoftAuthApiRef,
  ProfileInfoApi,
  SessionApi,
  useApi,
} from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { LdapSignIn, ldapSignInApiRef } from './LdapSignIn';
import { samlAuthApiRef } from './samlAuthApi';
import { zitadelAuthApiRef } from './zitadelAuthApiRef';

/** A session of a provider. */
export type SignInAuth = ProfileInfoApi & BackstageIdentityApi & SessionApi;

/** A way in by a window of an identity provider. */
export type SignInOption = { id: string; title: string; auth: SignInAuth };

/** The ways in that the configuration switches on, the main one first. */
export function useSignInOptions(): {
  windows: SignInOption[];
  ldap?: LdapSignIn;
} {
  const config = useApi(configApiRef);
  const zitadel = useApi(zitadelAuthApiRef);
  const saml = useApi(samlAuthApiRef);
  const microsoft = useApi(microsoftAuthApiRef);
  const github = useApi(githubAuthApiRef);
  const google = useApi(googleAuthApiRef);
  const ldap = useApi(ldapSignInApiRef);

  return useMemo(() => {
    const isOn = (id: string) => config.has(`auth.providers.${id}`);
    const all: SignInOption[] = [
      { id: 'zitadel', title: 'company account', auth: zitadel },
      { id: 'saml', title: 'SAML', auth: saml },
      { id: 'microsoft', title: 'Microsoft', auth: microsoft },
      { id: 'github', title: 'GitHub', auth: github },
      { id: 'google', title: 'Google', auth: google },
    ];
    const windows = all.filter(({ id }) => isOn(id));
    const hasLdap = isOn('ldap');
    return {
      // A portal without any way in says at least that its main one does not work.
      windows: windows.length || hasLdap ? windows : all.slice(0, 1),
      ...(hasLdap && { ldap }),
    };
  }, [config, zitadel, saml, microsoft, github, google, ldap]);
}
