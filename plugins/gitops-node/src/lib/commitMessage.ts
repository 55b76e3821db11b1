import { InputError } from '@backstage/errors';
import { CommitAuthor, CommitRequest } from '../GitOpsService';

const TRAILER_KEY = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;
const LINE_BREAK_OR_NUL = /[\r\n\0]/;
const MAX_MESSAGE_BYTES = 64 * 1024;

/**
 * Writes a commit message whose last paragraph is the trailers, and nothing but them.
 *
 * @remarks
 * Git takes trailers from the last paragraph only. So text in subject or body that
 * looks like a trailer cannot pass for one: the trailers below it are the last paragraph.
 */
export function formatCommitMessage(
  request: Pick<
    CommitRequest,
    'subject' | 'body' | 'trailers' | 'idempotencyTrailer'
  >,
): string {
  const { subject, body, trailers, idempotencyTrailer } = request;
  if (!subject.trim() || LINE_BREAK_OR_NUL.test(subject)) {
    throw new InputError('The subject of a commit must be one line of text');
  }
  if (!trailers[idempotencyTrailer]) {
    throw new InputError(
      `The idempotency trailer '${idempotencyTrailer}' must be one of the trailers, with a value`,
    );
  }
  const trailerLines = Object.entries(trailers).map(([key, value]) => {
    if (!TRAILER_KEY.test(key)) {
      throw new InputError(
        `Invalid trailer '${key}': must be letters, digits and dashes, at most 64`,
      );
    }
    if (!value.trim() || LINE_BREAK_OR_NUL.test(value)) {
      throw new InputError(`The trailer '${key}' must be one line of text`);
    }
    return `${key}: ${value.trim()}`;
  });
  const paragraphs = [subject.trim(), body?.replace(/\0/g, '').trim()];
  const message = `${[...paragraphs, trailerLines.join('\n')]
    .filter(Boolean)
    .join('\n\n')}\n`;
  if (Buffer.byteLength(message) > MAX_MESSAGE_BYTES) {
    throw new InputError(
      `A commit message must not exceed ${MAX_MESSAGE_BYTES / 1024} KiB`,
    );
  }
  return message;
}

/** Refuses what Git would silently cut out of a name or an address. */
export function checkAuthor(author: CommitAuthor): CommitAuthor {
  for (const text of [author.name, author.email]) {
    if (!text.trim() || LINE_BREAK_OR_NUL.test(text) || /[<>]/.test(text)) {
      throw new InputError(
        'The author of a commit needs a name and an address, each on one line and without angle brackets',
      );
    }
  }
  return author;
}

/** Reads what `%(trailers:only,unfold)` prints; of repeated keys the last one counts. */
export function parseTrailers(text: string): Record<string, string> {
  const trailers: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) {
      trailers[line.slice(0, colon).trim()] = line.slice(colon + 1).trim();
    }
  }
  return trailers;
}
