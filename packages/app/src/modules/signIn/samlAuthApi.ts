import { OAuth2, openLoginPopup } from '@backstage/core-app-api';
import {
  BackstageIdentityApi,
  createApiRef,
  DiscoveryApi,
  ProfileInfoApi,
  SessionApi,
} from '@backstage/frontend-plugin-api';
import { PortalSession, startOver, toSession } from './portalSession';

/** Sign-in at a SAML identity provider. */
export const samlAuthApiRef = createApiRef<
  ProfileInfoApi & BackstageIdentityApi & SessionApi
>().with({ id: 'auth.saml', pluginId: 'app' });

/** SAML has no refresh: when the portal's token ends, people sign in again. */
export function createSamlAuth(options: { discoveryApi: DiscoveryApi }) {
  return OAuth2.create({
    authConnector: {
      async createSession({ instantPopup }) {
        // A window that nobody asked for is one that the browser blocks.
        if (!instantPopup) startOver();
        const baseUrl = await options.discoveryApi.getBaseUrl('auth');
        const answer = await openLoginPopup({
          url: `${baseUrl}/saml/start`,
          name: 'SAML sign-in',
        });
        return toSession(answer as PortalSession);
      },
      async refreshSession() {
        throw new Error('A SAML session cannot be refreshed');
      },
      async removeSession() {},
    },
  });
}
