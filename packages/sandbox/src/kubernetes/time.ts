/** A time as the API writes it: RFC 3339 with whole seconds, in UTC. */
export function formatTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}
