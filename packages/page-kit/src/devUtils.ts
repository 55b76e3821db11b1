/** @packageDocumentation For the `dev` folders of frontend plugins. */
export { devSignInModule } from './devUtils/devSignInModule';
