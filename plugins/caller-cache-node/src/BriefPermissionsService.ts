import {
  AuthService,
  PermissionsService,
  PermissionsServiceRequestOptions,
} from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  AuthorizePermissionRequest,
  AuthorizePermissionResponse,
  isResourcePermission,
  Permission,
  QueryPermissionRequest,
  QueryPermissionResponse,
} from '@backstage/plugin-permission-common';
import { BriefCache } from './BriefCache';
import { sessionOf } from './sessionOf';

type Request = { permission: Permission; resourceRef?: string };

/**
 * Keeps what the policy says to a person about a permission.
 *
 * @remarks
 * A decision about a resource is never kept: it depends on what the resource is at
 * that moment. Conditions are, and whoever asked applies them to the resources of
 * the moment.
 */
export class BriefPermissionsService implements PermissionsService {
  readonly #auth: AuthService;
  readonly #delegate: PermissionsService;
  readonly #cache: BriefCache<QueryPermissionResponse>;

  constructor(options: {
    auth: AuthService;
    delegate: PermissionsService;
    cache: BriefCache<QueryPermissionResponse>;
  }) {
    this.#auth = options.auth;
    this.#delegate = options.delegate;
    this.#cache = options.cache;
  }

  async authorize(
    requests: AuthorizePermissionRequest[],
    options: PermissionsServiceRequestOptions,
  ): Promise<AuthorizePermissionResponse[]> {
    const ask = (asked: AuthorizePermissionRequest[]) =>
      this.#delegate.authorize(asked, options);
    return requests.some(({ permission }) => isResourcePermission(permission))
      ? ask(requests)
      : this.#throughCache('authorize', requests, options, ask);
  }

  async authorizeConditional(
    requests: QueryPermissionRequest[],
    options: PermissionsServiceRequestOptions,
  ): Promise<QueryPermissionResponse[]> {
    const ask = (asked: QueryPermissionRequest[]) =>
      this.#delegate.authorizeConditional(asked, options);
    return requests.some(({ resourceRef }) => resourceRef !== undefined)
      ? ask(requests)
      : this.#throughCache('query', requests, options, ask);
  }

  async #throughCache<
    TRequest extends Request,
    TAnswer extends QueryPermissionResponse,
  >(
    kind: string,
    requests: TRequest[],
    options: PermissionsServiceRequestOptions,
    ask: (requests: TRequest[]) => Promise<TAnswer[]>,
  ): Promise<TAnswer[]> {
    // Nobody else is known well enough, and the stock service decides about them by itself.
    const session = await sessionOf(this.#auth, options.credentials);
    if (!session) return ask(requests);

    const missing: TRequest[] = [];
    let answers: Promise<TAnswer[]> | undefined;
    return Promise.all(
      requests.map(request =>
        this.#cache.get(
          `${kind} ${JSON.stringify(request.permission)} ${session.token}`,
          async () => {
            const position = missing.push(request) - 1;
            // Sent when all that is missing has been gathered.
            answers ??= Promise.resolve().then(() => ask(missing));
            const answer = (await answers)[position];
            if (!answer) {
              throw new ServiceUnavailableError('The policy gave no answer');
            }
            return deepFreeze(answer);
          },
        ),
      ),
    ) as Promise<TAnswer[]>;
  }
}

/** It is handed to many, and must stay what was decided. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
