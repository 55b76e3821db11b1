import { Answer, RawRequest, send } from './send';

/** Who calls: people of the sandbox by user name, two machines, and nobody. */
export const CALLERS = [
  'alice',
  'petra',
  'bob',
  'bella',
  'nina',
  'static',
  'service',
  'anonymous',
] as const;
export type CallerName = (typeof CALLERS)[number];

/** Whom nothing of team-a is for: another team, the team whose name begins alike, and so on. */
export const STRANGERS = CALLERS.filter(
  name => name !== 'alice' && name !== 'petra',
);

/** Somebody with a token who sends requests to the portal. */
export class Caller {
  readonly name: CallerName;
  readonly token: string | undefined;
  readonly #portalUrl: string;

  constructor(options: {
    name: CallerName;
    portalUrl: string;
    token: string | undefined;
  }) {
    this.name = options.name;
    this.token = options.token;
    this.#portalUrl = options.portalUrl;
  }

  send(request: RawRequest): Promise<Answer> {
    return send(this.#portalUrl, {
      ...request,
      headers: {
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...request.headers,
      },
    });
  }

  get(path: string, headers?: RawRequest['headers']): Promise<Answer> {
    return this.send({ path, headers });
  }

  post(
    path: string,
    body: unknown,
    headers?: RawRequest['headers'],
  ): Promise<Answer> {
    return this.send({ method: 'POST', path, body, headers });
  }
}
