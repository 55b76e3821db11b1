import http from 'node:http';
import https from 'node:https';

/** A Kubernetes API to check. */
export type KubernetesTarget = {
  url: string;
  /** Token of a cluster administrator. */
  token: string;
  /** Base64 of the PEM bundle that signs the server's certificate. */
  caData?: string;
};

/** One answer; `body` is parsed where it is JSON. */
export type ApiAnswer = {
  code: number;
  headers: http.IncomingHttpHeaders;
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers are what is tested
};

export type ApiCall = {
  body?: unknown;
  /** Media type of the body; default application/json. */
  type?: string;
  /** Another token than the administrator's; null sends none. */
  token?: string | null;
  headers?: Record<string, string>;
};

/** How long one call may take; a server may wait 3 s before it says 504. */
const CALL_TIMEOUT_MS = 15_000;

/** Talks plain HTTP to a Kubernetes API, because a client library would hide what is to be checked. */
export class ApiClient {
  readonly #target: KubernetesTarget;

  constructor(target: KubernetesTarget) {
    this.#target = target;
  }

  async call(
    method: string,
    path: string,
    options: ApiCall = {},
  ): Promise<ApiAnswer> {
    const response = await this.#open(method, path, options);
    const chunks: Buffer[] = [];
    for await (const chunk of response) {
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString('utf8');
    const isJson = response.headers['content-type']?.includes('json');
    return {
      code: response.statusCode!,
      headers: response.headers,
      body: isJson ? parse(text) : text,
    };
  }

  /** Starts a watch; resolves as soon as the headers have come. */
  async watch(
    path: string,
  ): Promise<{ code: number; events: AsyncGenerator<any>; close(): void }> {
    // eslint-disable-line @typescript-eslint/no-explicit-any
    const response = await this.#open('GET', path, {});
    return {
      code: response.statusCode!,
      events: readLines(response),
      close: () => response.destroy(),
    };
  }

  #open(
    method: string,
    path: string,
    options: ApiCall,
  ): Promise<http.IncomingMessage> {
    const { url, token: adminToken, caData } = this.#target;
    const token = options.token === undefined ? adminToken : options.token;
    const target = new URL(path, url);
    const isHttps = target.protocol === 'https:';
    const text =
      options.body === undefined ? undefined : JSON.stringify(options.body);
    return new Promise((resolve, reject) => {
      const request = (isHttps ? https : http).request(
        target,
        {
          method,
          agent: false,
          signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
          ...(isHttps && caData ? { ca: Buffer.from(caData, 'base64') } : {}),
          headers: {
            Accept: 'application/json',
            ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
            ...(text === undefined
              ? {}
              : {
                  'Content-Type': options.type ?? 'application/json',
                  'Content-Length': Buffer.byteLength(text),
                }),
            ...options.headers,
          },
        },
        resolve,
      );
      request.on('error', reject);
      request.end(text);
    });
  }
}

/** Splits by newline, never by chunk. */
async function* readLines(
  response: http.IncomingMessage,
): AsyncGenerator<unknown> {
  let rest = '';
  for await (const chunk of response.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      yield JSON.parse(line);
    }
  }
}

/** One document, however it is indented, or one on each line. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
  }
}
