/**
 * Who may see which namespace, for people: the API behind the access pages, and the
 * resource type `namespace` of the permission framework.
 *
 * @packageDocumentation
 */
export { tenancyPlugin as default } from './plugin';
