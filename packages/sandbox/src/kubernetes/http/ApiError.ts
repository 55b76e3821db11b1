import type { ResourceType } from '../../types';
import { qualifiedName } from '../resourceTypes';
import { StoreError } from '../StoreError';

/** One field that was refused, as `Status.details.causes` lists it. */
export type StatusCause = { reason: string; message: string; field: string };

/** Why an update lost against another one. */
const MODIFIED =
  'the object has been modified; please apply your changes to the latest version and try again';

type NamedType = Pick<ResourceType, 'group' | 'plural' | 'kind'>;

/**
 * A refusal that the API sends as a `Status` object.
 *
 * @remarks
 * The factories carry the wording of kube-apiserver: clients and our own collectors match on it.
 */
export class ApiError extends Error {
  readonly code: number;
  readonly reason?: string;
  readonly details?: Record<string, unknown>;
  /** More of `Status.metadata`, e.g. a new continue token. */
  readonly listMetadata?: Record<string, unknown>;

  constructor(
    code: number,
    reason: string | undefined,
    message: string,
    details?: Record<string, unknown>,
    listMetadata?: Record<string, unknown>,
  ) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.reason = reason;
    this.details = details;
    this.listMetadata = listMetadata;
  }

  static unauthorized(): ApiError {
    return new ApiError(401, 'Unauthorized', 'Unauthorized');
  }

  static badRequest(message: string): ApiError {
    return new ApiError(400, 'BadRequest', message);
  }

  /** What the real server gives for an error that it did not foresee: no reason. */
  static internal(message: string): ApiError {
    return new ApiError(500, undefined, message);
  }

  static notFound(type: NamedType, name: string): ApiError {
    return new ApiError(
      404,
      'NotFound',
      `${qualifiedName(type)} "${name}" not found`,
      detailsOf(type, name),
    );
  }

  static unknownResource(): ApiError {
    return new ApiError(
      404,
      'NotFound',
      'the server could not find the requested resource',
      {},
    );
  }

  static alreadyExists(type: NamedType, name: string): ApiError {
    return new ApiError(
      409,
      'AlreadyExists',
      `${qualifiedName(type)} "${name}" already exists`,
      detailsOf(type, name),
    );
  }

  static conflict(type: NamedType, name: string, why = MODIFIED): ApiError {
    return new ApiError(
      409,
      'Conflict',
      `Operation cannot be fulfilled on ${qualifiedName(
        type,
      )} "${name}": ${why}`,
      detailsOf(type, name),
    );
  }

  static forbidden(
    type: NamedType,
    name: string,
    why: string,
    causes?: StatusCause[],
  ): ApiError {
    return new ApiError(
      403,
      'Forbidden',
      `${qualifiedName(type)} "${name}" is forbidden: ${why}`,
      {
        ...detailsOf(type, name),
        causes,
      },
    );
  }

  static methodNotAllowed(): ApiError {
    return new ApiError(
      405,
      'MethodNotAllowed',
      'the server does not allow this method on the requested resource',
      {},
    );
  }

  static expired(
    message: string,
    listMetadata?: Record<string, unknown>,
  ): ApiError {
    return new ApiError(410, 'Expired', message, undefined, listMetadata);
  }

  static unsupportedMediaType(accepted: string[]): ApiError {
    return new ApiError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: ${accepted.join(
        ', ',
      )}`,
    );
  }

  static invalid(
    type: Pick<ResourceType, 'group' | 'kind'>,
    name: string,
    causes: StatusCause[],
  ): ApiError {
    const kind = type.group ? `${type.kind}.${type.group}` : type.kind;
    const texts = causes.map(cause => `${cause.field}: ${cause.message}`);
    const text = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
    return new ApiError(
      422,
      'Invalid',
      `${kind} "${name}" is invalid: ${text}`,
      {
        name: name || undefined,
        group: type.group || undefined,
        kind: type.kind || undefined,
        causes,
      },
    );
  }

  /** A query or options object that was refused; `kind` is e.g. `ListOptions`. */
  static invalidOptions(kind: string, cause: StatusCause): ApiError {
    return ApiError.invalid({ group: 'meta.k8s.io', kind }, '', [cause]);
  }

  /** The store's refusal of a write as the API words it. */
  static fromStore(error: unknown, type: NamedType, name: string): unknown {
    if (!(error instanceof StoreError)) {
      return error;
    }
    switch (error.reason) {
      case 'AlreadyExists':
        return ApiError.alreadyExists(type, name);
      case 'NotFound':
        return ApiError.notFound(type, name);
      case 'Conflict':
        return ApiError.conflict(type, name);
      default:
        return ApiError.internal(error.message);
    }
  }

  toStatus(): Record<string, unknown> {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: this.listMetadata ?? {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      details: this.details,
      code: this.code,
    };
  }
}

function detailsOf(type: NamedType, name: string): Record<string, unknown> {
  return {
    name: name || undefined,
    group: type.group || undefined,
    kind: type.plural,
  };
}
