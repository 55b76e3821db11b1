import { AuthenticationError } from '@backstage/errors';
import {
  AttemptLimiter,
  TooManyAttemptsError,
} from '@internal/plugin-sign-in-node';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { AccessKeyIssuer } from '../AccessKeyIssuer';
import { DatabaseAccessKeyStore } from '../database/DatabaseAccessKeyStore';
import { KeyAudit } from '../KeyAudit';
import { hashSecret } from '../secret';
import { AccessKey, keyRefusals } from '../types';

const MINUTE_MS = 60_000;
/** Wrong keys of one address in a minute that are recorded one by one. */
const MAX_REFUSALS = 20;
/** A token lasts ten minutes at least; whoever asks more often does not keep it. */
const MAX_EXCHANGES = 30;

/**
 * POST /token: a key for a portal token. Whoever has the key is its holder, so the
 * route takes callers that are not signed in; it says the same of every bad key.
 */
export function createExchangeRouter(options: {
  store: DatabaseAccessKeyStore;
  issuer: AccessKeyIssuer;
  audit: KeyAudit;
}): Router {
  const { store, issuer, audit } = options;
  const refusals = new AttemptLimiter({
    limit: MAX_REFUSALS,
    windowMs: MINUTE_MS,
  });
  const exchanges = new AttemptLimiter({
    limit: MAX_EXCHANGES,
    windowMs: MINUTE_MS,
  });

  const exchange = async (key: AccessKey) => {
    const waitMs = exchanges.waitMs(key.id);
    if (waitMs > 0) return { waitMs };
    exchanges.count(key.id);
    return { token: await issuer.issue(key) };
  };

  const router = PromiseRouter();
  router.post('/token', async (req, res) => {
    const address = req.ip ?? '';
    const hash = hashSecret(req.body?.key);
    const used = hash
      ? await store.use(hash, exchange)
      : { refusal: keyRefusals.unknown };
    if ('refusal' in used) {
      // A good key is never kept out by the bad ones of others behind the same address.
      const waitMs = refusals.waitMs(address);
      if (waitMs > 0) throw new TooManyAttemptsError(waitMs);
      refusals.count(address);
      await audit.refused(req, used.refusal, used.key);
      throw new AuthenticationError('The access key is not valid');
    }
    const { key, result } = used;
    if (result.token === undefined) {
      await audit.refused(req, 'too-many', key);
      throw new TooManyAttemptsError(result.waitMs ?? MINUTE_MS);
    }
    await audit.used(req, key);
    res.set('cache-control', 'no-store').json({
      token: result.token,
      scope: {
        owner: key.owner,
        permissions: key.permissions,
        namespaces: key.namespaces,
      },
      keyExpiresAt: key.expiresAt,
    });
  });
  return router;
}
