/** A request that should have been refused, or anything else that must not be. */
export class Finding extends Error {}

/** Throws a finding with this text when the condition does not hold. */
export function expect(condition: unknown, finding: string): asserts condition {
  if (!condition) {
    throw new Finding(finding);
  }
}

/** Counts what was tried, prints what got through as it happens. */
export class Suite {
  #passed = 0;
  #skipped = 0;
  #group = '';
  #since = { passed: 0, failed: 0, at: Date.now() };
  readonly #findings: string[] = [];

  /** From now on tests belong to this part, which is named in the output. */
  begin(group: string): void {
    this.#end();
    this.#group = group;
    this.#since = {
      passed: this.#passed,
      failed: this.#findings.length,
      at: Date.now(),
    };
  }

  /** One attempt. It passes when nothing is thrown. */
  async test(name: string, attempt: () => Promise<void> | void): Promise<void> {
    try {
      await attempt();
      this.#passed++;
    } catch (error) {
      const text =
        error instanceof Finding
          ? error.message
          : String((error as Error).stack ?? error);
      const line = `${this.#group}: ${name}: ${text}`;
      this.#findings.push(line);
      process.stdout.write(`  ✗ ${line}\n`);
    }
  }

  /** Something that cannot be tried here, which is said, and counted. */
  skip(name: string, reason: string, count = 1): void {
    this.#skipped += count;
    process.stdout.write(
      `  SKIPPED ${this.#group}: ${name} (${count}): ${reason}\n`,
    );
  }

  finish(): {
    passed: number;
    failed: number;
    skipped: number;
    findings: string[];
  } {
    this.#end();
    const result = {
      passed: this.#passed,
      failed: this.#findings.length,
      skipped: this.#skipped,
      findings: [...this.#findings],
    };
    process.stdout.write(
      `\n${result.passed} passed, ${result.failed} failed${
        result.skipped ? `, ${result.skipped} SKIPPED` : ''
      }\n`,
    );
    return result;
  }

  #end(): void {
    if (!this.#group) return;
    const passed = this.#passed - this.#since.passed;
    const failed = this.#findings.length - this.#since.failed;
    const seconds = ((Date.now() - this.#since.at) / 1000).toFixed(1);
    process.stdout.write(
      `  ${failed ? '✗' : '✓'} ${
        this.#group
      }: ${passed} passed, ${failed} failed (${seconds} s)\n`,
    );
  }
}
