import {
  createFrontendModule,
  IdentityApi,
} from '@backstage/frontend-plugin-api';
import {
  SignInPageBlueprint,
  SignInPageProps,
} from '@backstage/plugin-app-react';
import { useEffect } from 'react';

const USER = 'user:default/developer';

const developer: IdentityApi = {
  getProfileInfo: async () => ({ displayName: 'Developer' }),
  getBackstageIdentity: async () => ({
    type: 'user',
    userEntityRef: USER,
    ownershipEntityRefs: [USER],
  }),
  getCredentials: async () => ({}),
  signOut: async () => {},
};

function SignInAtOnce({ onSignInSuccess }: SignInPageProps) {
  useEffect(() => onSignInSuccess(developer), [onSignInSuccess]);
  return null;
}

/**
 * Lets a plugin be looked at without an identity provider and without a backend.
 * @public
 */
export const devSignInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    SignInPageBlueprint.make({
      params: { loader: async () => SignInAtOnce },
    }),
  ],
});
