/** A browser that follows one redirect at a time and keeps cookies by origin. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();

  async get(url: string, headers: Record<string, string> = {}) {
    return this.#request('GET', url, headers);
  }

  async post(
    url: string,
    headers: Record<string, string> = {},
    form?: Record<string, string>,
  ) {
    return this.#request('POST', url, headers, form);
  }

  /** The value of a cookie that an address would be sent. */
  cookie(url: string, name: string): string | undefined {
    return this.#jar(url).get(name);
  }

  setCookie(url: string, name: string, value: string): void {
    this.#jar(url).set(name, value);
  }

  async #request(
    method: string,
    url: string,
    headers: Record<string, string>,
    form?: Record<string, string>,
  ): Promise<Response> {
    const jar = this.#jar(url);
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      body: form && new URLSearchParams(form),
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
