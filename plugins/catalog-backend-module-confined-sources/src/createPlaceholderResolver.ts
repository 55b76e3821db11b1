import { InputError } from '@backstage/errors';
import {
  PlaceholderResolver,
  processingResult,
} from '@backstage/plugin-catalog-node';
import { JsonValue } from '@backstage/types';
import { parseDocument } from 'yaml';
import { requireBelow, requirePlainPath } from './confine';

/** A placeholder holds a document, not a disk image. */
const MAX_CONTENT_BYTES = 4 * 1024 * 1024;

/** Resolves `$text`, `$json` or `$yaml`, from below the folder of the descriptor only. */
export function createPlaceholderResolver(
  key: 'text' | 'json' | 'yaml',
): PlaceholderResolver {
  return async ({ value, baseUrl, read, resolveUrl, emit }) => {
    const what = `Placeholder $${key}`;
    const url = resolveUrl(requirePlainPath(value, what), baseUrl);
    requireBelow({ url, descriptorUrl: baseUrl, resolveUrl, what });
    const content = await read(url);
    if (content.length > MAX_CONTENT_BYTES) {
      throw new InputError(
        `${what} names a file of ${content.length} bytes, more than ${MAX_CONTENT_BYTES}`,
      );
    }
    emit(processingResult.refresh(`url:${url}`));
    return parse(key, content.toString('utf8'), what);
  };
}

/** Errors do not quote the content: they are shown to whoever sees the entity. */
function parse(key: string, text: string, what: string): JsonValue {
  if (key === 'text') {
    return text;
  }
  try {
    if (key === 'json') {
      return JSON.parse(text);
    }
    const document = parseDocument(text, { merge: false });
    if (!document.errors.length) {
      return document.toJS();
    }
  } catch {
    // Said below.
  }
  throw new InputError(
    `${what} names a file that is not one ${key.toUpperCase()} document`,
  );
}
