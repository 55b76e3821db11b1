import { Tone } from '@internal/page-kit';
import { AccessKeyItem } from '@internal/plugin-tenancy-common';

const SOON_MS = 7 * 24 * 3_600_000;

/** Whether a key works, in a word. */
export function keyState(
  key: AccessKeyItem,
  now: number = Date.now(),
): { word: string; tone: Tone; open: boolean } {
  if (key.revokedAt) {
    return { word: 'Revoked', tone: 'neutral', open: false };
  }
  const left = Date.parse(key.expiresAt) - now;
  if (left <= 0) {
    return { word: 'Expired', tone: 'neutral', open: false };
  }
  return left < SOON_MS
    ? { word: 'Expires soon', tone: 'warning', open: true }
    : { word: 'Works', tone: 'success', open: true };
}
