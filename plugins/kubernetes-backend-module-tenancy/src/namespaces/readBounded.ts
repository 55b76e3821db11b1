import http from 'node:http';
import https from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';

/** An error's Status object is small; what is longer is none. */
const MAX_ERROR_BYTES = 16_384;

/** What an API server answers with another status than 200, in the shape of the client library's errors. */
class ApiStatusError extends Error {
  readonly code: number;
  readonly body: string;

  constructor(code: number, body: string) {
    super(`HTTP ${code}`);
    this.code = code;
    this.body = body;
  }
}

/**
 * Reads a text from a Kubernetes API and stops at `maxBytes`, whatever the server
 * goes on to send: the client library's typed calls hold all of an answer first.
 */
export async function readBounded(options: {
  kubeConfig: KubeConfig;
  path: string;
  query: URLSearchParams;
  maxBytes: number;
  signal: AbortSignal;
}): Promise<{ text: string; truncated: boolean }> {
  const { kubeConfig, path, query, maxBytes, signal } = options;
  const { server } = kubeConfig.getCurrentCluster()!;
  const url = new URL(`${server}${path}?${query}`);
  const request: https.RequestOptions = { method: 'GET', signal, headers: {} };
  await kubeConfig.applyToHTTPSOptions(request);
  const response = await new Promise<http.IncomingMessage>(
    (resolve, reject) => {
      (url.protocol === 'https:' ? https : http)
        .request(url, request, resolve)
        .on('error', reject)
        .end();
    },
  );
  const ok = response.statusCode === 200;
  const { bytes, truncated } = await collect(
    response,
    ok ? maxBytes : MAX_ERROR_BYTES,
  );
  if (!ok) throw new ApiStatusError(response.statusCode!, bytes.toString());
  // A cut may fall into a character; what is left of it says nothing.
  return { text: bytes.toString('utf8').replace(/\uFFFD$/, ''), truncated };
}

async function collect(response: http.IncomingMessage, maxBytes: number) {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > maxBytes) break;
    }
  } finally {
    response.destroy();
  }
  const bytes = Buffer.concat(chunks);
  return {
    bytes: bytes.subarray(0, maxBytes),
    truncated: bytes.length > maxBytes,
  };
}
