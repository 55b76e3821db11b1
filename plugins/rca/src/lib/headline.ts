/** `registry.example/team/name:tag@sha256:…`: a path before the name, and a tag or digest behind it. */
const IMAGE =
  /(?<![\w:/.-])(?:[\w.-]+(?::\d+)?\/)+([\w.-]+(?::[\w.-]*\w|@sha256:[0-9a-f]{12,64})+)/g;
const LONG_DIGEST = /(@sha256:[0-9a-f]{8})[0-9a-f]+/g;
/** The backend says the onset in UTC; pages say it in the zone of the reader. */
const ONSET = / Since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\.$/;

/**
 * The sentence of a report as a headline: image names without the registry,
 * and without the onset, which the pages show beside it.
 */
export function headline(summary: string): {
  text: string;
  /** What was shortened, in full, each once. */
  fullNames: string[];
} {
  const fullNames = new Set<string>();
  const text = summary.replace(ONSET, '').replace(IMAGE, (full, name) => {
    fullNames.add(full);
    return name.replace(LONG_DIGEST, '$1…');
  });
  return { text, fullNames: [...fullNames] };
}
