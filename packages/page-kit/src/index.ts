/**
 * What the pages of our frontend plugins share.
 *
 * @packageDocumentation
 */
export * from './components';
export * from './hooks';
export * from './lib';
