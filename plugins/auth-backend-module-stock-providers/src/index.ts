/**
 * Sign-in at Microsoft Entra, GitHub and Google.
 *
 * @packageDocumentation
 */
export { authModuleStockProviders as default } from './module';
