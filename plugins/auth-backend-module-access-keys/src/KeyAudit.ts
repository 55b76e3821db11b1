import { AuditorService } from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import type { Request } from 'express';
import { AccessKey, KeyRefusal } from './types';

/** Puts every use and refusal of a key, and every change to one, on the record. */
export class KeyAudit {
  readonly #auditor: AuditorService;

  constructor(options: { auditor: AuditorService }) {
    this.#auditor = options.auditor;
  }

  async used(req: Request, key: AccessKey): Promise<void> {
    const event = await this.#auditor.createEvent({
      eventId: 'access-key-exchange',
      request: req,
      meta: describe(key),
    });
    await event.success();
  }

  async refused(
    req: Request,
    reason: KeyRefusal | 'too-many',
    key?: AccessKey,
  ): Promise<void> {
    const event = await this.#auditor.createEvent({
      eventId: 'access-key-exchange',
      severityLevel: 'medium',
      request: req,
      meta: { reason, ...(key && describe(key)) },
    });
    await event.fail({
      error: new AuthenticationError(`The access key was refused: ${reason}`),
    });
  }

  /** Runs a change and records how it ended. */
  async change<T extends AccessKey | void>(
    req: Request,
    action: 'create' | 'rotate' | 'revoke',
    meta: Record<string, string>,
    work: () => Promise<T>,
  ): Promise<T> {
    const event = await this.#auditor.createEvent({
      eventId: 'access-key-change',
      severityLevel: 'medium',
      request: req,
      meta: { action, ...meta },
    });
    try {
      const key = await work();
      await event.success(key ? { meta: { action, ...describe(key) } } : {});
      return key;
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  }
}

function describe(key: AccessKey) {
  return {
    keyId: key.id,
    owner: key.owner,
    permissions: [...key.permissions],
    namespaces: key.namespaces.map(
      ({ cluster, namespace }) => `${cluster}/${namespace}`,
    ),
  };
}
