import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import * as samlify from 'samlify';
import selfsigned from 'selfsigned';

// samlify checks schemas by a plug-in that it does not bring along; the portal's own library checks ours.
samlify.setSchemaValidator({ validate: async () => 'not checked' });

const TEMPLATE = `<?xml version="1.0"?><samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{ID}" Version="2.0" IssueInstant="{Now}" Destination="{Acs}" InResponseTo="{Request}"><saml:Issuer>{Issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status><saml:Assertion ID="{AssertionID}" Version="2.0" IssueInstant="{Now}"><saml:Issuer>{Issuer}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{NameID}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{Later}" Recipient="{Acs}" InResponseTo="{Request}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="{Now}" NotOnOrAfter="{Later}"><saml:AudienceRestriction><saml:Audience>{Audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{Now}"/><saml:AttributeStatement>{Attributes}</saml:AttributeStatement></saml:Assertion></samlp:Response>`;

const FIVE_MINUTES_MS = 300_000;
let ids = 0;

/** What is in a response, before it is signed. */
export type ResponseOptions = {
  nameId?: string;
  attributes?: Record<string, string[]>;
  /** Values of the template that differ from what is right. */
  tags?: Record<string, string>;
  /** Changes the text before it is signed. */
  edit?: (xml: string) => string;
  signAssertion?: boolean;
  signMessage?: boolean;
  algorithm?: string;
};

/** An identity provider by `samlify`: it reads the portal's own metadata and requests, and signs responses. */
export class SamlIdp {
  readonly entityId: string;
  readonly certificate: string;
  readonly entryPoint = 'http://localhost:9999/sso';
  readonly #privateKey: string;

  constructor(entityId = 'https://idp.example') {
    this.entityId = entityId;
    const pair = selfsigned.generate([{ name: 'commonName', value: 'idp' }], {
      keySize: 2048,
      algorithm: 'sha256',
    });
    this.certificate = pair.cert;
    this.#privateKey = pair.private;
  }

  /** Answers the request in `loginUrl`: SAMLResponse, as the browser would post it. */
  async respond(
    metadata: string,
    loginUrl: string,
    options: ResponseOptions = {},
  ): Promise<string> {
    const { signAssertion = true, signMessage = true } = options;
    const idp = this.#idp(options.algorithm);
    const registered = samlify.ServiceProvider({ metadata });
    const acs = registered.entityMeta.getAssertionConsumerService(
      'post',
    ) as string;
    const request = await idp.parseLoginRequest(registered, 'redirect', {
      query: Object.fromEntries(new URL(loginUrl).searchParams),
    });
    const sp = samlify.ServiceProvider({
      entityID: registered.entityMeta.getEntityID(),
      assertionConsumerService: [
        { Binding: samlify.Constants.namespace.binding.post, Location: acs },
      ],
      wantAssertionsSigned: signAssertion,
      wantMessageSigned: signMessage,
    });
    const now = Date.now();
    const tags: Record<string, string> = {
      ID: `_r${ids++}`,
      AssertionID: `_a${ids++}`,
      Now: new Date(now).toISOString(),
      Later: new Date(now + FIVE_MINUTES_MS).toISOString(),
      Acs: acs,
      Request: String(request.extract.request?.id),
      Issuer: this.entityId,
      Audience: String(registered.entityMeta.getEntityID()),
      NameID: options.nameId ?? 'Alice+1/x=',
      Attributes: Object.entries(options.attributes ?? {})
        .map(
          ([name, values]) =>
            `<saml:Attribute Name="${name}">${values
              .map(v => `<saml:AttributeValue>${v}</saml:AttributeValue>`)
              .join('')}</saml:Attribute>`,
        )
        .join(''),
      ...options.tags,
    };
    const xml = TEMPLATE.replace(/\{(\w+)\}/g, (_, name) => tags[name]);
    const { context } = await idp.createLoginResponse(
      sp,
      { extract: { request: { id: tags.Request } } },
      'post',
      {},
      () => ({
        id: tags.ID,
        context: (options.edit ?? (text => text))(xml),
      }),
    );
    const signed = Buffer.from(context, 'base64').toString();
    // samlify signs one of the two in any case.
    return Buffer.from(
      signAssertion || signMessage ? signed : unsign(signed),
    ).toString('base64');
  }

  #idp(algorithm?: string) {
    return samlify.IdentityProvider({
      entityID: this.entityId,
      privateKey: this.#privateKey,
      signingCert: this.certificate,
      singleSignOnService: [
        {
          Binding: samlify.Constants.namespace.binding.redirect,
          Location: this.entryPoint,
        },
      ],
      singleLogoutService: [
        {
          Binding: samlify.Constants.namespace.binding.redirect,
          Location: `${this.entryPoint}/logout`,
        },
      ],
      requestSignatureAlgorithm:
        algorithm ?? 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    });
  }
}

/** Takes all signatures out. */
export function unsign(xml: string): string {
  return xml.replace(/<ds:Signature .*?<\/ds:Signature>/gs, '');
}

/** A sign-in request that the portal never made. */
export async function forgeRequest(entityId: string): Promise<string> {
  const xml = `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_forged" Version="2.0" IssueInstant="${new Date().toISOString()}"><saml:Issuer>${entityId}</saml:Issuer></samlp:AuthnRequest>`;
  const deflated = await promisify(deflateRaw)(xml);
  return `http://localhost:9999/sso?SAMLRequest=${encodeURIComponent(
    deflated.toString('base64'),
  )}`;
}
