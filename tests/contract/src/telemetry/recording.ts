import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * What the real server answered. With CONTRACT_RECORD=1 and a real server the
 * answers are written anew; else every target must answer like them, so that the
 * sandbox is held to the real server's word also where there is none.
 */
export class Recording {
  static readonly #enabled = process.env.CONTRACT_RECORD === '1';
  readonly #file: string;
  readonly #answers: Record<string, string>;

  private constructor(file: string, answers: Record<string, string>) {
    this.#file = file;
    this.#answers = answers;
  }

  static load(name: string): Recording {
    // eslint-disable-next-line no-restricted-syntax -- tests run from their sources only
    const file = resolve(__dirname, '__fixtures__', `${name}.json`);
    return new Recording(
      file,
      Recording.#enabled ? {} : JSON.parse(readFileSync(file, 'utf8')),
    );
  }

  /** What a target should have answered; while recording, what the real one did. */
  expected(key: string, answer: string, isReal: boolean): string {
    if (!Recording.#enabled) {
      return this.#answers[key] ?? `no answer was recorded for ${key}`;
    }
    if (isReal) this.#answers[key] = answer;
    return answer;
  }

  save(): void {
    if (!Recording.#enabled || Object.keys(this.#answers).length === 0) return;
    const lines = Object.entries(this.#answers).map(
      ([key, answer]) => `  ${JSON.stringify(key)}: ${JSON.stringify(answer)}`,
    );
    writeFileSync(this.#file, `{\n${lines.join(',\n')}\n}\n`);
  }
}
