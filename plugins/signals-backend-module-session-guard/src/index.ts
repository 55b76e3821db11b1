/**
 * Holds the websockets of the signals plugin to the session that opened them.
 *
 * @packageDocumentation
 */
export { signalsModuleSessionGuard as default } from './module';
