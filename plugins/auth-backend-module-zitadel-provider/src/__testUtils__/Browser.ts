/** A browser that follows one redirect at a time and keeps cookies by origin. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  async get(url: string, headers: Record<string, string> = {}) {
    return this.#request('GET', url, headers);
  }

  async post(url: string, headers: Record<string, string> = {}) {
    return this.#request('POST', url, headers);
  }

  async #request(
    method: string,
    url: string,
    headers: Record<string, string>,
  ): Promise<Response> {
    const jar = this.#jar(url);
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        ...headers,
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      jar.set(name, value);
    }
    return response;
  }

  #jar(url: string): Map<string, string> {
    const { origin } = new URL(url);
    const jar = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, jar);
    return jar;
  }
}
