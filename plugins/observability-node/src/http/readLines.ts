/**
 * Splits a byte stream into lines, holding no more than one line.
 *
 * @param chunks - the stream
 * @param maxLineBytes - longer lines make `onTooLong` throw
 * @param onTooLong - makes the error
 * @internal
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
  onTooLong: () => Error,
): AsyncGenerator<string> {
  const NEWLINE = 0x0a;
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (
      let end = chunk.indexOf(NEWLINE);
      end >= 0;
      end = chunk.indexOf(NEWLINE, start)
    ) {
      pending.push(chunk.subarray(start, end));
      const line = Buffer.concat(pending).toString('utf8');
      pending = [];
      pendingBytes = 0;
      start = end + 1;
      if (line.trim()) {
        yield line;
      }
    }
    if (start < chunk.byteLength) {
      pending.push(chunk.subarray(start));
      pendingBytes += chunk.byteLength - start;
      if (pendingBytes > maxLineBytes) {
        throw onTooLong();
      }
    }
  }
  const rest = Buffer.concat(pending).toString('utf8');
  if (rest.trim()) {
    yield rest;
  }
}
