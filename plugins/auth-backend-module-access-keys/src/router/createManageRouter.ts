import {
  HttpAuthService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  accessKeyManagePermission,
  isAccessKeyRef,
} from '@internal/plugin-tenancy-common';
import type { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { AccessKeyService, Manager } from '../AccessKeyService';
import { KeyAudit } from '../KeyAudit';
import { parseId, parseNewKey } from './requests';

/** The routes by which people manage the keys of their groups. */
export function createManageRouter(options: {
  service: AccessKeyService;
  audit: KeyAudit;
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
  permissions: PermissionsService;
  platformGroups: readonly string[];
}): Router {
  const { service, audit, httpAuth, userInfo, permissions } = options;

  const readManager = async (req: Request): Promise<Manager> => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const { userEntityRef } = credentials.principal;
    // A key must not make keys, or it would outlive its own end.
    if (isAccessKeyRef(userEntityRef)) {
      throw new NotAllowedError('Access keys are managed by people');
    }
    const [{ result }] = await permissions.authorize(
      [{ permission: accessKeyManagePermission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError('You may not manage access keys');
    }
    const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
    const groups = ownershipEntityRefs.filter(ref => ref.startsWith('group:'));
    return {
      credentials,
      userEntityRef,
      groups,
      isPlatform: groups.some(ref => options.platformGroups.includes(ref)),
    };
  };

  const router = PromiseRouter();
  router.get('/keys', async (req, res) => {
    res.json({ items: await service.list(await readManager(req)) });
  });
  router.post('/keys', async (req, res) => {
    const manager = await readManager(req);
    const wanted = parseNewKey(req.body);
    let secret = '';
    const key = await audit.change(
      req,
      'create',
      { owner: wanted.owner },
      async () => {
        const created = await service.create(manager, wanted);
        secret = created.secret;
        return created.key;
      },
    );
    res.status(201).json({ key, secret });
  });
  router.post('/keys/:id/rotate', async (req, res) => {
    const manager = await readManager(req);
    const id = parseId(req.params.id);
    let secret = '';
    const key = await audit.change(req, 'rotate', { keyId: id }, async () => {
      const rotated = await service.rotate(manager, id);
      secret = rotated.secret;
      return rotated.key;
    });
    res.json({ key, secret });
  });
  router.delete('/keys/:id', async (req, res) => {
    const manager = await readManager(req);
    const id = parseId(req.params.id);
    await audit.change(req, 'revoke', { keyId: id }, () =>
      service.revoke(manager, id),
    );
    res.sendStatus(204);
  });
  return router;
}
