import { ServiceUnavailableError } from '@backstage/errors';
import {
  AuthProviderFactory,
  AuthResolverContext,
} from '@backstage/plugin-auth-node';
import {
  AccessScope,
  toAccessKeyRef,
  toScopeClaims,
} from '@internal/plugin-tenancy-common';

/**
 * Issues portal tokens for keys, and makes them worthless.
 *
 * @remarks
 * A token of the portal says only whose it is; what its holder may do is kept by the
 * auth plugin for each principal, and every plugin asks for it, at most 5 seconds
 * old. So issuing for a key with nothing in its scope takes everything from all
 * tokens that were issued for it before.
 */
export class AccessKeyIssuer {
  #context?: AuthResolverContext;

  /** The auth plugin hands its issuer to providers only; this one has no sign-in. */
  readonly factory: AuthProviderFactory = ({ resolverContext }) => {
    this.#context = resolverContext;
    const noSignIn = async (
      _req: unknown,
      res: { sendStatus(n: number): unknown },
    ) => {
      res.sendStatus(404);
    };
    return { start: noSignIn, frameHandler: noSignIn };
  };

  async issue(key: AccessScope & { id: string }): Promise<string> {
    return this.#issue(key.id, toScopeClaims(key));
  }

  /** The tokens of this key are good for nothing from now on. */
  async close(id: string): Promise<void> {
    await this.#issue(id, []);
  }

  async #issue(id: string, claims: string[]): Promise<string> {
    if (!this.#context) {
      throw new ServiceUnavailableError('The portal has not started yet');
    }
    const sub = toAccessKeyRef(id);
    const { token } = await this.#context.issueToken({
      claims: { sub, ent: [sub, ...claims] },
    });
    return token;
  }
}
