import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which data was measured. */
export function describeData(root: string): { part: string; sums: string } {
  const part = JSON.parse(readFileSync(join(root, 'part.json'), 'utf8')).part;
  const sums = join(root, 'SHA256SUMS');
  return {
    part: String(part),
    sums: existsSync(sums) ? sha256([readFileSync(sums)]) : 'none',
  };
}

/**
 * A hash over the engine's sources without its tests: every threshold and default
 * is a constant in there, so figures with the same hash come from the same engine.
 */
export function hashEngine(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      name =>
        name.endsWith('.ts') &&
        !name.endsWith('.test.ts') &&
        !name.includes('__testUtils__'),
    )
    .sort();
  return sha256(
    files.flatMap(name => [
      Buffer.from(`${name}\n`),
      readFileSync(join(folder, name)),
    ]),
  );
}

function sha256(parts: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(part);
  }
  return hash.digest('hex');
}
