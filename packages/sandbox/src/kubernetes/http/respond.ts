import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { stringify as toYaml } from 'yaml';
import { ApiError } from './ApiError';
import type { AnswerForm } from './negotiate';

/** Sends one JSON (or YAML) answer; an object that is already text goes out as it is. */
export function sendObject(
  response: ServerResponse,
  code: number,
  body: unknown,
  form: AnswerForm = { encoding: 'json' },
): void {
  const yaml = form.encoding === 'yaml';
  const text = yaml
    ? toYaml(JSON.parse(JSON.stringify(body)))
    : `${JSON.stringify(body)}\n`;
  const type =
    form.as === 'APIGroupDiscoveryList'
      ? 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
      : 'application/json';
  sendText(response, code, text, yaml ? 'application/yaml' : type);
}

/** Sends text with the headers that every answer of the server has. */
export function sendText(
  response: ServerResponse,
  code: number,
  text: string,
  contentType: string,
): void {
  setCommonHeaders(response);
  response.writeHead(code, {
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** Sends the plain 404 that the server has for paths and groups it does not know. */
export function sendPageNotFound(response: ServerResponse): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  sendText(response, 404, '404 page not found\n', 'text/plain; charset=utf-8');
}

/** Sends a refusal as a Status. */
export function sendError(response: ServerResponse, error: ApiError): void {
  if (error.code === 403) {
    response.setHeader('X-Content-Type-Options', 'nosniff');
  }
  const retryAfter = error.details?.retryAfterSeconds;
  if (retryAfter !== undefined) {
    response.setHeader('Retry-After', String(retryAfter));
  }
  sendObject(response, error.code, error.toStatus());
}

/** Headers that the server sets on every answer. */
export function setCommonHeaders(response: ServerResponse): void {
  response.setHeader('Audit-Id', randomUUID());
  response.setHeader('Cache-Control', 'no-cache, private');
}
