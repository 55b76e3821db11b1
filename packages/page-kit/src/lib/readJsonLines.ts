/** A line longer than this is no event of ours; reading it all would fill the memory of the page. */
const MAX_LINE_CHARACTERS = 4_000_000;

/**
 * The values of an `application/x-ndjson` answer, as they come in.
 *
 * @remarks
 * A last line without its end was cut off and is an error. Leaving the loop
 * cancels the answer.
 *
 * @public
 */
export async function* readJsonLines<T>(response: Response): AsyncGenerator<T> {
  const reader = response.body?.getReader();
  if (!reader) {
    return;
  }
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split('\n');
      rest = lines.pop()!;
      for (const line of lines) {
        if (line.trim()) {
          yield JSON.parse(line);
        }
      }
      if (rest.length > MAX_LINE_CHARACTERS || (done && rest.trim())) {
        throw new TypeError('The answer was cut off');
      }
      if (done) {
        return;
      }
    }
  } finally {
    // What was left unread is not wanted any more; where all was read this does nothing.
    await reader.cancel().catch(() => {});
  }
}
