import http from 'node:http';

/** No answer of the portal takes longer; a stream is cut off here. */
const ANSWER_TIMEOUT_MS = 20_000;
/** A stream that stays open is judged by what came until then. */
const STREAM_TIMEOUT_MS = 1_500;
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** What is sent, to the letter: a path is not cleaned up as a browser would. */
export type RawRequest = {
  method?: string;
  path: string;
  headers?: Record<string, string | string[]>;
  /** Text is sent as it is, everything else as JSON. */
  body?: unknown;
};

export type Answer = {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** The body as JSON; undefined where it is none. */
  json: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- of any route
};

/** One HTTP request over its own connection. */
export function send(baseUrl: string, request: RawRequest): Promise<Answer> {
  const { hostname, port } = new URL(baseUrl);
  const { method = 'GET', path, headers = {}, body } = request;
  const content =
    body === undefined || typeof body === 'string'
      ? body
      : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = http.request({
      host: hostname === 'localhost' ? '127.0.0.1' : hostname,
      port,
      method,
      path,
      agent: false,
      headers: {
        host: `${hostname}:${port}`,
        ...(content !== undefined && {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(content)),
        }),
        ...headers,
      },
    });
    const late = setTimeout(
      () => outgoing.destroy(new Error(`${method} ${path}: no answer`)),
      ANSWER_TIMEOUT_MS,
    );
    outgoing.once('error', error => {
      clearTimeout(late);
      reject(error);
    });
    outgoing.once('upgrade', (answer, socket) => {
      clearTimeout(late);
      socket.destroy();
      resolve({
        status: 101,
        headers: answer.headers,
        text: '',
        json: undefined,
      });
    });
    outgoing.once('response', answer => {
      let text = '';
      const finish = () => {
        clearTimeout(late);
        answer.destroy();
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text,
          json: parse(text),
        });
      };
      if (answer.headers['content-type']?.includes('event-stream')) {
        setTimeout(finish, STREAM_TIMEOUT_MS);
      }
      answer.setEncoding('utf8');
      answer.on('data', chunk => {
        text += chunk;
        if (text.length > MAX_BODY_BYTES) finish();
      });
      answer.once('end', finish);
      answer.once('error', finish);
    });
    outgoing.end(content);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
