import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import {
  AuthenticationError,
  NotAllowedError,
  toError,
} from '@backstage/errors';
import {
  AuthProviderFactory,
  AuthProviderRouteHandlers,
  ClientAuthResponse,
  prepareBackstageIdentityResponse,
  sendWebMessageResponse,
} from '@backstage/plugin-auth-node';
import { logDroppedRoles } from '@internal/plugin-sign-in-node';
import type { Request, Response } from 'express';
import { AnsweredRequests } from './AnsweredRequests';
import { checkAssertion } from './checkAssertion';
import { checkDocument } from './checkDocument';
import { SamlConfig } from './config';
import { createSaml } from './createSaml';
import { samlRefusals, SamlRefusedError } from './refusals';
import { beginRequest, endRequest } from './requestBinding';
import { resolveSamlIdentity } from './resolveSamlIdentity';

type Context = Parameters<AuthProviderFactory>[0];

/** The two routes of a SAML sign-in: there, and back. */
export class SamlProvider implements AuthProviderRouteHandlers {
  readonly #context: Context;
  readonly #config: SamlConfig;
  readonly #userNamespace: string;
  readonly #answered: AnsweredRequests;
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;

  constructor(options: {
    context: Context;
    config: SamlConfig;
    userNamespace: string;
    answered: AnsweredRequests;
    auditor: AuditorService;
    logger: LoggerService;
  }) {
    this.#context = options.context;
    this.#config = options.config;
    this.#userNamespace = options.userNamespace;
    this.#answered = options.answered;
    this.#auditor = options.auditor;
    this.#logger = options.logger;
  }

  async start(_req: Request, res: Response): Promise<void> {
    const request = beginRequest(res, this.#context);
    const url = await createSaml(this.#config, request).getAuthorizeUrlAsync(
      '',
      undefined,
      {},
    );
    res.redirect(url);
  }

  async frameHandler(req: Request, res: Response): Promise<void> {
    const appOrigin = new URL(this.#context.appUrl).origin;
    try {
      const response = await this.#signIn(req, res);
      const { userEntityRef } = response.backstageIdentity.identity;
      const event = await this.#auditor.createEvent({
        eventId: 'saml-sign-in',
        request: req,
        meta: { userEntityRef },
      });
      await event.success();
      sendWebMessageResponse(res, appOrigin, {
        type: 'authorization_response',
        response,
      });
    } catch (cause) {
      sendWebMessageResponse(res, appOrigin, {
        type: 'authorization_response',
        error: await this.#recordRefusal(req, cause),
      });
    }
  }

  async #signIn(
    req: Request,
    res: Response,
  ): Promise<Required<ClientAuthResponse<undefined>>> {
    const request = endRequest(req, res, this.#context);
    if (!request) {
      throw new SamlRefusedError(
        samlRefusals.notRequested,
        'this browser has begun no sign-in, or one too long ago',
      );
    }
    const encoded: unknown = req.body?.SAMLResponse;
    const { destination } = checkDocument(encoded);
    const { profile } = await createSaml(this.#config, request)
      .validatePostResponseAsync({ SAMLResponse: encoded as string })
      .catch(error => {
        throw new SamlRefusedError(
          samlRefusals.invalid,
          toError(error).message,
        );
      });
    if (!profile?.getAssertion) {
      throw new SamlRefusedError(samlRefusals.invalid, 'it has no assertion');
    }
    checkAssertion({ profile, destination, request, config: this.#config });
    const identity = resolveSamlIdentity(
      profile,
      this.#config,
      this.#userNamespace,
    );
    // Last, so that only good answers are stored; first come, first served, over all replicas.
    if (!(await this.#answered.add(request))) {
      throw new SamlRefusedError(
        samlRefusals.replayed,
        `request ${request.id} was answered already`,
      );
    }
    logDroppedRoles(this.#logger, identity);
    const { userEntityRef, groups } = identity;
    const token = await this.#context.resolverContext.issueToken({
      claims: { sub: userEntityRef, ent: [userEntityRef, ...groups] },
    });
    return {
      providerInfo: undefined,
      profile: identity.profile,
      backstageIdentity: prepareBackstageIdentityResponse(token),
    };
  }

  /** Answers what the browser may know. */
  async #recordRefusal(req: Request, cause: unknown): Promise<Error> {
    const error = toError(cause);
    const refusal = cause instanceof SamlRefusedError ? cause : undefined;
    const reason = refusal?.reason ?? error.name;
    this.#logger.warn(
      `A SAML sign-in was refused (${reason}): ${
        refusal?.detail ?? error.message
      }`,
    );
    const event = await this.#auditor.createEvent({
      eventId: 'saml-sign-in',
      severityLevel: 'medium',
      request: req,
      meta: { reason },
    });
    await event.fail({ error });
    return refusal || cause instanceof NotAllowedError
      ? error
      : new AuthenticationError('The sign-in failed');
  }
}
