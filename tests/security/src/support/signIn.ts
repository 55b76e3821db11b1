import { Answer, send } from './send';

const MAX_REDIRECTS = 12;

/** Follows redirects with one set of cookies for each server. */
class Browser {
  address = '';
  readonly #cookies = new Map<string, Map<string, string>>();

  async open(url: string, form?: string): Promise<Answer> {
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

/**
 * Signs a person of the sandbox in, as a browser would: through the portal's own start
 * route, the identity provider's pages and back. Resolves to the portal's token.
 */
export async function signIn(options: {
  portalUrl: string;
  username: string;
}): Promise<string> {
  const browser = new Browser();
  const start = `${options.portalUrl}/api/auth/zitadel/start?env=local&flow=popup&scope=openid%20profile%20email%20offline_access`;
  const page = await browser.open(start);
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
  return token;
}
