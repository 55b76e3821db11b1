import { generateServiceProviderMetadata } from '@node-saml/node-saml';
import express from 'express';
import { SamlConfig } from './config';

const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent';

/** Serves what the identity provider has to know about the portal; it holds nothing secret. */
export function createMetadataRouter(config: SamlConfig): express.Router {
  const metadata = generateServiceProviderMetadata({
    issuer: config.entityId,
    callbackUrl: config.callbackUrl,
    identifierFormat: config.userIdAttribute ? null : PERSISTENT,
    wantAssertionsSigned: true,
    privateKey: config.signing?.privateKey,
    publicCerts: config.signing?.certificate,
    signatureAlgorithm: 'sha256',
  });
  const router = express.Router();
  router.get('/saml/metadata', (_req, res) => {
    res.type('application/samlmetadata+xml').send(metadata);
  });
  return router;
}
