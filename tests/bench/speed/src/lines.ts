import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { listLoghubSets } from '@internal/bench-accuracy/data';

/** Root of this repository. */
export const PROJECT = resolve(
  resolvePackagePath('@internal/bench-speed'),
  '../../..',
);

const MADE_UP_LINES = 10_000;

/** The lines of loghub in file order, or made-up ones, and where they are from. */
export function readLines(): { lines: string[]; source: string } {
  const root = resolve(PROJECT, process.env.BENCH_DATA ?? '../shared/bench');
  const sets = existsSync(root) ? listLoghubSets(root) : [];
  if (sets.length > 0) {
    // Flat strings, as a parser of JSON would give them.
    const lines: string[] = JSON.parse(
      JSON.stringify(sets.flatMap(set => set.lines)),
    );
    return { lines, source: `loghub: ${sets.map(set => set.name).join(', ')}` };
  }
  return {
    lines: Array.from({ length: MADE_UP_LINES }, (_, i) => madeUp(i)),
    source: `no data at BENCH_DATA: made-up lines, not comparable`,
  };
}

function madeUp(i: number): string {
  const kinds = [
    `GET /items/${i} answered 200 in ${i % 97} ms for client 10.0.${i % 256}.7`,
    `session opened for user u${i % 50} by (uid=${i % 3})`,
    `Received block blk_${i * 7919} of size ${i * 13} from /10.1.2.${i % 250}`,
    `cache refreshed, ${i} entries, policy=lru shards=${i % 16}`,
    'starting background flush of the write ahead log',
  ];
  return kinds[i % kinds.length];
}
