import { Answer, send } from './send';

const MAX_REDIRECTS = 12;

/** Follows redirects with one set of cookies for each server. */
class Browser {
  address = '';
  readonly #cookies = new Map<string, Map<string, string>>();

  async open(
    url: string,
    form?: string,
    headers?: Record<string, string>,
  ): Promise<Answer> {
    let target = url;
    let body = form;
    for (let i = 0; i < MAX_REDIRECTS; i++) {
      this.address = target;
      const { origin, pathname, search } = new URL(target);
      const jar = this.#cookies.get(origin) ?? new Map<string, string>();
      this.#cookies.set(origin, jar);
      const answer = await send(origin, {
        method: body === undefined ? 'GET' : 'POST',
        path: `${pathname}${search}`,
        body,
        headers: {
          cookie: [...jar]
            .map(([name, value]) => `${name}=${value}`)
            .join('; '),
          ...(body !== undefined && {
            'content-type': 'application/x-www-form-urlencoded',
            origin,
          }),
          ...headers,
        },
      });
      for (const cookie of answer.headers['set-cookie'] ?? []) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        if (name) jar.set(name, value);
      }
      const { location } = answer.headers;
      if (answer.status < 300 || answer.status >= 400 || !location) {
        return answer;
      }
      target = new URL(location, target).href;
      body = undefined;
    }
    throw new Error(`${url} leads in circles`);
  }
}

/** A person who is signed in, as their browser knows it. */
export type SignedIn = {
  /** The portal's token. */
  token: string;
  /** Has the portal ask the identity provider again; resolves to a new token. */
  refresh(): Promise<string>;
};

/**
 * Signs a person of the sandbox in, as a browser would: through the portal's own start
 * route, the identity provider's pages and back.
 */
export async function openSession(options: {
  portalUrl: string;
  username: string;
}): Promise<SignedIn> {
  const browser = new Browser();
  const routes = `${options.portalUrl}/api/auth/zitadel`;
  const page = await browser.open(
    `${routes}/start?env=local&flow=popup&scope=openid%20profile%20email%20offline_access`,
  );
  const [, action] =
    /<form method="post" action="([^"]+)"/.exec(page.text) ?? [];
  if (!action) {
    throw new Error(
      `The sign-in page of ${options.username} has no form: ${
        page.status
      } ${page.text.slice(0, 300)}`,
    );
  }
  const last = await browser.open(
    new URL(action.replaceAll('&amp;', '&'), browser.address).href,
    `username=${options.username}`,
  );
  const [, encoded] =
    /decodeURIComponent\(['"]([^'"]+)['"]\)/.exec(last.text) ?? [];
  const token =
    encoded &&
    JSON.parse(decodeURIComponent(encoded)).response?.backstageIdentity?.token;
  if (!token) {
    throw new Error(
      `${options.username} could not sign in: ${
        last.status
      } ${decodeURIComponent(encoded ?? last.text).slice(0, 500)}`,
    );
  }
  const refresh = async () => {
    const answer = await browser.open(
      `${routes}/refresh?env=local`,
      undefined,
      { 'x-requested-with': 'XMLHttpRequest' },
    );
    const renewed = answer.json?.backstageIdentity?.token;
    if (!renewed) {
      throw new Error(
        `${options.username} could not refresh: ${
          answer.status
        } ${answer.text.slice(0, 500)}`,
      );
    }
    return renewed;
  };
  return { token, refresh };
}

/** Signs a person in; resolves to the portal's token. */
export async function signIn(options: {
  portalUrl: string;
  username: string;
}): Promise<string> {
  return (await openSession(options)).token;
}
