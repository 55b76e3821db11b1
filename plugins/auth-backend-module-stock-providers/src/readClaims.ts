import { NotAllowedError } from '@backstage/errors';
import {
  OAuthAuthenticatorResult,
  PassportProfile,
} from '@backstage/plugin-auth-node';

/** What a provider says about somebody: an id that never changes, and roles. */
export type StockClaims = { id: string; roles: unknown[] };

type Result = OAuthAuthenticatorResult<PassportProfile>;

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** GitHub counts its users; Google's `sub` is a number of 21 digits. */
const NUMBER = /^[1-9]\d{0,31}$/;

/**
 * Entra: the object id and the app roles of the id token, of the one tenant.
 *
 * @remarks
 * The token came from Entra's token endpoint over TLS, in answer to the portal's own
 * secret, so its signature need not be checked (OpenID Connect Core, 3.1.3.7). A
 * mail address or a principal name is never looked at: both are given again.
 */
export function readMicrosoftClaims(
  result: Result,
  options: { tenantId: string; clientId: string },
): StockClaims {
  const { oid, tid, aud, roles } = decode(result.session.idToken);
  if (
    typeof oid !== 'string' ||
    !GUID.test(oid) ||
    tid !== options.tenantId ||
    aud !== options.clientId
  ) {
    throw new NotAllowedError(
      'Microsoft Entra did not say who it is, or for another tenant or application',
    );
  }
  return { id: oid, roles: Array.isArray(roles) ? roles : [] };
}

/** GitHub: the number, never the login, which somebody else can take over. */
export function readGithubClaims(result: Result): StockClaims {
  return readNumber(result, 'GitHub');
}

/** Google: `sub`, never the mail address. */
export function readGoogleClaims(result: Result): StockClaims {
  return readNumber(result, 'Google');
}

function readNumber({ fullProfile }: Result, name: string): StockClaims {
  const id = String((fullProfile as { id?: unknown } | undefined)?.id ?? '');
  if (!NUMBER.test(id)) {
    throw new NotAllowedError(`${name} did not say who it is`);
  }
  return { id, roles: [] };
}

function decode(token: string | undefined): Record<string, unknown> {
  try {
    const [, payload] = (token ?? '').split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? claims : {};
  } catch {
    return {};
  }
}
