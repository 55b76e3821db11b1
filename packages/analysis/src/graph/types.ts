/** `from` calls `to`. @public */
export type Edge = { from: string; to: string };
