import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from './parseCsv';

export type LoghubSet = {
  name: string;
  /** The engine's input: the `Content` column, in file order. */
  lines: string[];
  /** `EventId` of each line. */
  truth: string[];
};

/** Finds every set below `loghub/`, by listing. */
export function listLoghubSets(root: string): LoghubSet[] {
  const folder = join(root, 'loghub');
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  return names.flatMap(name => {
    const path = join(folder, name, `${name}_2k.log_structured.csv`);
    return existsSync(path) ? [readSet(path, name)] : [];
  });
}

function readSet(path: string, name: string): LoghubSet {
  const [header, ...rows] = parseCsv(readFileSync(path, 'utf8'));
  const content = header.indexOf('Content');
  const event = header.indexOf('EventId');
  return {
    name,
    lines: rows.map(row => row[content]),
    truth: rows.map(row => row[event]),
  };
}
