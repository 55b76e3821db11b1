import { DOMParser } from '@xmldom/xmldom';
import { samlRefusals, SamlRefusedError } from './refusals';

/** Characters of a response in base64: with 200 roles it has about 40 000. */
const MAX_RESPONSE_LENGTH = 98_304;

const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';

const STRONG_SIGNATURES =
  /^http:\/\/www\.w3\.org\/2001\/04\/xmldsig-more#(?:rsa|ecdsa)-sha(?:256|384|512)$/;
const STRONG_DIGESTS = [
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmldsig-more#sha384',
  'http://www.w3.org/2001/04/xmlenc#sha512',
];

/**
 * Lets through only documents of the plain shape that identity providers send,
 * before anything is done with them.
 *
 * @remarks
 * Nothing here is a signature check. It takes away what attacks on signature
 * checks are made of: comments and entities that two parsers read differently,
 * second assertions, nested responses, wrapped elements, and hashes that can be
 * forged. Answers the address in `Destination`.
 *
 * @throws SamlRefusedError
 */
export function checkDocument(encoded: unknown): { destination: string } {
  if (
    typeof encoded !== 'string' ||
    !encoded ||
    encoded.length > MAX_RESPONSE_LENGTH
  ) {
    throw new SamlRefusedError(
      samlRefusals.noResponse,
      'SAMLResponse is missing or too long',
    );
  }
  const refuse = (detail: string): never => {
    throw new SamlRefusedError(samlRefusals.oddDocument, detail);
  };
  const xml = Buffer.from(encoded, 'base64').toString('utf8');
  // Comments, CDATA, DTDs and entities all begin so; `<?` but for the one in front.
  if (/<!|<\?(?!xml\s)|.<\?xml\s/s.test(xml)) {
    refuse('it has a comment, a DTD, CDATA or an instruction');
  }
  const root = parse(xml).documentElement;
  const count = (namespace: string, name: string) =>
    root.getElementsByTagNameNS(namespace, name).length;
  if (root.namespaceURI !== PROTOCOL || root.localName !== 'Response') {
    refuse('it is no Response');
  }
  if (count(PROTOCOL, 'Response') !== 0 || count('*', 'Object') !== 0) {
    refuse('it has a Response or an Object inside');
  }
  const assertions = root.getElementsByTagNameNS('*', 'Assertion');
  if (
    assertions.length !== 1 ||
    assertions[0].namespaceURI !== ASSERTION ||
    assertions[0].parentNode !== root
  ) {
    refuse('it has not exactly one Assertion, at its place');
  }
  const signatures = Array.from(root.getElementsByTagNameNS('*', 'Signature'));
  if (
    signatures.length !== 2 ||
    ![root, assertions[0]].every(
      parent =>
        signatures.filter(
          ({ parentNode, namespaceURI }) =>
            parentNode === parent && namespaceURI === SIGNATURE,
        ).length === 1,
    )
  ) {
    refuse('not both the Response and the Assertion are signed, each once');
  }
  checkAlgorithms(root);
  return { destination: root.getAttribute('Destination') ?? '' };
}

function parse(xml: string) {
  const fail = (message: unknown): never => {
    throw new SamlRefusedError(samlRefusals.oddDocument, String(message));
  };
  const document = new DOMParser({
    errorHandler: { warning: fail, error: fail, fatalError: fail },
  }).parseFromString(xml, 'text/xml');
  return document?.documentElement ? document : fail('it is empty');
}

function checkAlgorithms(root: Element): void {
  const algorithms = (name: string) =>
    Array.from(root.getElementsByTagNameNS(SIGNATURE, name)).map(
      element => element.getAttribute('Algorithm') ?? '',
    );
  const weak = [
    ...algorithms('SignatureMethod').filter(a => !STRONG_SIGNATURES.test(a)),
    ...algorithms('DigestMethod').filter(a => !STRONG_DIGESTS.includes(a)),
  ];
  if (weak.length) {
    throw new SamlRefusedError(samlRefusals.weakSignature, weak.join(', '));
  }
}
