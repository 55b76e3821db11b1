import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TemplateGrouper } from '@internal/analysis';
import { seededRandom } from './seededRandom';

const REPORTS = 10;
const MIB = 1_048_576;
/** One line in so many has a word that was never seen, so that the bound on memory is reached. */
const NEW_WORD_EVERY = 20;
/** What the heap may grow by after the first fifth, to be called flat. */
const FLAT_MIB = 8;

/** Lets lines with ever new values and words pass through one grouper; memory must not grow. */
export async function benchMemory(
  lines: readonly string[],
  total: number,
  print: (text: string) => void,
) {
  const collect = garbageCollector();
  const grouper = new TemplateGrouper();
  const vary = variations(lines);
  print(
    `\nmemory over ${total} lines, each with new numbers, one in ${NEW_WORD_EVERY} with a new word`,
  );
  const heaps: number[] = [];
  const cpu = process.cpuUsage();
  for (let report = 0; report < REPORTS; report++) {
    const end = Math.round((total * (report + 1)) / REPORTS);
    for (let i = Math.round((total * report) / REPORTS); i < end; i++) {
      grouper.add(vary(i));
    }
    collect();
    const { heapUsed, rss } = process.memoryUsage();
    heaps.push(heapUsed / MIB);
    print(
      `${String(end).padStart(12)} lines: heap ${(heapUsed / MIB).toFixed(
        1,
      )} MiB, resident ${(rss / MIB).toFixed(0)} MiB, ${
        grouper.groups.length
      } groups, ${(JSON.stringify(grouper.snapshot()).length / MIB).toFixed(
        1,
      )} MiB as a snapshot`,
    );
  }
  const { user, system } = process.cpuUsage(cpu);
  const growth = Math.max(...heaps.slice(2)) - Math.max(...heaps.slice(0, 2));
  print(
    `heap grew by ${growth.toFixed(1)} MiB after the first fifth: ${
      growth <= FLAT_MIB ? 'flat' : 'NOT flat'
    }; ${((total * 1e6) / (user + system) / 1e6).toFixed(
      2,
    )} M lines/s by CPU, making the lines included`,
  );
}

/** The lines over and over, with other digits and now and then another word. */
function variations(lines: readonly string[]): (i: number) => string {
  const random = seededRandom(1);
  const digits = /[0-9]+/g;
  return i => {
    const line = lines[i % lines.length].replace(digits, run =>
      String(Math.floor(random() * 10 ** Math.min(9, run.length))),
    );
    return i % NEW_WORD_EVERY === 0 ? `${line} ${letters(i)}` : line;
  };
}

function letters(i: number): string {
  return i.toString(36).replace(/[0-9]/g, digit => 'ghijklmnop'[Number(digit)]);
}

/** Without it, the heap holds what nobody needs any more. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}
