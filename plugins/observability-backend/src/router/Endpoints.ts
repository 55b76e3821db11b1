import {
  AuditorService,
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { TargetRef } from '@internal/plugin-observability-common';
import { StoreClock } from '@internal/plugin-observability-node';
import { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { ReadableTarget, TelemetryAccess } from '../access/TelemetryAccess';
import { parseRequest } from './requests';

/** What a route has when it begins its work. @internal */
export type Call<T> = {
  body: T;
  target: ReadableTarget;
  credentials: BackstageCredentials;
  /** Aborted when the caller leaves. */
  signal: AbortSignal;
  response: Response;
};

type Event = { eventId: string; severityLevel?: 'low' | 'medium' };

/**
 * The same beginning and end for every route: a person, the permission, a valid request, the
 * workload if it is the caller's, and one record in the audit with the outcome.
 * @internal
 */
export class Endpoints {
  readonly #httpAuth: HttpAuthService;
  readonly #auditor: AuditorService;
  readonly #access: TelemetryAccess;

  constructor(options: {
    httpAuth: HttpAuthService;
    auditor: AuditorService;
    access: TelemetryAccess;
  }) {
    this.#httpAuth = options.httpAuth;
    this.#auditor = options.auditor;
    this.#access = options.access;
  }

  /** A route about one workload. What `work` returns is the answer, unless it wrote one itself. */
  aboutTarget<S extends z.ZodTypeAny>(
    event: Event,
    schema: S,
    work: (call: Call<z.output<S>>) => Promise<unknown>,
    bodyOf: (request: Request) => unknown = request => request.body,
  ): RequestHandler {
    return this.plain(
      event,
      async ({ credentials, request, response, signal }) => {
        const body = parseRequest(schema, bodyOf(request));
        const target = await this.#access.target(credentials, refOf(body));
        return work({ body, target, credentials, signal, response });
      },
    );
  }

  /** As a route about one workload, for an answer that lasts: `signal` also aborts when it is not the caller's any more. */
  followingTarget<S extends z.ZodTypeAny>(
    event: Event,
    schema: S,
    work: (call: Call<z.output<S>>) => Promise<unknown>,
  ): RequestHandler {
    return this.aboutTarget(event, schema, call =>
      this.#access.whileReadable(call, signal => work({ ...call, signal })),
    );
  }

  /** A route that says itself what it is about. The permission to read is checked before. */
  plain(
    event: Event,
    work: (call: {
      request: Request;
      response: Response;
      credentials: BackstageCredentials;
      signal: AbortSignal;
    }) => Promise<unknown>,
  ): RequestHandler {
    return async (request, response) => {
      const credentials = await this.#httpAuth.credentials(request, {
        allow: ['user'],
      });
      const record = await this.#auditor.createEvent({
        eventId: event.eventId,
        severityLevel: event.severityLevel ?? 'low',
        request,
        meta: metaOf(request.body),
      });
      const left = new AbortController();
      response.once('close', () => left.abort());
      try {
        // Before the request is looked at: who may not ask learns nothing from its errors.
        await this.#access.authorize(credentials);
        const { signal } = left;
        const clock = new StoreClock();
        const answer = await clock.run(() =>
          work({ request, response, credentials, signal }),
        );
        await record.success();
        if (answer !== undefined) {
          // Browsers show it beside the request: was it the store, or was it us?
          response.setHeader('Server-Timing', `store;dur=${clock.elapsedMs}`);
          response.json(answer);
        }
      } catch (error) {
        await record.fail({ error: toError(error) });
        // Nobody is there to hear of it.
        if (!left.signal.aborted) throw error;
      }
    };
  }
}

function refOf({ entityRef, namespace, cluster }: TargetRef): TargetRef {
  return {
    entityRef,
    ...(namespace && { namespace }),
    ...(cluster && { cluster }),
  };
}

/** How much of a name is kept on the record: what a hostile caller sends is not one yet. */
const MAX_META_CHARS = 253;

/** What was asked about, and the caller's own query text, which is theirs to answer for. */
function metaOf(body: unknown): Record<string, string> {
  const { entityRef, namespace, cluster, query } = (body ?? {}) as Record<
    string,
    unknown
  >;
  return Object.fromEntries(
    Object.entries({ entityRef, namespace, cluster, query }).flatMap(
      ([key, value]) =>
        typeof value === 'string'
          ? [[key, value.slice(0, MAX_META_CHARS)]]
          : [],
    ),
  );
}
