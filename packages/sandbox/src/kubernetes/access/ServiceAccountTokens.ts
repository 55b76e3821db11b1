import {
  generateKeyPair,
  exportJWK,
  jwtVerify,
  SignJWT,
  type CryptoKey,
  type JWK,
} from 'jose';
import { randomUUID } from 'node:crypto';
import type { KubeObject, ObjectStore } from '../../types';
import { resourceTypes } from '../resourceTypes';
import { serviceAccountUser, UserInfo } from './types';

/** Issuer of all tokens, and the audience of the API server itself. */
export const TOKEN_ISSUER = 'https://kubernetes.default.svc.cluster.local';

const ALGORITHM = 'RS256';
const KEY_ID = 'sandbox';

type Claims = {
  'kubernetes.io'?: {
    namespace?: string;
    serviceaccount?: { name?: string; uid?: string };
  };
};

/**
 * Issues and verifies the JWTs of ServiceAccounts.
 *
 * @remarks
 * Expiry is measured by the wall clock, not by the world's: a client that reads `expirationTimestamp`
 * compares it with its own watch. The key lives as long as the process.
 */
export class ServiceAccountTokens {
  readonly #store: ObjectStore;
  readonly #privateKey: CryptoKey;
  readonly #publicKey: CryptoKey;

  private constructor(
    store: ObjectStore,
    privateKey: CryptoKey,
    publicKey: CryptoKey,
  ) {
    this.#store = store;
    this.#privateKey = privateKey;
    this.#publicKey = publicKey;
  }

  static async create(options: {
    store: ObjectStore;
  }): Promise<ServiceAccountTokens> {
    const { privateKey, publicKey } = await generateKeyPair(ALGORITHM);
    return new ServiceAccountTokens(options.store, privateKey, publicKey);
  }

  async issue(options: {
    serviceAccount: KubeObject;
    audiences: string[];
    expirationSeconds: number;
  }): Promise<{ token: string; expiresAtMs: number }> {
    const { name, namespace, uid } = options.serviceAccount.metadata;
    const issuedAt = Math.floor(Date.now() / 1000);
    const expiresAt = issuedAt + options.expirationSeconds;
    const token = await new SignJWT({
      'kubernetes.io': { namespace, serviceaccount: { name, uid } },
    })
      .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID })
      .setIssuer(TOKEN_ISSUER)
      .setSubject(`system:serviceaccount:${namespace}:${name}`)
      .setAudience(options.audiences)
      .setIssuedAt(issuedAt)
      .setNotBefore(issuedAt)
      .setExpirationTime(expiresAt)
      .setJti(randomUUID())
      .sign(this.#privateKey);
    return { token, expiresAtMs: expiresAt * 1000 };
  }

  /** @returns the user, or `undefined` for a token that is not valid here and now */
  async verify(
    token: string,
    audiences: string[],
  ): Promise<UserInfo | undefined> {
    let claims: Claims & { jti?: string };
    try {
      const { payload } = await jwtVerify<Claims>(token, this.#publicKey, {
        issuer: TOKEN_ISSUER,
        audience: audiences,
        algorithms: [ALGORITHM],
        requiredClaims: ['exp', 'sub', 'jti'],
      });
      claims = payload;
    } catch {
      // Whatever is wrong with it, the caller only learns that it is.
      return undefined;
    }
    const { namespace, serviceaccount } = claims['kubernetes.io'] ?? {};
    if (!namespace || !serviceaccount?.name) {
      return undefined;
    }
    const account = this.#store.get(
      resourceTypes.serviceaccounts,
      namespace,
      serviceaccount.name,
    );
    // A token dies with its ServiceAccount; one of the same name is another account.
    if (account?.metadata.uid !== serviceaccount.uid) {
      return undefined;
    }
    return {
      ...serviceAccountUser(namespace, serviceaccount.name, serviceaccount.uid),
      extra: {
        'authentication.kubernetes.io/credential-id': [`JTI=${claims.jti}`],
      },
    };
  }

  /** The public key for `/openid/v1/jwks`. */
  async jwks(): Promise<{ keys: JWK[] }> {
    const key = await exportJWK(this.#publicKey);
    return { keys: [{ use: 'sig', kid: KEY_ID, alg: ALGORITHM, ...key }] };
  }
}
