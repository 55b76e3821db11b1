export { describeError, errorName, errorReason } from './describeError';
export { PluginClient, type PluginRequest } from './PluginClient';
export {
  exactTime,
  readerZone,
  relativeTime,
  toUnix,
  windowText,
} from './time';
export type { Tone } from './tone';
export { safeWebUrl, visibleText } from './untrusted';
