import { InputError } from '@backstage/errors';
import express from 'express';
import PromiseRouter from 'express-promise-router';
import { timingSafeEqual } from 'node:crypto';
import type { Directory } from './Directory';
import { ORGANISATION, PROJECT_ID } from './zitadelClaims';
import {
  toAuthorization,
  toUserGrant,
  ZitadelGrant,
  zitadelGrants,
  ZitadelUser,
  zitadelUsers,
} from './zitadelObjects';

/** ZITADEL's defaults: what a list holds when no limit is asked for, and at most. */
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/** Numbers of the gRPC status codes that ZITADEL's gateway writes. */
const GRPC_INVALID_ARGUMENT = 3;
const GRPC_UNAUTHENTICATED = 16;

const USERS = '/v2/users';
const USER_GRANTS = '/management/v1/users/grants/_search';
const AUTHORIZATIONS =
  '/zitadel.authorization.v2.AuthorizationService/ListAuthorizations';

type Query = Record<string, Record<string, unknown>>;

/**
 * ZITADEL's search for users and for the roles they were granted, in both of its
 * versions, for whoever holds the token. Filters that the sandbox does not know
 * are refused, not ignored.
 */
export function createZitadelApi(options: {
  directory: Directory;
  serviceToken: string;
}): express.Router {
  const { directory } = options;
  const router = PromiseRouter();
  router.post(
    [USERS, USER_GRANTS, AUTHORIZATIONS],
    (req, res, next) => {
      if (isBearer(req.headers.authorization, options.serviceToken)) {
        next();
        return;
      }
      const message = 'Errors.Token.Invalid (AUTH-7fs1e)';
      res
        .status(401)
        .json(
          req.path === AUTHORIZATIONS
            ? { code: 'unauthenticated', message }
            : { code: GRPC_UNAUTHENTICATED, message, details: [] },
        );
    },
    express.json({ limit: '100kb' }),
  );
  router.post(USERS, (req, res) => {
    const {
      query,
      queries,
      sortingColumn = 'USER_FIELD_NAME_UNSPECIFIED',
    } = req.body;
    const found = zitadelUsers(directory).filter(user =>
      matchesUser(user, queries ?? []),
    );
    const { rows, total } = page(found, query);
    res.json({ ...answer(rows, total), sortingColumn });
  });
  router.post(USER_GRANTS, (req, res) => {
    const { query, queries } = req.body;
    const found = zitadelGrants(directory).filter(({ person }) =>
      every(queries, {
        projectIdQuery: ({ projectId }) => projectId === PROJECT_ID,
        userIdQuery: ({ userId }) => userId === person.id,
      }),
    );
    const { rows, total } = page(found.map(toUserGrant), query);
    res.json(answer(rows, total));
  });
  router.post(AUTHORIZATIONS, (req, res) => {
    const { pagination, filters, sortingColumn } = req.body;
    const all = sortGrants(zitadelGrants(directory), sortingColumn);
    const found = all.filter(({ person }) =>
      every(filters, {
        projectId: ({ id }) => id === PROJECT_ID,
        organizationId: ({ id }) => id === ORGANISATION.id,
        inUserIds: ({ ids }) => listHas(ids, person.id),
        state: ({ state }) => state === 'STATE_ACTIVE',
      }),
    );
    const { rows, total, limit } = page(found.map(toAuthorization), pagination);
    res.json({
      pagination: {
        ...(total && { totalResult: String(total) }),
        appliedLimit: String(limit),
      },
      ...(rows.length && { authorizations: rows }),
    });
  });
  router.use([USERS, USER_GRANTS, AUTHORIZATIONS], ((
    error,
    req,
    res,
    _next,
  ) => {
    const { message } = error;
    res
      .status(400)
      .json(
        req.baseUrl === AUTHORIZATIONS
          ? { code: 'invalid_argument', message }
          : { code: GRPC_INVALID_ARGUMENT, message, details: [] },
      );
  }) as express.ErrorRequestHandler);
  return router;
}

/** By creation, which is the order of the directory, unless the last change is asked for. */
function sortGrants(grants: ZitadelGrant[], column: unknown): ZitadelGrant[] {
  switch (column) {
    case 'AUTHORIZATION_FIELD_NAME_CHANGED_DATE':
      return grants.toSorted((a, b) => a.changedAt.localeCompare(b.changedAt));
    case undefined:
    case 'AUTHORIZATION_FIELD_NAME_UNSPECIFIED':
    case 'AUTHORIZATION_FIELD_NAME_CREATED_DATE':
      return grants;
    default:
      throw new InputError(`The sandbox does not sort by '${column}'`);
  }
}

function matchesUser(user: ZitadelUser, queries: unknown): boolean {
  return every(queries, {
    typeQuery: ({ type }) =>
      type === (user.human ? 'TYPE_HUMAN' : 'TYPE_MACHINE'),
    stateQuery: ({ state }) => state === user.state,
    inUserIdsQuery: ({ userIds }) => listHas(userIds, user.userId),
    organizationIdQuery: ({ organizationId }) =>
      organizationId === user.details.resourceOwner,
  });
}

function every(
  queries: unknown,
  matchers: Record<string, (query: Record<string, unknown>) => boolean>,
): boolean {
  if (queries !== undefined && !Array.isArray(queries)) {
    throw new InputError('The queries are no list');
  }
  return ((queries ?? []) as Query[]).every(query => {
    const [[name, value] = ['', {}]] = Object.entries(query);
    if (!Object.hasOwn(matchers, name)) {
      throw new InputError(`The sandbox does not know the query '${name}'`);
    }
    return matchers[name](value);
  });
}

/** One page; as of ZITADEL, the latest first unless `asc` is asked for. */
function page<T>(
  rows: T[],
  query: { offset?: unknown; limit?: unknown; asc?: boolean } = {},
) {
  const offset = Number(query.offset ?? 0);
  const limit = Number(query.limit ?? 0) || DEFAULT_LIMIT;
  if (!(offset >= 0) || !(limit > 0) || limit > MAX_LIMIT) {
    throw new InputError('Limit exceeds the maximum (QUERY-4M0fs)');
  }
  const ordered = query.asc ? rows : [...rows].reverse();
  return {
    rows: ordered.slice(offset, offset + limit),
    total: rows.length,
    limit,
  };
}

/** Protocol buffers leave out zeros and empty lists, and write long numbers as text. */
function answer(rows: unknown[], total: number) {
  return {
    details: {
      ...(total && { totalResult: String(total) }),
      processedSequence: '2',
      timestamp: new Date().toISOString(),
    },
    ...(rows.length && { result: rows }),
  };
}

function listHas(list: unknown, value: string): boolean {
  return Array.isArray(list) && list.includes(value);
}

function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
