import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip, inflate } from 'node:zlib';

/** Largest request body that is read. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

const unzip = promisify(gunzip);
const zip = promisify(gzip);
const uninflate = promisify(inflate);

/** A client's mistake with the status that the real server gives it. */
export class HttpError extends Error {
  readonly name = 'HttpError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A request with its arguments read the way Go's `FormValue` reads them. */
export interface ParsedRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  /** Arguments of the URL only. */
  query: URLSearchParams;
  /** Arguments of the body, then those of the URL. */
  form: URLSearchParams;
  body: Buffer;
  /** Ends when the client goes away. */
  signal: AbortSignal;
}

/** Reads a request to its end. A form body becomes arguments, as on the real servers. */
export async function readRequest(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<ParsedRequest> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const controller = new AbortController();
  response.on('close', () => controller.abort());
  const body = await readBody(request);
  const form = new URLSearchParams();
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) {
    append(form, new URLSearchParams(body.toString('utf8')));
  } else if (type.startsWith('multipart/form-data')) {
    throw new HttpError(400, 'the sandbox does not read multipart forms');
  }
  append(form, url.searchParams);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    headers: request.headers,
    query: url.searchParams,
    form,
    body,
    signal: controller.signal,
  };
}

/** Unpacks a body by its Content-Encoding; throws when it is damaged. */
export async function decodeBody(request: ParsedRequest): Promise<Buffer> {
  switch (request.headers['content-encoding']) {
    case undefined:
    case '':
    case 'identity':
      return request.body;
    case 'gzip':
      return unzip(request.body, { maxOutputLength: MAX_BODY_BYTES });
    case 'deflate':
      return uninflate(request.body, { maxOutputLength: MAX_BODY_BYTES });
    default:
      throw new HttpError(
        400,
        `unsupported Content-Encoding ${JSON.stringify(
          request.headers['content-encoding'],
        )}`,
      );
  }
}

/** Sends a whole answer, compressed when the client takes gzip. */
export async function sendAnswer(
  response: ServerResponse,
  request: Pick<ParsedRequest, 'headers'>,
  answer: {
    status?: number;
    type?: string;
    headers?: Record<string, string>;
    body?: string;
  },
): Promise<void> {
  if (response.destroyed || response.headersSent) return;
  response.statusCode = answer.status ?? 200;
  if (answer.type) response.setHeader('Content-Type', answer.type);
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    response.setHeader(name, value);
  }
  const body = answer.body ?? '';
  const takesGzip = /\bgzip\b/.test(
    String(request.headers['accept-encoding'] ?? ''),
  );
  if (takesGzip && body.length > 0) {
    response.setHeader('Content-Encoding', 'gzip');
    response.end(await zip(body));
  } else {
    response.end(body);
  }
}

function append(target: URLSearchParams, source: URLSearchParams): void {
  for (const [name, value] of source) target.append(name, value);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES)
      throw new HttpError(413, 'the request body is too large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
