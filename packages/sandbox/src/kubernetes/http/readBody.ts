import type { IncomingMessage } from 'node:http';
import { parse as parseYaml } from 'yaml';
import { isRecord } from '../json';
import { ApiError } from './ApiError';

/** The real server's limit for a request body. */
const MAX_BODY_BYTES = 3 * 1024 * 1024;
const SHOWN_CHARACTERS = 30;

/** The media type of a request's body, without parameters. */
export function mediaTypeOf(incoming: IncomingMessage): string {
  return (incoming.headers['content-type'] ?? '')
    .split(';')[0]
    .trim()
    .toLocaleLowerCase('en-US');
}

/** Reads a request's body whole, within the server's limit. */
export async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      throw new ApiError(
        413,
        'RequestEntityTooLarge',
        `Request entity too large: limit is ${MAX_BODY_BYTES}`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Reads an object from a request's body; `kind` is what the path expects. */
export async function readObject(
  incoming: IncomingMessage,
  kind: string,
): Promise<Record<string, any>> {
  const mediaType = mediaTypeOf(incoming);
  if (
    mediaType &&
    mediaType !== 'application/json' &&
    mediaType !== 'application/yaml'
  ) {
    // Protobuf, which kubectl's typed commands send, is not read here.
    throw ApiError.unsupportedMediaType([
      'application/json',
      'application/yaml',
    ]);
  }
  const text = await readText(incoming);
  const unrecognized = (why: string) =>
    ApiError.badRequest(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; ${why} (${shorten(
        text,
      )})`,
    );
  let value: unknown;
  try {
    value =
      mediaType === 'application/yaml' ? parseYaml(text) : JSON.parse(text);
  } catch (error) {
    throw unrecognized(`json parse error: ${describe(error, text)}`);
  }
  if (!isRecord(value)) {
    throw unrecognized(
      'json parse error: json: cannot unmarshal into Go value of type struct { APIVersion string; Kind string }',
    );
  }
  return value;
}

/** Reads the optional body of a request that may come without one. */
export async function readOptionalObject(
  incoming: IncomingMessage,
  kind: string,
): Promise<Record<string, any>> {
  if (
    !Number(incoming.headers['content-length'] ?? 0) &&
    !incoming.headers['transfer-encoding']
  ) {
    return {};
  }
  return readObject(incoming, kind);
}

function describe(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : String(error);
  // JSON.parse names a body that stops too early in several ways; Go in one.
  const ended =
    !text.trim() ||
    /end of JSON|Unterminated|Expected .* at position (\d+)/.test(message);
  return ended ? 'unexpected end of JSON input' : message;
}

function shorten(text: string): string {
  if (!text) {
    return '<empty>';
  }
  return text.length > SHOWN_CHARACTERS
    ? `${text.slice(0, SHOWN_CHARACTERS)} ...`
    : text;
}
