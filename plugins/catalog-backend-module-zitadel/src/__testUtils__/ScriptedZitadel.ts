import { createServer, IncomingHttpHeaders, Server } from 'node:http';
import { AddressInfo } from 'node:net';

/* eslint-disable @typescript-eslint/no-explicit-any -- it also says what no ZITADEL would */

export type ScriptedRequest = {
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  body: any;
};

type Reply = {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  text?: string;
  /** Never answers. */
  hang?: boolean;
};

const USERS = '/v2/users';
const AUTHORIZATIONS =
  '/zitadel.authorization.v2.AuthorizationService/ListAuthorizations';

/** A ZITADEL whose rows a test changes, and that lies when it is told to. */
export class ScriptedZitadel {
  /** The oldest first. */
  users: any[] = [];
  grants: any[] = [];
  /** Replaces an answer; undefined leaves it. */
  lie?: (request: ScriptedRequest, honest: Reply) => Reply | undefined;
  readonly requests: ScriptedRequest[] = [];
  #server!: Server;
  #clockMs = Date.parse('2026-01-01T00:00:00Z');

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async start(): Promise<this> {
    this.#server = createServer(async (req, res) => {
      let text = '';
      for await (const part of req) text += part;
      const body = text.startsWith('{') ? JSON.parse(text) : undefined;
      const request = { path: req.url!, headers: req.headers, text, body };
      this.requests.push(request);
      const honest = this.#answer(request);
      const reply = this.lie?.(request, honest) ?? honest;
      if (reply.hang) return;
      res.writeHead(reply.status ?? 200, reply.headers);
      res.end(reply.text ?? JSON.stringify(reply.json));
    });
    await new Promise<void>(done => this.#server.listen(0, '127.0.0.1', done));
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(done => this.#server.close(done));
  }

  addUser(userId: string, fields: object = {}) {
    this.users.push({
      userId,
      state: 'USER_STATE_ACTIVE',
      username: `name-${userId}`,
      human: {
        profile: { displayName: `Person ${userId}` },
        email: { email: `${userId}@shop.example`, isVerified: true },
      },
      ...fields,
    });
  }

  setRoles(userId: string, roles: unknown[], fields: object = {}) {
    const others = this.grants.filter(grant => grant.user.id !== userId);
    // Every change is an hour after the one before.
    this.#clockMs += 3_600_000;
    this.grants = [
      ...others,
      {
        id: `9${userId}`,
        changeDate: new Date(this.#clockMs).toISOString(),
        project: { id: '200' },
        organization: { id: '100' },
        user: { id: userId },
        state: 'STATE_ACTIVE',
        roles: roles.map(key => ({ key })),
        ...fields,
      },
    ];
  }

  remove(userId: string) {
    this.users = this.users.filter(user => user.userId !== userId);
    this.grants = this.grants.filter(grant => grant.user.id !== userId);
  }

  paths(): string[] {
    return this.requests.map(({ path }) => path);
  }

  #answer({ path, body }: ScriptedRequest): Reply {
    if (path === USERS) {
      const activeOnly = JSON.stringify(body).includes('STATE_ACTIVE');
      const { rows, total } = page(
        this.users.filter(u => !activeOnly || u.state === 'USER_STATE_ACTIVE'),
        body.query,
      );
      return { json: { details: { totalResult: total }, result: rows } };
    }
    if (path === AUTHORIZATIONS) {
      const { rows, total } = page(this.grants, body.pagination);
      return {
        json: { pagination: { totalResult: total }, authorizations: rows },
      };
    }
    return { status: 404, json: { code: 5, message: 'Not Found' } };
  }
}

/** `setRoles` puts the latest change last, so one order serves both columns. */
function page(all: any[], query: any) {
  const ordered = query.asc ? all : [...all].reverse();
  const offset = Number(query.offset);
  return {
    rows: ordered.slice(offset, offset + query.limit),
    total: String(all.length),
  };
}
