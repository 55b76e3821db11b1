import { OAuth2 } from '@backstage/core-app-api';
import {
  ApiBlueprint,
  configApiRef,
  createFrontendModule,
  discoveryApiRef,
  oauthRequestApiRef,
} from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { RiShieldUserLine } from '@remixicon/react';
import { LdapSignIn, ldapSignInApiRef } from './LdapSignIn';
import { createSamlAuth, samlAuthApiRef } from './samlAuthApi';
import { zitadelAuthApiRef } from './zitadelAuthApiRef';

const zitadelAuthApi = ApiBlueprint.make({
  name: 'zitadel-auth',
  params: defineParams =>
    defineParams({
      api: zitadelAuthApiRef,
      deps: {
        configApi: configApiRef,
        discoveryApi: discoveryApiRef,
        oauthRequestApi: oauthRequestApiRef,
      },
      factory: ({ configApi, discoveryApi, oauthRequestApi }) =>
        OAuth2.create({
          configApi,
          discoveryApi,
          oauthRequestApi,
          environment: configApi.getOptionalString('auth.environment'),
          provider: {
            id: 'zitadel',
            title: 'ZITADEL',
            icon: () => <RiShieldUserLine />,
          },
          // Without offline_access there is no refresh token and no silent sign-in after a reload.
          defaultScopes: ['openid', 'profile', 'email', 'offline_access'],
        }),
    }),
});

const samlAuthApi = ApiBlueprint.make({
  name: 'saml-auth',
  params: defineParams =>
    defineParams({
      api: samlAuthApiRef,
      deps: { discoveryApi: discoveryApiRef },
      factory: createSamlAuth,
    }),
});

const ldapSignInApi = ApiBlueprint.make({
  name: 'ldap-auth',
  params: defineParams =>
    defineParams({
      api: ldapSignInApiRef,
      deps: { discoveryApi: discoveryApiRef },
      factory: deps => new LdapSignIn(deps),
    }),
});

const signInPage = SignInPageBlueprint.make({
  params: { loader: async () => (await import('./SignInPage')).SignInPage },
});

/** How people get in: by what the configuration switches on, and no guests. */
export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [zitadelAuthApi, samlAuthApi, ldapSignInApi, signInPage],
});
