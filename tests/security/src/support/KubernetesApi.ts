import http from 'node:http';
import https from 'node:https';
import { readFileSync } from 'node:fs';

const ANSWER_TIMEOUT_MS = 30_000;

/** How an API server is reached as its administrator. */
export type KubernetesTarget = {
  url: string;
  adminToken: string;
  /** Its certificate authority, as kubeconfig files hold it. */
  caData?: string;
};

/** An API server that the environment names, none when it names none. */
export function targetFromEnvironment(
  env = process.env,
): KubernetesTarget | undefined {
  const { KUBERNETES_URL: url, KUBERNETES_ADMIN_TOKEN: adminToken } = env;
  if (!url || !adminToken) return undefined;
  const caData = env.KUBERNETES_CA
    ? readFileSync(env.KUBERNETES_CA).toString('base64')
    : env.KUBERNETES_CA_DATA;
  return { url, adminToken, caData };
}

/** A request to an API server; as its administrator where no other token is given. */
export type KubernetesCall = {
  method?: string;
  path: string;
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
};

/** Speaks to one API server, and leaves it to the caller what an answer means. */
export class KubernetesApi {
  readonly #target: KubernetesTarget;
  readonly #agent: http.Agent;

  constructor(target: KubernetesTarget) {
    this.#target = target;
    this.#agent = target.url.startsWith('https:')
      ? new https.Agent({
          keepAlive: true,
          ca: target.caData && Buffer.from(target.caData, 'base64'),
        })
      : new http.Agent({ keepAlive: true });
  }

  async call(request: KubernetesCall): Promise<{
    status: number;
    json: any;
  } /* eslint-disable-line @typescript-eslint/no-explicit-any -- of any kind */> {
    const { method = 'GET', path, body, headers } = request;
    const url = new URL(path, this.#target.url);
    const token = request.token ?? this.#target.adminToken;
    const client = url.protocol === 'https:' ? https : http;
    const content = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const outgoing = client.request(
        url,
        {
          method,
          agent: this.#agent,
          signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
          headers: {
            authorization: `Bearer ${token}`,
            ...(content !== undefined && {
              'content-type': 'application/json',
              // Node gives a DELETE no length of its own.
              'content-length': Buffer.byteLength(content),
            }),
            ...headers,
          },
        },
        async answer => {
          try {
            let text = '';
            for await (const chunk of answer.setEncoding('utf8')) text += chunk;
            const json = text.startsWith('{') ? JSON.parse(text) : {};
            resolve({ status: answer.statusCode ?? 0, json });
          } catch (error) {
            reject(error);
          }
        },
      );
      outgoing.once('error', reject);
      outgoing.end(content);
    });
  }

  /** As `call`, for what has to succeed: throws on a refusal, and resolves to the body. */
  async demand(
    request: KubernetesCall,
  ): Promise<any> /* eslint-disable-line @typescript-eslint/no-explicit-any -- of any kind */ {
    const { status, json } = await this.call(request);
    if (status < 200 || status >= 300) {
      throw new Error(
        `${request.method ?? 'GET'} ${request.path}: ${status} ${
          json.message ?? ''
        }`,
      );
    }
    return json;
  }

  /** Asks for a short-lived token of a ServiceAccount. */
  async requestToken(options: {
    namespace: string;
    account: string;
    seconds: number;
    /** Who asks; the administrator when left out. */
    token?: string;
  }): Promise<{ status: number; token: string }> {
    const { namespace, account, seconds, token } = options;
    const { status, json } = await this.call({
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`,
      token,
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: seconds },
      },
    });
    return { status, token: json.status?.token ?? '' };
  }
}
