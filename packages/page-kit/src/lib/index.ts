export { describeError, errorName, errorReason } from './describeError';
export { readJsonLines } from './readJsonLines';
export { PluginClient, type PluginRequest } from './PluginClient';
export {
  exactTime,
  readerZone,
  relativeTime,
  toUnix,
  windowText,
} from './time';
export type { Tone } from './tone';
export {
  compareToBaseline,
  formatQuantity,
  formatSeconds,
  isBinary,
} from './units';
export { safeWebUrl, visibleText } from './untrusted';
