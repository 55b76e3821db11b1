import { InputError } from '@backstage/errors';

/** The largest answer of k8sgpt that is read, in bytes. @internal */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/**
 * Reads a stream as text.
 *
 * @throws InputError when it is longer than {@link MAX_ANSWER_BYTES}.
 * @internal
 */
export async function readBounded(
  stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) {
      throw new InputError(
        `k8sgpt answered with more than ${MAX_ANSWER_BYTES / 1024 / 1024} MiB`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
