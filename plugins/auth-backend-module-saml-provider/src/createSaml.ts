import {
  CacheProvider,
  SAML,
  ValidateInResponseTo,
} from '@node-saml/node-saml';
import { SamlConfig } from './config';
import { REQUEST_LIFETIME_MS, SamlRequest } from './requestBinding';

const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';

/** No assertion counts for longer than this after it was written, whatever it says. */
const MAX_ASSERTION_AGE_MS = 600_000;

/** The SAML library, set to its strictest, for one request. */
export function createSaml(config: SamlConfig, request?: SamlRequest): SAML {
  return new SAML({
    entryPoint: config.entryPoint,
    issuer: config.entityId,
    audience: config.entityId,
    callbackUrl: config.callbackUrl,
    idpCert: config.idpCertificates,
    idpIssuer: config.idpIssuer,
    privateKey: config.signing?.privateKey,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    identifierFormat: config.userIdAttribute ? null : PERSISTENT,
    // How somebody proves who they are is the provider's business.
    disableRequestedAuthnContext: true,
    wantAuthnResponseSigned: true,
    wantAssertionsSigned: true,
    acceptedClockSkewMs: config.clockSkewMs,
    maxAssertionAgeMs: MAX_ASSERTION_AGE_MS,
    validateInResponseTo: ValidateInResponseTo.always,
    requestIdExpirationPeriodMs: REQUEST_LIFETIME_MS,
    cacheProvider: onlyRequest(request),
    ...(request && { generateUniqueId: () => request.id }),
  });
}

/** Lets the library know the one request of this browser, and no other. */
function onlyRequest(request?: SamlRequest): CacheProvider {
  const find = (id: string | null) =>
    request && id === request.id ? request.issuedAt.toISOString() : null;
  return {
    getAsync: async id => find(id),
    saveAsync: async (_id, value) => ({ value, createdAt: Date.now() }),
    removeAsync: async id => find(id),
  };
}
