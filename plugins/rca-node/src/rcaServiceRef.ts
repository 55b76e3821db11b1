import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { DefaultRcaService } from './DefaultRcaService';
import { RcaService } from './RcaService';

/** Starts and reads investigations with the caller's credentials. @public */
export const rcaServiceRef = createServiceRef<RcaService>({
  id: 'rca.client',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { auth: coreServices.auth, discovery: coreServices.discovery },
      factory: ({ auth, discovery }) =>
        new DefaultRcaService({ auth, discovery }),
    }),
});
