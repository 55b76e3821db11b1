import type { Profile } from '@node-saml/node-saml';
import { SamlConfig } from './config';
import { samlRefusals, SamlRefusedError } from './refusals';
import { SamlRequest } from './requestBinding';

/** An element as xml2js reads it. */
type Node = { $?: Record<string, string>; _?: string } & {
  [child: string]: unknown;
};

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

/**
 * Checks what the SAML library leaves to its user, on the very element whose
 * signature it has verified: who wrote it, for which address, in answer to which
 * request, and that it says until when it may be used.
 *
 * @throws SamlRefusedError
 */
export function checkAssertion(options: {
  profile: Profile;
  destination: string;
  request: SamlRequest;
  config: SamlConfig;
}): void {
  const { profile, destination, request, config } = options;
  const { Assertion: assertion } = profile.getAssertion!() as unknown as {
    Assertion: Node;
  };
  const issuer = only(assertion, 'Issuer')?._;
  if (issuer !== config.idpIssuer) {
    throw new SamlRefusedError(
      samlRefusals.otherIssuer,
      `the issuer is ${JSON.stringify(issuer)}`,
    );
  }
  const subject = only(assertion, 'Subject');
  const confirmation = only(subject, 'SubjectConfirmation');
  const data = only(confirmation, 'SubjectConfirmationData')?.$;
  if (
    confirmation?.$?.Method !== BEARER ||
    data?.Recipient !== config.callbackUrl ||
    destination !== config.callbackUrl ||
    !data.NotOnOrAfter ||
    !only(assertion, 'Conditions')?.$?.NotOnOrAfter
  ) {
    throw new SamlRefusedError(
      samlRefusals.otherRecipient,
      `destination ${JSON.stringify(
        destination,
      )}, confirmation ${JSON.stringify(data)}`,
    );
  }
  if (data.InResponseTo !== request.id || profile.inResponseTo !== request.id) {
    throw new SamlRefusedError(
      samlRefusals.notRequested,
      'it answers another request',
    );
  }
}

/** The one child of that name, or undefined when there is none or are several. */
function only(node: Node | undefined, name: string): Node | undefined {
  const children = node?.[name];
  return Array.isArray(children) && children.length === 1
    ? (children[0] as Node)
    : undefined;
}
