import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Investigation,
  InvestigationWithReport,
  StartInvestigationRequest,
} from '@internal/plugin-rca-common';

/** Client of the rca plugin for other backends. @public */
export interface RcaService {
  start(
    request: StartInvestigationRequest,
    options: { credentials: BackstageCredentials; signal?: AbortSignal },
  ): Promise<Investigation>;
  get(
    id: string,
    options: { credentials: BackstageCredentials; signal?: AbortSignal },
  ): Promise<InvestigationWithReport>;
  cancel(
    id: string,
    options: { credentials: BackstageCredentials; signal?: AbortSignal },
  ): Promise<void>;
}
