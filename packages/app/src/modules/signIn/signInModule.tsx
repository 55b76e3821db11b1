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

const signInPage = SignInPageBlueprint.make({
  params: { loader: async () => (await import('./SignInPage')).SignInPage },
});

/** How people get in: one provider, no guests. */
export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [zitadelAuthApi, signInPage],
});
