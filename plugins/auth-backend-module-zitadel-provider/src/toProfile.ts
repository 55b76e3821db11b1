import { ProfileInfo } from '@backstage/plugin-auth-node';

const MAX_NAME_LENGTH = 200;
const MAX_URL_LENGTH = 2_000;

/** Control characters, and those that turn the direction of the text around them. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu;

/**
 * What the portal shows of a person. It decides nothing, but it is shown to
 * others, so it is text of bounded length; a mail address only counts once the
 * provider has verified it.
 */
export function toProfile(userinfo: Record<string, unknown>): ProfileInfo {
  const { name, email, email_verified: verified, picture } = userinfo;
  return {
    displayName: toText(name),
    ...(verified === true && { email: toText(email) }),
    picture:
      typeof picture === 'string' &&
      picture.length <= MAX_URL_LENGTH &&
      picture.startsWith('https://') &&
      URL.canParse(picture)
        ? picture
        : undefined,
  };
}

function toText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.replace(INVISIBLE, '').trim();
  return text.slice(0, MAX_NAME_LENGTH) || undefined;
}
