import type { Answer } from '../../support/send';
import { expect } from '../../support/Suite';
import type { World } from '../../world/World';
import { expectNoLeak } from '../hostile';

/** Planted lines are of the last minutes. */
const WINDOW_MS = 30 * 60_000;
/** Below what the portal answers one person at a time, so that nothing waits for long. */
const PARALLEL = 6;
const FOREIGN = /team-a-(?:prod|staging)/;

/** Somebody who asks about their own workload, in their own namespace. */
export class Attacker {
  readonly world: World;
  readonly name: 'bob' | 'bella';
  readonly entityRef: string;
  readonly namespace: string;

  private constructor(world: World, name: 'bob' | 'bella') {
    this.world = world;
    this.name = name;
    const isBob = name === 'bob';
    this.entityRef = `component:default/${isBob ? 'payments' : 'insights'}`;
    this.namespace = isBob ? 'team-b-prod' : 'team-a-b-prod';
  }

  static both(world: World): [Attacker, Attacker] {
    return [new Attacker(world, 'bob'), new Attacker(world, 'bella')];
  }

  ask(path: string, body: object): Promise<Answer> {
    return this.world.as(this.name).post(`/api/observability/${path}`, {
      entityRef: this.entityRef,
      window: lastHalfHour(),
      ...body,
    });
  }

  /** A refusal or an answer, in which nothing is of team-a but what the caller wrote. */
  expectOwn(answer: Answer, written = ''): void {
    const { status, text } = answer;
    expect(status < 500, `fails: ${status} ${text.slice(0, 300)}`);
    expectNoLeak(this.world, answer);
    if (status !== 200) return;
    const rest = text
      .replaceAll(JSON.stringify(written).slice(1, -1), '')
      .replaceAll(written, '');
    expect(!FOREIGN.test(rest), `it tells of ${FOREIGN.exec(rest)}`);
  }
}

export function lastHalfHour() {
  const to = Date.now();
  return {
    from: new Date(to - WINDOW_MS).toISOString(),
    to: new Date(to).toISOString(),
  };
}

/** All of it, some at a time. */
export async function inParallel<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
  parallel = PARALLEL,
): Promise<void> {
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) await work(item, index);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}
